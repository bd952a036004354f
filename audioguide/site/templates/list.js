// The list: links into the player, filters, and how far the listener is in each session.

const cards = [...document.querySelectorAll("#cards > .card")];
const filters = [...document.querySelectorAll("[data-filter]")];

/** Where a session opens in the player: `#/name`, and in a programme `#/name?in=title&nth=2`. */
function hashOf(place, programme, nth) {
  const name = facts.recordings[place].name.split("/").map(encodeURIComponent).join("/");
  const within = programme ? `?${new URLSearchParams({ in: programme.title, nth })}` : "";
  return `#/${name}${within}`;
}

/** Without a script a title leads to its MP3; with one, to the player. */
function link() {
  cards.forEach((card, place) => {
    card.querySelector("a").href = hashOf(place);
  });
  for (const list of document.querySelectorAll("[data-programme]")) {
    const programme = facts.programmes[list.dataset.programme];
    list.querySelectorAll("a").forEach((anchor, nth) => {
      anchor.href = hashOf(programme.recordings[nth], programme, nth);
    });
  }
}

function choose() {
  const asked = filters.filter((filter) => filter.value);
  const fits = (recording) =>
    asked.every((filter) => recording[filter.dataset.filter].includes(filter.value));
  cards.forEach((card, place) => {
    card.hidden = !fits(facts.recordings[place]);
  });
  const n = shown().length;
  const total = cards.length;
  const all = fill(words[total === 1 ? "session_count" : "sessions_count"], { n: total });
  const some = n ? fill(words.found, { n, total }) : words.none_found;
  write(one("found"), asked.length ? some : all);
  one("show-all").hidden = !asked.length;
}

/** The places of the sessions that the filters let through. */
function shown() {
  return [...cards.keys()].filter((place) => !cards[place].hidden);
}

function chooseAll() {
  for (const filter of filters) filter.value = "";
  choose();
  filters[0].focus();
}

/** Shows on a card how far a session was heard. */
function mark(recording, at) {
  const card = cards[facts.recordings.indexOf(recording)];
  card.querySelector(".heard")?.remove();
  if (!at) return;
  const heard = document.createElement("div");
  heard.className = "heard";
  heard.style.setProperty("--heard", at / recording.seconds);
  heard.append(Object.assign(document.createElement("span"), { className: "unseen" }));
  heard.firstChild.textContent = fill(words.go_on_at, { at: clock(at) });
  card.querySelector(".picture").append(heard);
}

link();
const places = memory.read("places", {});
for (const recording of facts.recordings) {
  if (places[recording.name]) mark(recording, placeIn(recording));
}
if (filters.length) {
  for (const filter of filters) filter.addEventListener("change", choose);
  one("show-all").addEventListener("click", chooseAll);
  one("filters").hidden = false;
  choose();
}
