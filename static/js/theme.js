// The theme changes without leaving the page, so that nothing half-typed is lost.
import { csrf } from "./page.js";

const NEXT = { auto: "dark", dark: "light", light: "auto" };

export function startTheme() {
  for (const form of document.querySelectorAll("[data-theme-form]")) form.addEventListener("submit", change);
}

async function change(event) {
  event.preventDefault();
  const form = event.currentTarget;
  const button = form.querySelector("button");
  const theme = button.value;
  const body = new URLSearchParams({ csrf_token: csrf(), theme, next: "/" });
  await fetch(form.action, { method: "POST", body, redirect: "manual" });
  if (theme === "auto") delete document.documentElement.dataset.bsTheme;
  else document.documentElement.dataset.bsTheme = theme;
  button.value = NEXT[theme];
  button.title = button.dataset[button.value];
  button.setAttribute("aria-label", button.title);
}
