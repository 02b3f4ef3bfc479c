// How many characters a text has, beside its limit.

export function startCounters() {
  for (const field of document.querySelectorAll("textarea[data-count]")) {
    const line = document.getElementById(field.dataset.count);
    if (!line) continue;
    const count = () => (line.textContent = line.dataset.words.replace("{}", field.value.length));
    field.addEventListener("input", count);
    count();
  }
}
