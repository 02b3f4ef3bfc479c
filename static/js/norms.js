// Panels of a lesson's norms: brought from their own page when the first one is asked for, then opened in place.

const LINKS = "a[href*='/norms#norm-']";

export function startNorms() {
  document.addEventListener("click", async (event) => {
    const link = event.target.closest(LINKS);
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    try {
      await bring(link.pathname);
      link.click(); // The link now leads to its panel on this page.
    } catch {
      location.assign(link.href);
    }
  });
}

async function bring(address) {
  const reply = await fetch(address);
  if (!reply.ok || reply.redirected) throw new Error("the panels did not come");
  const page = new DOMParser().parseFromString(await reply.text(), "text/html");
  for (const panel of page.querySelectorAll("[data-sheet][id^='norm-']")) document.body.append(document.importNode(panel, true));
  for (const link of document.querySelectorAll(LINKS)) if (link.pathname === address) link.setAttribute("href", link.hash);
}
