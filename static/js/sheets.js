// Panels, bottom sheets and dialogs open by their address (#id). A script adds: focus moves in, Escape closes, focus returns.

let opener = null;
let shown = null;

export function startSheets() {
  document.addEventListener("click", onClick);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && shown) close();
  });
  addEventListener("hashchange", show);
  show();
}

function onClick(event) {
  const link = event.target.closest("a[href^='#']");
  if (!link) return;
  if (shown?.contains(link) && leadsOut(link)) {
    event.preventDefault();
    close(link.hash);
  } else if (sheetOf(link.hash)) {
    opener = link;
  }
}

const leadsOut = (link) => link.hasAttribute("data-close") || !sheetOf(link.hash);

/** The sheet that an address opens: the element itself, or the sheet around it. */
function sheetOf(hash) {
  const target = hash.length > 1 ? document.getElementById(decodeURIComponent(hash.slice(1))) : null;
  return target?.closest("[data-sheet]") ?? null;
}

function show() {
  const next = sheetOf(location.hash);
  if (next === shown) return;
  if (shown) release();
  shown = next && getComputedStyle(next).position !== "static" ? next : null;
  if (!shown) return;
  if (shown.getAttribute("role") === "dialog") setRestInert(true);
  shown.focus({ preventScroll: true });
}

/** Leave the sheet without moving the page under it. */
function close(hash = shown.querySelector("[data-close]")?.hash || "#main") {
  const { scrollX, scrollY } = window;
  location.hash = hash;
  scrollTo(scrollX, scrollY);
}

function release() {
  setRestInert(false);
  opener?.focus({ preventScroll: true });
  opener = null;
}

function setRestInert(inert) {
  for (const part of document.body.children) if (!part.contains(shown)) part.inert = inert;
}
