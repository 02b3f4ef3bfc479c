// A long page stands open without a script. With one, a phone folds it: what a link leads to opens again, and paper shows everything.

const PHONE = "(max-width: 47.99rem)";

export function startFolds() {
  if (matchMedia(PHONE).matches) for (const part of document.querySelectorAll("details[data-fold]")) part.open = false;
  if (open(location.hash)) document.getElementById(idOf(location.hash)).scrollIntoView();
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (link) open(link.hash);
  });
  addEventListener("beforeprint", unfold);
  addEventListener("afterprint", foldAgain);
}

const idOf = (hash) => decodeURIComponent(hash.slice(1));

/** Open every fold around the place that an address names. Return whether one was closed. */
function open(hash) {
  let opened = false;
  const place = hash.length > 1 ? document.getElementById(idOf(hash)) : null;
  for (let part = place?.closest("details"); part; part = part.parentElement.closest("details")) {
    opened ||= !part.open;
    part.open = true;
  }
  return opened;
}

let unfolded = [];

function unfold() {
  unfolded = [...document.querySelectorAll("main details:not([open])")];
  for (const part of unfolded) part.open = true;
}

function foldAgain() {
  for (const part of unfolded) part.open = false;
  unfolded = [];
}
