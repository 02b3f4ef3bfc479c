// Check-yourself questions: the answer comes back into its place instead of a whole new page.

export function startChecks() {
  document.addEventListener("submit", async (event) => {
    const place = event.target.closest("[data-check]");
    if (!place) return;
    event.preventDefault();
    const button = event.target.querySelector("[type=submit]");
    button.setAttribute("aria-busy", "true");
    try {
      await answer(place, event.target);
    } catch {
      event.target.submit(); // The browser's own page says what is wrong.
    }
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-again]");
    const asked = link && before.get(link.closest("[data-check]").id);
    if (!asked) return;
    event.preventDefault();
    put(link.closest("[data-check]"), asked);
  });
}

const before = new Map();

async function answer(place, form) {
  const body = new URLSearchParams(new FormData(form));
  const reply = await fetch(form.action, { method: "POST", body, redirect: "error" });
  const page = new DOMParser().parseFromString(await reply.text(), "text/html");
  const next = page.getElementById(place.id);
  if (!next) throw new Error("the reply holds no such question");
  if (!before.has(place.id)) before.set(place.id, place.cloneNode(true));
  put(place, next);
}

/** Show another state of the question and let a screen reader go on from there. */
function put(place, next) {
  const shown = document.importNode(next, true);
  place.replaceWith(shown);
  shown.tabIndex = -1;
  shown.focus({ preventScroll: true });
}
