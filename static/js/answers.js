// An answer as its fields show it, and back. Names are `<prefix>value`, `<prefix>value-<part>`, `<prefix>reason-<part>`.

const ANSWER = /^(value|reason)(-|$)/;

/** Fields of one question, with their names without the prefix. */
function fields(box) {
  const prefix = box.dataset.prefix ?? "";
  return [...box.querySelectorAll("input, select, textarea")]
    .filter((field) => field.name.startsWith(prefix))
    .map((field) => ({ field, name: field.name.slice(prefix.length) }))
    .filter(({ name }) => ANSWER.test(name));
}

const picked = (field) => (field.type !== "radio" && field.type !== "checkbox") || field.checked;

/** The answer as the server reads it: field → its text, or its texts where there are several. */
export function read(box) {
  const form = {};
  for (const { field, name } of fields(box)) if (picked(field)) (form[name] ??= []).push(field.value);
  return { form };
}

/** Put a kept answer back into its fields. */
export function write(box, { form }) {
  const seen = {};
  for (const { field, name } of fields(box)) {
    const texts = form[name] ?? [];
    const index = (seen[name] = (seen[name] ?? -1) + 1);
    if (field.type === "checkbox" || field.type === "radio") field.checked = texts.includes(field.value);
    else field.value = texts[index] ?? "";
  }
}

/** Whether it can be sent: an order is an answer only when every place is given, or none. */
export function isWhole(box) {
  const whole = box.querySelector("[data-whole]");
  if (!whole) return true;
  const filled = [...whole.querySelectorAll("select")].map((field) => Boolean(field.value));
  return filled.every((is) => is === filled[0]);
}
