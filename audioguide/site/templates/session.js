// The session in the player, as it is shown: its heading, chapters, downloads, and where it stands.

/** What is loaded: {recording, chapters, lines, queue: {places, nth, programme}, current}, the last
 * being the chapter that is marked; null before the first. */
let session = null;

const seek = one("seek");

function showSession() {
  const { recording } = session;
  for (const id of ["title", "mini-title"]) {
    write(one(id), recording.title);
    speak(one(id), recording.language);
  }
  for (const id of ["line", "coming-text", "now-chapter", "chapters"]) {
    speak(one(id), recording.language);
  }
  for (const id of ["cover", "mini-cover"]) one(id).src = recording.cover;
  for (const kind of ["mp3", "vtt", "lrc"]) one(`file-${kind}`).href = recording[kind];
  const megabytes = (recording.bytes / 1e6).toLocaleString(page.language, {
    maximumFractionDigits: 1,
  });
  write(one("size"), fill(words.megabytes, { n: megabytes }));
  seek.max = Math.ceil(recording.seconds);
  showAbout(recording);
  one("chapters").replaceChildren(...session.chapters.map(chapterItem));
  session.current = undefined;
  one("error").hidden = true;
  showRefused(false);
}

function showAbout(recording) {
  const card = cards[facts.recordings.indexOf(recording)];
  const told = [
    ["", card.querySelector(".summary")?.textContent],
    [words.position, recording.position],
    [words.tools, recording.tool.join(", ")],
    [`${words.source}:`, recording.source],
  ];
  const rows = told
    .filter(([, text]) => text)
    .map(([term, text]) => {
      const row = document.createElement("div");
      if (term) row.append(Object.assign(document.createElement("dt"), { textContent: term }));
      row.append(document.createElement("dd"));
      row.lastChild.textContent = text;
      row.lastChild.dir = "auto";
      speak(row.lastChild, recording.language);
      return row;
    });
  one("about").hidden = !rows.length;
  one("about").replaceChildren(...rows);
}

function chapterItem(chapter) {
  const item = document.createElement("li");
  const button = document.createElement("button");
  button.type = "button";
  for (const [name, text] of [
    ["name", chapter.title],
    ["when", clock(chapter.start)],
  ]) {
    const span = document.createElement("span");
    span.className = name;
    span.textContent = text;
    button.append(span);
  }
  button.firstChild.dir = "auto";
  button.addEventListener("click", () => goTo(chapter.start));
  item.append(button);
  return item;
}

/** Shows a time in the session, in seconds: the clock, the chapter, the line and the next one. */
function showTime(at) {
  const { recording, chapters, lines } = session;
  if (!seek.classList.contains("held")) seek.value = at;
  seek.style.setProperty("--heard", seek.value / seek.max);
  write(one("elapsed"), clock(at));
  write(one("remaining"), `−${clock(recording.seconds - at)}`);
  showChapter(begun(chapters, at));
  showLine(lines, begun(lines, at), at);
}

/** Tells the slider's place, in seconds. Not while it moves by itself: a screen reader reads every
 * change of a slider in focus, over the session. */
function tellSlider(at) {
  const length = clock(session.recording.seconds);
  seek.setAttribute("aria-valuetext", fill(words.place_of, { at: clock(at), length }));
}

function showChapter(current) {
  if (session.current === current) return;
  session.current = current;
  write(one("now-chapter"), session.chapters[current]?.title ?? "");
  one("chapters")
    .querySelectorAll("button")
    .forEach((button, nth) => {
      if (nth === current) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    });
}

/** A line stays until the next one: in a hold it is what the listener is doing. */
function showLine(lines, current, at) {
  const [line, next] = [lines[current], lines[current + 1]];
  write(one("line"), line?.text ?? "");
  one("line").classList.toggle("over", Boolean(line) && at > line.end);
  one("line").classList.toggle("long", (line?.text.length ?? 0) > 110);
  one("coming").hidden = !next;
  if (!next) return;
  const wait = next.start - at;
  write(one("coming-when"), wait < 3 ? words.next : fill(words.next_in, { time: clock(wait) }));
  write(one("coming-text"), next.text);
}

/** Whether the browser plays nothing until the listener presses Play. */
function showRefused(refused) {
  for (const id of ["refused", "mini-refused"]) one(id).hidden = !refused;
}

function showPlaying(playing) {
  for (const id of ["play-pause", "mini-play"]) {
    one(id).setAttribute("aria-label", playing ? words.pause : words.play);
    one(id)
      .querySelector("use")
      .setAttribute("href", playing ? "#pause" : "#play");
  }
}
