// What the page has to show, and small things that every part needs.
"use strict";

const one = (id) => document.getElementById(id);
const facts = JSON.parse(one("facts").textContent);
const words = facts.words;
const page = { language: document.documentElement.lang, title: document.title };

let spoken = null;

/** Chapters and lines of a session, times in seconds. They are most of the page's data, so they are
 * read only when somebody opens a session. */
function contents(recording) {
  spoken ??= JSON.parse(one("spoken").textContent);
  const [chapters, lines] = spoken.sessions[facts.recordings.indexOf(recording)];
  return {
    chapters: chapters.map(([start, text]) => ({ start, title: spoken.texts[text] })),
    lines: lines.map(([start, end, text]) => ({ start, end, text: spoken.texts[text] })),
  };
}

function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, key) => values[key]);
}

/** Seconds as 0:07, 9:12, 1:02:03, rounded down. */
function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (number) => String(number).padStart(2, "0");
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

/** Writes only what changed: a text that is set again is a text that is drawn again. */
function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Marks a text that is in another language than the page. */
function speak(element, language) {
  if (language && language !== page.language) element.lang = language;
  else element.removeAttribute("lang");
}

/** The place of the last of some things that have begun at a time; -1 before the first. A player
 * that was sent to the start of a chapter may report a time just before it. */
function begun(things, at) {
  let [low, high] = [0, things.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (things[middle].start <= at + 0.05) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Says something to those who cannot see it. For what the listener did; never for what plays. */
function announce(text) {
  one("announced").textContent = text;
}
