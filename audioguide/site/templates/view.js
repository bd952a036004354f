// What is on the screen, by the address: the list, or a session at `#/name`.

/** The link that opened the player, and how far the list was scrolled when the player took its
 * place. */
const cameFrom = { link: null, scroll: 0 };

const isOpen = () => document.documentElement.classList.contains("open");

/** Whether the list is out of sight: a wide screen shows it beside the player. */
const isCovered = () => getComputedStyle(one("browse")).display === "none";

/** The session that an address asks for: {place, queue}; undefined when it asks for none, null when
 * there is none such. */
function asked(hash) {
  if (!hash.startsWith("#/")) return undefined;
  const [path, query] = hash.slice(2).split("?");
  const name = path.split("/").map(plain).join("/");
  const place = facts.recordings.findIndex((recording) => recording.name === name);
  return place < 0 ? null : { place, queue: queueOf(place, new URLSearchParams(query)) };
}

function plain(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A session is followed by the next of its programme, else by the next that the list shows. */
function queueOf(place, query) {
  const programme = facts.programmes.find(
    ({ title, recordings }) => title === query.get("in") && recordings.includes(place),
  );
  if (programme) {
    const nth = Number(query.get("nth"));
    const there = programme.recordings[nth] === place;
    const places = programme.recordings;
    return { places, nth: there ? nth : places.indexOf(place), programme };
  }
  const places = shown().includes(place) ? shown() : [...facts.recordings.keys()];
  return { places, nth: places.indexOf(place), programme: null };
}

function route() {
  const wish = asked(location.hash);
  one("notice").hidden = wish !== null;
  if (wish === null) write(one("notice"), words.not_here);
  if (wish) open(wish);
  else close();
}

function open({ place, queue }) {
  const wasCovered = isCovered();
  if (!wasCovered) cameFrom.scroll = scrollY;
  load(facts.recordings[place], queue);
  document.documentElement.classList.add("open");
  document.title = `${session.recording.title} · ${page.title}`;
  one("mini-title").href = hashOf(place, queue.programme, queue.nth);
  showView();
  if (!wasCovered && isCovered()) scrollTo(0, 0);
}

function close() {
  if (!isOpen()) return;
  const wasCovered = isCovered();
  document.documentElement.classList.remove("open");
  document.title = page.title;
  showView();
  if (wasCovered) scrollTo(0, cameFrom.scroll);
  (cameFrom.link ?? one("top")).focus({ preventScroll: wasCovered || !cameFrom.link });
  cameFrom.link = null;
}

function showView() {
  one("player").hidden = !isOpen();
  one("resting").hidden = isOpen();
  one("mini").hidden = isOpen() || !started;
}

/** On from one session to the next, wherever the listener is looking. */
function goOn(queue) {
  const place = queue.places[queue.nth];
  const hash = hashOf(place, queue.programme, queue.nth);
  if (isOpen()) {
    history.replaceState(history.state, "", hash);
    open({ place, queue });
  } else {
    load(facts.recordings[place], queue);
    one("mini-title").href = hash;
  }
  play();
}

/** Leaves the player as the back button does; one that was opened by its address has nothing of
 * the page behind it. */
function goBack() {
  if (history.state === "opened") history.back();
  else {
    history.replaceState(null, "", location.pathname + location.search);
    route();
  }
}

/** A session opens over the list once: from one session to another, back still leads to the list. */
function follow(event) {
  const link = event.target.closest("a[href^='#/']");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  cameFrom.link = link;
  if (isOpen()) history.replaceState(history.state, "", link.hash);
  else {
    // Else a browser takes the list back to where it was, also where it was in sight all along.
    history.scrollRestoration = "manual";
    history.pushState("opened", "", link.hash);
  }
  route();
  one("play-pause").focus({ preventScroll: true });
}

if (audio) {
  document.addEventListener("click", follow);
  one("close").addEventListener("click", (event) => {
    event.preventDefault();
    goBack();
  });
  one("to-more").addEventListener("click", () => one("more").scrollIntoView());
  addEventListener("popstate", route);
  addEventListener("pagehide", () => {
    history.scrollRestoration = "auto";
  });
  route();
}
