// The one audio element: what it plays, where it stands, and what its buttons do.

const audio = one("audio");

/** Seconds that a step goes back or forward. */
const STEP = 15;

/** Where to begin once the recording's head has been read, in seconds; null when it began there. */
let wanted = null;

/** Whether the loaded session was ever started: what was only looked at needs no bar. */
let started = false;

/** Seconds in the loaded session. */
function now() {
  return audio.currentTime || (wanted ?? 0);
}

/** Puts a session into the player, where the listener left it. */
function load(recording, queue) {
  if (session?.recording === recording) {
    session.queue = queue;
    return;
  }
  if (session) leave();
  session = { recording, queue, ...contents(recording) };
  started = false;
  wanted = placeIn(recording);
  audio.src = recording.mp3;
  audio.defaultPlaybackRate = audio.playbackRate = Number(one("speed").value);
  one("again").hidden = !wanted;
  write(one("was-at"), fill(words.was_at, { at: clock(wanted) }));
  restEndHere(wanted);
  showSession();
  showTime(wanted);
  tellSlider(wanted);
  showPlaying(false);
}

function leave() {
  keepPlace();
  audio.pause();
}

function play() {
  started = true;
  // By itself a browser begins anew too, but then the chapter to stop after is still the last.
  if (audio.ended) goTo(0);
  audio.play().catch((refused) => {
    if (refused.name === "NotAllowedError") showRefused(true);
  });
}

function playOrPause() {
  if (audio.paused) play();
  else audio.pause();
}

/** Goes to a time, in seconds. */
function goTo(at) {
  const place = Math.min(Math.max(0, at), session.recording.seconds - 0.25);
  if (wanted === null) audio.currentTime = place;
  else wanted = place;
  restEndHere(place);
  showTime(place);
  tellSlider(place);
  tellPlace();
}

function step(seconds) {
  goTo(now() + seconds);
}

/** A listener who asks for the previous chapter more than 3 s into one means this one again. */
function previousChapter() {
  const { chapters } = session;
  const current = begun(chapters, now());
  const back = now() - (chapters[current]?.start ?? 0) > 3 ? current : current - 1;
  goToChapter(Math.max(0, back), back < 0 && words.first_chapter);
}

function nextChapter() {
  const next = begun(session.chapters, now()) + 1;
  if (next < session.chapters.length) goToChapter(next);
  else announce(words.last_chapter);
}

function goToChapter(nth, instead) {
  goTo(session.chapters[nth]?.start ?? 0);
  announce(instead || (session.chapters[nth]?.title ?? ""));
}

function startAgain() {
  goTo(0);
  one("again").hidden = true;
  one("play-pause").focus();
}

function keepPlace() {
  if (session && !audio.ended) remember(session.recording, now());
}

function begin() {
  // The head of a recording is read once: later a new place is the audio's own affair.
  if (wanted && !audio.currentTime) audio.currentTime = wanted;
  wanted = null;
  one("error").hidden = true;
  tellPlace();
}

function fail() {
  const file = decodeURIComponent(session.recording.mp3);
  write(one("error-text"), fill(words.missing, { file }));
  one("error").hidden = false;
  showPlaying(false);
}

function tryAgain() {
  wanted = now();
  audio.load();
  play();
}

let kept = 0;

function tick() {
  if (wanted !== null) return;
  showTime(now());
  restIfDue();
  if (Math.abs(now() - kept) < EDGE) return;
  kept = now();
  keepPlace();
}

if (audio) {
  audio.preservesPitch = true;
  audio.addEventListener("loadedmetadata", begin);
  audio.addEventListener("timeupdate", tick);
  audio.addEventListener("seeked", tick);
  audio.addEventListener("play", () => {
    showPlaying(true);
    showRefused(false);
    one("again").hidden = true;
  });
  audio.addEventListener("pause", () => {
    showPlaying(false);
    tellSlider(now());
    keepPlace();
  });
  audio.addEventListener("seeked", () => tellSlider(now()));
  audio.addEventListener("error", fail);
  audio.addEventListener("ended", atEnd);
  addEventListener("pagehide", keepPlace);
  document.addEventListener("visibilitychange", keepPlace);
  const buttons = {
    "play-pause": playOrPause,
    "mini-play": playOrPause,
    "back-15": () => step(-STEP),
    "forward-15": () => step(STEP),
    "previous-chapter": previousChapter,
    "next-chapter": nextChapter,
    "try-again": tryAgain,
    "from-start": startAgain,
  };
  for (const [id, press] of Object.entries(buttons)) one(id).addEventListener("click", press);
  // A slider under a finger shows the time it would go to, and goes when it is let go.
  seek.addEventListener("pointerdown", () => seek.classList.add("held"));
  for (const release of ["pointerup", "pointercancel", "blur"]) {
    seek.addEventListener(release, () => seek.classList.remove("held"));
  }
  seek.addEventListener("focus", () => tellSlider(now()));
  seek.addEventListener("input", () => {
    tellSlider(Number(seek.value));
    if (seek.classList.contains("held")) showTime(Number(seek.value));
  });
  seek.addEventListener("change", () => goTo(Number(seek.value)));
  one("speed").addEventListener("change", () => {
    audio.defaultPlaybackRate = audio.playbackRate = Number(one("speed").value);
    memory.write("speed", one("speed").value);
    tellPlace();
  });
  one("speed").value = memory.read("speed", "1");
  if (!one("speed").value) one("speed").value = "1";
}
