// The controls on a locked phone, a watch or a headset (Media Session).

function tellSession() {
  if (!("mediaSession" in navigator) || !session) return;
  const { recording } = session;
  navigator.mediaSession.metadata = new MediaMetadata({
    title: recording.title,
    artist: recording.author || facts.author,
    album: recording.album || facts.title,
    artwork: [{ src: recording.cover, sizes: "600x600", type: "image/jpeg" }],
  });
}

function tellPlace() {
  if (!navigator.mediaSession?.setPositionState || !Number.isFinite(audio.duration)) return;
  const position = Math.min(now(), audio.duration);
  navigator.mediaSession.setPositionState({
    duration: audio.duration,
    playbackRate: audio.playbackRate,
    position,
  });
}

function listenToLockScreen() {
  if (!("mediaSession" in navigator)) return;
  const actions = {
    play,
    pause: () => audio.pause(),
    stop: () => audio.pause(),
    seekbackward: (asked) => step(-(asked?.seekOffset || STEP)),
    seekforward: (asked) => step(asked?.seekOffset || STEP),
    seekto: (asked) => goTo(asked.seekTime),
    previoustrack: previousChapter,
    nexttrack: nextChapter,
  };
  for (const [action, answer] of Object.entries(actions)) {
    try {
      navigator.mediaSession.setActionHandler(action, answer);
    } catch {
      // A browser that does not know an action keeps the others.
    }
  }
}

if (audio) {
  listenToLockScreen();
  for (const event of ["play", "pause", "seeked", "ratechange"]) {
    audio.addEventListener(event, tellPlace);
  }
  audio.addEventListener("play", tellSession);
}
