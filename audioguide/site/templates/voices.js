// Samples of voices: one is heard at a time; the rows are filtered and sorted.
"use strict";

const told = document.getElementById("told");
const body = document.querySelector("tbody");
const rows = [...body.rows];
const choices = [...document.querySelectorAll("[data-filter]")];

const audio = new Audio();

/** The button of the sample that is heard. */
let heard = null;

function show(button, plays) {
  button.setAttribute("aria-pressed", plays);
  button.querySelector("use").setAttribute("href", plays ? "#stop" : "#play");
  button.closest("tr").classList.toggle("on", plays);
}

function stop() {
  if (!heard) return;
  show(heard, false);
  heard = null;
  audio.pause();
}

async function play(button) {
  stop();
  heard = button;
  show(button, true);
  audio.src = button.previousElementSibling.href;
  try {
    await audio.play();
  } catch (error) {
    // Another sample that is asked for ends this one's wait.
    if (error.name === "AbortError" || heard !== button) return;
    stop();
    told.textContent = `${button.dataset.voice} cannot be played: its file is not beside this page`;
  }
}

function listen(button) {
  button.setAttribute("aria-label", `Play ${button.dataset.voice}`);
  show(button, false);
  button.hidden = false;
  button.previousElementSibling.hidden = true;
  button.addEventListener("click", () => (heard === button ? stop() : play(button)));
}

/** Whether a row has what is chosen; `en` takes in `en-US`. */
function has(row, { value, dataset }) {
  const own = row.dataset[dataset.filter];
  return !value || own === value || (dataset.filter === "language" && own.startsWith(`${value}-`));
}

function filter() {
  for (const row of rows) row.hidden = !choices.every((choice) => has(row, choice));
  if (heard?.closest("tr").hidden) stop();
  const shown = rows.filter((row) => !row.hidden).length;
  const all = rows.length === 1 ? "1 voice" : `${rows.length} voices`;
  told.textContent = shown === rows.length ? all : `${shown} of ${all}`;
}

function sortBy(head) {
  const down = head.ariaSort === "ascending";
  const { cellIndex } = head;
  const key = (row) => row.cells[cellIndex].textContent.trim();
  const order = new Intl.Collator("en", { numeric: true }).compare;
  const sorted = [...rows].sort((one, other) => order(key(one), key(other)));
  if (down) sorted.reverse();
  body.append(...sorted);
  for (const other of document.querySelectorAll("[aria-sort]")) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
}

/** A language by its name, where the browser knows it: `bpy` says little. */
function name(tag) {
  try {
    const found = names.of(tag);
    return found && found !== tag ? found : "";
  } catch {
    return "";
  }
}

const names = new Intl.DisplayNames(["en"], { type: "language", languageDisplay: "standard" });

for (const cell of document.querySelectorAll("td.language")) {
  const tag = cell.textContent;
  if (!name(tag)) continue;
  const small = document.createElement("span");
  small.className = "tag";
  small.textContent = tag;
  cell.replaceChildren(`${name(tag)} `, small);
}
for (const option of document.querySelectorAll("#by-language option[value]:not([value=''])")) {
  const found = name(option.value);
  if (found) option.textContent = `${found} (${option.value})`;
}
for (const head of document.querySelectorAll("[data-sort]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = head.textContent;
  head.replaceChildren(button);
  button.addEventListener("click", () => sortBy(head));
}
for (const button of document.querySelectorAll("button[data-voice]")) listen(button);
for (const choice of choices) choice.addEventListener("change", filter);
audio.addEventListener("ended", stop);
document.getElementById("filters").hidden = !choices.length;
filter();
