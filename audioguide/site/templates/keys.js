// The player on a keyboard.

const letters = one("letters");

const KEYS = {
  " ": playOrPause,
  k: playOrPause,
  n: nextChapter,
  p: previousChapter,
  ArrowLeft: (event) => (event.shiftKey ? previousChapter() : step(-STEP)),
  ArrowRight: (event) => (event.shiftKey ? nextChapter() : step(STEP)),
  Escape: goBack,
};

function press(event) {
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
  if (!isOpen() || !isFree(event)) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (!Object.hasOwn(KEYS, key)) return;
  event.preventDefault();
  // A key held down goes on stepping; a chapter or a pause is asked for once.
  if (!event.repeat || key.startsWith("Arrow")) KEYS[key](event);
}

/** Whether a key is the player's: a list of choices wants its letters and arrows, a button its
 * space, and a speech recogniser may type letters that nobody meant (WCAG 2.1.4). */
function isFree({ key, target }) {
  if (target.closest("select")) return false;
  if (key === " ") return !target.closest("a, button, summary, input:not([type=range])");
  return key.length > 1 || letters.checked;
}

if (audio) {
  document.addEventListener("keydown", press);
  letters.checked = memory.read("letters", true);
  letters.addEventListener("change", () => memory.write("letters", letters.checked));
}
