"""A small content folder that passes every check: a register of three norms, one week with a lesson, a test, an exam."""

from pathlib import Path

from tests.architecture.sources import ROOT

ACTS = """\
acts:
- {code: TK, kind: кодекс, title_ru: Трудовой кодекс, title_kk: Еңбек кодексі, date: "2015-11-23", number: 414-V,
   official: "https://adilet.zan.kz/rus/docs/K1500000414", in_force: true}
"""
NORM = """\
- {{id: {id}, act: TK, article: "{article}", point: "", title: {title}, gist: {gist}, gist_kk: Мәні, edition: "2026-07-01",
   source: "", official: "", checked: {checked}, topics: [contract], note: "{note}"}}
"""
NORMS = "norms:\n" + "".join(
    NORM.format(id=id_, article=article, title=title, gist=gist, checked=checked, note=note)
    for id_, article, title, gist, checked, note in (
        ("tk-27", "27", "Признаки трудового договора", "Три признака отличают трудовой договор.", "true", ""),
        ("tk-52", "52", "Увольнение работодателем", "Основания увольнения.", "true", ""),
        ("tk-99", "99", "Непрочитанная", "Что-то об отпуске.", "false", "текст не прочитан"),
    )
)
PATTERNS = "patterns:\n- {id: W1-01, week: 1, basis: real-case, title: Монтажник}\n"
PROGRAMME = """\
format: 1
id: small
title: {ru: Малая программа, kk: Шағын бағдарлама, en: A small programme}
summary: {ru: Проверка программы., kk: Бағдарламаны тексеру.}
aims: [{ru: увидеть признаки, kk: белгілерді көру}]
audience: [primary-chair]
competencies: [contract-audit]
law_as_of: 2026-11-22
hours: {total: 2, academic_minutes: 45}
open_lesson: w1-first
weeks:
- {number: 1, title: {ru: Договор, kk: Шарт}, aims: [{ru: проверить договор, kk: шартты тексеру}], hours: 1,
   competencies: [contract-audit], status: ready, module: week-1}
- {number: 2, title: {ru: Перевод, kk: Ауыстыру}, aims: [{ru: отличить перевод, kk: ауыстыруды ажырату}], hours: 1,
   competencies: [contract-audit], status: being-prepared}
qualifications:
- id: small-1
  title: {ru: Малая, kk: Шағын, en: Small}
  competencies: [{id: contract-audit, level: 2}]
  requires: {weeks: [1], exam: w1-exam}
  certificate:
    title: {ru: Малая, kk: Шағын, en: Small}
    covers: {ru: модуль 1, kk: 1-модуль, en: module 1}
    hours: 1
    validity_months: 36
    issuer: {ru: Федерация, kk: Федерация, en: Federation}
"""
MODULE = """\
format: 1
id: week-1
programme: small
week: 1
title: {ru: Договор, kk: Шарт}
aims: [{ru: проверить договор, kk: шартты тексеру}]
hours: 1
competencies: [contract-audit]
law_as_of: 2026-11-22
units:
- {kind: lesson, id: w1-first}
- {kind: lesson, id: w1-second}
- {kind: check, id: w1-test}
- {kind: exam, id: w1-exam}
"""
LESSON = """\
---
id: {id}
kind: lesson
programme: small
week: 1
lang: {lang}{part}
title: "{title}"
summary: "{summary}"
audience: [primary-chair]
competencies: [contract-audit]
law_as_of: 2026-11-22
status: draft
---

:::law-as-of 2026-11-22
{law}
:::

:::aims
- {aim}
:::

:::key
{key} [27](norm:tk-27).
:::
"""
RUSSIAN_REST = """\

## Слесарь без договора

Слесарь приходит в профком. Увольнения не было [ст. 52 ТК](norm:tk-52). Читайте [второй урок](lesson:w1-second),
[урок шестой недели](lesson:w2-later) и <b>не</b>.

:::check {check}
type: single
competencies: [contract-audit]
norms: [tk-27]
prompt: Что проверить сначала?
options:
- {{id: a, right: true, text: Как человек работает, feedback: Название договора не решает.}}
- {{id: b, text: Название договора, mistake: Название вместо работы, feedback: Смотрите на работу.}}
:::

:::decision {check}-d
prompt: Подписывать акты?
basis: norm-based
options:
- {{id: a, text: Подписать с пометкой, verdict: strong, outcome: Пометка сохранится.}}
- {{id: b, text: Подписать молча, verdict: harmful, outcome: Это признают согласием.}}
:::

:::template id=letter
Прошу оформить договор с {{{{дата}}}}.
:::

:::summary
- Смотрите на работу.
:::

:::next
- Второй урок
:::
"""
KAZAKH_REST = "\n:::summary\n- Жұмысқа қараңыз.\n:::\n"
ITEM = """\
- id: {id}
  type: single
  difficulty: 2
  competencies: [contract-audit]
  norms: [tk-27]
  basis: norm-based
  points: 1
  prompt: {{ru: "Вопрос {id}", kk: "Сұрақ {id}"}}
  options:
  - {{id: a, right: true, text: {{ru: Да, kk: Иә}}, feedback: {{ru: Верно потому., kk: Дұрыс.}}}}
  - id: b
    text: {{ru: Нет, kk: Жоқ}}
    mistake: {{ru: Ошибка спешки, kk: Асығыс қате}}
    feedback: {{ru: Пока нет., kk: Әзірге жоқ.}}
"""
ITEMS = (
    "meta: {id: items-first, programme: small, week: 1, languages: [ru, kk], law_as_of: 2026-11-22, status: draft}\n"
    "items:\n" + "".join(ITEM.format(id=f"w1-{n}") for n in range(1, 7))
)
EXAM = """\
format: 1
id: {id}
kind: {kind}
programme: small
week: 1
title: {{ru: {title}, kk: Емтихан}}
intro: {{ru: Как это проходит., kk: Қалай өтеді.}}
competencies: [contract-audit]
law_as_of: 2026-11-22
minutes: {minutes}
attempts: {attempts}
pass_line: {{total: 70}}
feedback: {feedback}
pool: [{pool}]
blueprint: [{{competency: contract-audit, count: 2}}]
"""


def make_folder(root: Path) -> Path:
    """Write the folder below `root` and return it; the calendar and the framework are the real ones."""
    files = {
        "competencies.yaml": (ROOT / "curricula" / "competencies.yaml").read_text("utf-8"),
        "law/calendar.yaml": (ROOT / "curricula" / "law" / "calendar.yaml").read_text("utf-8"),
        "patterns.yaml": PATTERNS,
        "law/acts.yaml": ACTS,
        "law/norms.yaml": NORMS,
        "small/programme.yaml": PROGRAMME,
        "small/week-1/module.yaml": MODULE,
        "small/week-1/items/first.yaml": ITEMS,
        "small/week-1/exams/test.yaml": exam("w1-test", "check", "Тест", 5, 0, "at-once", "w1-1, w1-2, w1-3"),
        "small/week-1/exams/exam.yaml": exam("w1-exam", "exam", "Экзамен", 35, 2, "after-submit", "w1-4, w1-5, w1-6"),
        **lessons("w1-first", "Первый урок", "Бірінші сабақ", "w1-c1"),
        **lessons("w1-second", "Второй урок", "Екінші сабақ", "w1-c2"),
    }
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return root


def exam(id_: str, kind: str, title: str, minutes: int, attempts: int, feedback: str, pool: str) -> str:
    """An exam file; twice as many items in the pool as places would be better, three for two is enough here."""
    given = {"id": id_, "kind": kind, "title": title, "minutes": minutes, "attempts": attempts}
    return EXAM.format(**given, feedback=feedback, pool=pool)


def lessons(id_: str, title: str, title_kk: str, check: str) -> dict[str, str]:
    """A lesson in Russian and its summary in Kazakh."""
    russian = {"lang": "ru", "part": "", "title": title, "summary": "Кратко.", "law": "Закон на 22 ноября 2026 года."}
    kazakh = {
        "lang": "kk",
        "part": "\npart: summary",
        "title": title_kk,
        "summary": "Қысқаша.",
        "law": "2026 жылғы 22 қараша.",
    }
    rest = RUSSIAN_REST.format(check=check).replace(" и <b>не</b>", "")
    return {
        f"small/week-1/{id_}.ru.md": LESSON.format(id=id_, aim="увидеть признаки", key="Смотрите на работу", **russian)
        + rest,
        f"small/week-1/{id_}.kk.md": LESSON.format(id=id_, aim="белгілерді көру", key="Жұмысқа қараңыз", **kazakh)
        + KAZAKH_REST,
    }
