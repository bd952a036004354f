// What happens at the end: of the session, or of the chapter for those who fall asleep.

const ends = one("at-end");

/** The chapter to stop after. */
let resting = -1;

/** The end of the chapter that a place in the session, in seconds, lies in is the one to stop at. */
function restEndHere(at) {
  resting = begun(session.chapters, at);
}

let alarm = 0;

/** Stops at the end of the chapter. The audio tells its time four times a second: the last stretch
 * is left to a clock, or the next chapter's first word would be heard. */
function restIfDue() {
  clearTimeout(alarm);
  if (ends.value !== "chapter" || audio.paused) return;
  const next = session.chapters[resting + 1];
  if (!next) return;
  const left = next.start - now();
  if (left <= 0.05) rest(next.start);
  else if (left < 1) alarm = setTimeout(restIfDue, (1000 * left) / audio.playbackRate - 20);
}

function rest(at) {
  audio.pause();
  goTo(at);
  chooseEnd(memory.read("end", "stop"));
}

function chooseEnd(end) {
  ends.value = end;
  if (!ends.value) ends.value = "stop";
}

function atEnd() {
  remember(session.recording, 0);
  one("again").hidden = true;
  const onwards = ends.value === "next" ? after(session.queue) : null;
  if (ends.value === "chapter") chooseEnd(memory.read("end", "stop"));
  if (onwards) goOn(onwards);
  else announce(words.finished);
}

/** What follows in a programme or the list; null at its end. */
function after({ places, nth, programme }) {
  return nth + 1 < places.length ? { places, nth: nth + 1, programme } : null;
}

if (ends) {
  chooseEnd(memory.read("end", "stop"));
  ends.addEventListener("change", () => {
    // To stop after a chapter is for this once.
    if (ends.value !== "chapter") memory.write("end", ends.value);
    if (session) restEndHere(now());
  });
}
