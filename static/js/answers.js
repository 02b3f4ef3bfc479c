// An answer as the form shows it, and back. Fields are named `answer`, or `answer.<part>` when the answer has parts.

const FIELD = "answer";

const fields = (form) =>
  [...form.elements].filter((field) => field.name === FIELD || field.name?.startsWith(`${FIELD}.`));

/** The answer: a text, a list (checkboxes), null, or an object of these when it has parts. */
export function read(form) {
  const groups = new Map();
  for (const field of fields(form)) groups.set(field.name, [...(groups.get(field.name) ?? []), field]);
  if (groups.has(FIELD)) return valueOf(groups.get(FIELD));
  return Object.fromEntries([...groups].map(([name, group]) => [name.slice(FIELD.length + 1), valueOf(group)]));
}

function valueOf(group) {
  const chosen = group.filter((field) => field.checked).map((field) => field.value);
  if (group[0].type === "checkbox") return chosen;
  if (group[0].type === "radio") return chosen[0] ?? null;
  return group.length > 1 ? group.map((field) => field.value) : group[0].value;
}

/** Put a stored answer back into its form. */
export function write(form, answer) {
  const seen = {};
  for (const field of fields(form)) {
    const value = field.name === FIELD ? answer : answer?.[field.name.slice(FIELD.length + 1)];
    const index = (seen[field.name] = (seen[field.name] ?? -1) + 1);
    if (field.type === "checkbox") field.checked = (value ?? []).includes(field.value);
    else if (field.type === "radio") field.checked = field.value === value;
    else field.value = (Array.isArray(value) ? value[index] : value) ?? "";
  }
}
