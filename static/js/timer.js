// The time left, counted from the server's two times: the phone's own clock may be wrong.

const SPOKEN_MINUTES = [10, 5, 1];

export function startTimer() {
  for (const timer of document.querySelectorAll("[data-ends]")) run(timer);
}

function run(timer) {
  const total = Date.parse(timer.dataset.ends) - Date.parse(timer.dataset.now);
  const elapsed = stopwatch();
  const face = timer.querySelector("b");
  let before = total;
  const tick = () => {
    const left = Math.max(total - elapsed(), 0);
    face.textContent = figures(Math.ceil(left / 1000));
    speak(timer, before, left);
    before = left;
    if (left > 0) setTimeout(tick, 1000 - (elapsed() % 1000));
    else document.dispatchEvent(new Event("tirek:over"));
  };
  tick();
}

/** Milliseconds since now. The larger of two clocks counts: one of them stands still while a laptop sleeps. */
function stopwatch() {
  const wall = Date.now();
  const steady = performance.now();
  return () => Math.max(Date.now() - wall, performance.now() - steady);
}

function figures(seconds) {
  const two = (value) => String(value).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return hours ? `${hours}:${rest}` : rest;
}

/** A screen reader hears the time only when it passes ten, five and one minute, and at the end. */
function speak(timer, before, left) {
  const voice = timer.querySelector("[data-voice]");
  if (!voice) return;
  const passed = SPOKEN_MINUTES.find((minutes) => before > minutes * 60000 && left <= minutes * 60000);
  if (passed) voice.textContent = timer.dataset.minutes.replace("{}", passed);
  if (before > 0 && left === 0) voice.textContent = timer.dataset.over;
}
