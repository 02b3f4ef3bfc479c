// What several parts need to know about the page.

let token = document.querySelector('input[name="csrf_token"]')?.value ?? "";

/** The token that every change must carry. */
export const csrf = () => token;

/** Take a fresh token from the server, after a new sign-in in another tab made the old one worthless. */
export async function renewCsrf() {
  const reply = await fetch(location.href, { headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await reply.text(), "text/html");
  token = page.querySelector('input[name="csrf_token"]')?.value ?? token;
}

/** Spread by a fifth either way, so that a class that came back online does not knock at once. */
export const jitter = (ms) => ms * (0.8 + Math.random() * 0.4);

/** A random key of 32 hex digits. */
export const randomKey = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (octet) => octet.toString(16).padStart(2, "0")).join("");
