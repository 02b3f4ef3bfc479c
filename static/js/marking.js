// The sheet of a marker by keyboard: a digit chooses the level of the criterion in focus and leads to the next one; the total is counted along.

export function startMarking() {
  const sheet = document.querySelector("[data-marking]");
  if (!sheet) return;
  const criteria = [...sheet.querySelectorAll("[data-criterion]")];
  const radios = (box) => [...box.querySelectorAll("input[type=radio]")];
  sheet.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.type !== "radio") return;
    const here = criteria.findIndex((box) => box.contains(event.target));
    const chosen = here < 0 ? null : radios(criteria[here]).find((radio) => radio.value === event.key);
    if (!chosen) return;
    event.preventDefault();
    chosen.checked = true;
    chosen.dispatchEvent(new Event("change", { bubbles: true }));
    const next = criteria[here + 1];
    const target = next ? radios(next).find((radio) => radio.checked) || radios(next)[0] : sheet.querySelector("textarea");
    (target || chosen).focus();
  });
  const total = sheet.querySelector("[data-total]");
  if (!total) return;
  const count = () => {
    const points = criteria.flatMap(radios).filter((radio) => radio.checked).map((radio) => Number(radio.dataset.points));
    if (points.length) total.textContent = total.dataset.words.replace("{}", points.reduce((sum, each) => sum + each, 0));
  };
  sheet.addEventListener("change", count);
  count();
}
