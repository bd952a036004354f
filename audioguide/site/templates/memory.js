// What is kept between visits. A browser may refuse to keep anything: then nothing is, in silence.

const memory = {
  // One browser may hold many libraries, and all files share one storage: the folder tells which.
  folder: location.pathname.replace(/[^/]*$/, ""),

  read(what, otherwise) {
    try {
      return JSON.parse(localStorage.getItem(`audioguide ${this.folder} ${what}`)) ?? otherwise;
    } catch {
      return otherwise;
    }
  },

  write(what, value) {
    try {
      localStorage.setItem(`audioguide ${this.folder} ${what}`, JSON.stringify(value));
    } catch {
      // Full, or refused.
    }
  },
};

/** Seconds from either end that are not worth going back to. */
const EDGE = 5;

/** Where the listener was in a session, in seconds; 0 when nowhere in particular. */
function placeIn(recording) {
  const at = Number(memory.read("places", {})[recording.name]);
  return at > EDGE && at < recording.seconds - EDGE ? at : 0;
}

function remember(recording, at) {
  const places = memory.read("places", {});
  const worth = at > EDGE && at < recording.seconds - EDGE;
  if (worth) places[recording.name] = Math.round(at * 10) / 10;
  else delete places[recording.name];
  memory.write("places", places);
  mark(recording, worth ? at : 0);
}
