// The place in a lesson: sent quietly while reading, so that any device opens the lesson there.
import { csrf } from "./page.js";

const PAUSE = 3000;

export function startReading() {
  const text = document.querySelector("[data-reading]");
  if (!text) return;
  const sections = [...text.querySelectorAll("h2[id]")];
  const marks = new Map(
    [...document.querySelectorAll(".reader__toc a[href^='#']")].map((link) => [link.hash.slice(1), link]),
  );
  const place = { section: "", share: 0 };
  let sent = "";
  let timer = 0;

  const look = () => {
    place.section = current(sections)?.id ?? "";
    place.share = shareRead(text);
    for (const [id, link] of marks) mark(link, id === place.section);
    clearTimeout(timer);
    timer = setTimeout(send, PAUSE);
  };
  const send = () => {
    const body = new URLSearchParams({ ...place, csrf_token: csrf() });
    if (body.toString() === sent) return;
    sent = body.toString();
    fetch(text.dataset.reading, { method: "POST", body, keepalive: true, redirect: "manual" }).catch(() => (sent = ""));
  };

  const remembered = document.getElementById(text.dataset.section || "");
  if (remembered && !location.hash && scrollY < 10) remembered.scrollIntoView();
  addEventListener("scroll", look, { passive: true });
  addEventListener("pagehide", send);
  look();
}

function mark(link, here) {
  if (here) link.setAttribute("aria-current", "true");
  else link.removeAttribute("aria-current");
}

/** The last section whose head has passed the upper third of the screen. */
function current(sections) {
  return sections.filter((section) => section.getBoundingClientRect().top < innerHeight / 3).pop() ?? sections[0];
}

/** Whole per cent of the text that has been on the screen. */
function shareRead(text) {
  const box = text.getBoundingClientRect();
  return Math.round(Math.min(Math.max((innerHeight - box.top) / box.height, 0), 1) * 100);
}
