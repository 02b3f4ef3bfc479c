// The line that always says whether the answer is safe. Its words stand in the page, translated.

const TONES = {
  saved: "ok", saving: "ok", waiting: "warn", failed: "bad", signedOut: "bad", stale: "bad", closed: "warn", refused: "bad",
  takenOver: "warn",
};

/** Show one state; `fact` fills the gap in its words: a time or a number of answers. */
export function say(state, fact = "") {
  for (const line of document.querySelectorAll("[data-state]")) {
    line.classList.remove("state--none", "state--ok", "state--warn", "state--bad");
    line.classList.add(`state--${TONES[state]}`);
    line.dataset.state = state;
    const words = (line.dataset[state] ?? "").replace("{}", fact);
    const text = line.querySelector("span");
    if (text.textContent !== words) text.textContent = words;
  }
  document.querySelector("[data-exambar]")?.classList.toggle("exambar--off", TONES[state] !== "ok");
}

/** Hours and minutes of a server's time in the installation's zone, whose offset the page names in minutes. */
export function clock(iso) {
  const offset = Number(document.querySelector("[data-offset]")?.dataset.offset ?? 0);
  return new Date(Date.parse(iso) + offset * 60000).toISOString().slice(11, 16);
}
