"""One lesson file read whole: segments for the reader, pins, checks, words, minutes."""

from __future__ import annotations

from collections.abc import Iterator

from assessments.items import ITEM_TYPES, Item, item_faults
from core.content.problems import ContentRefused, Problem
from core.content.shapes import read_shape
from core.content.source import Source
from core.content.yaml_file import read_yaml
from courses.content import markup
from courses.content.blocks import MARKDOWN, Block, LessonFile, read_blocks
from courses.content.directives import DIRECTIVES, arguments_of, directive_problems
from courses.content.lesson_model import BlockFacts, Decision, Lesson, LessonHead, Link, Segment
from courses.content.render import Rendered, render

KEY_WORDS = 40
"""The one idea of a lesson fits in so many words."""


def read_lesson(text: str, file: str) -> Lesson:
    """:raises ContentRefused: with every fault of the file that can be seen in it alone."""
    source = read_blocks(text, file)
    head = read_shape(LessonHead, source.head)
    reader = _Reader(source, head)
    reader.read()
    if reader.problems:
        raise ContentRefused(reader.problems)
    return reader.lesson()


class _Reader:
    def __init__(self, source: LessonFile, head: LessonHead) -> None:
        self.source, self.head = source, head
        self.problems: list[Problem] = []
        self.segments: list[Segment] = []
        self.toc: list[tuple[str, str]] = []
        self.links: list[Link] = []
        self.checks: list[Item] = []
        self.check_lines: dict[str, int] = {}
        self.facts: list[BlockFacts] = []
        self.words = 0

    def read(self) -> None:
        self.problems += directive_problems(self.source, summary=self.head.part == "summary")
        wrong = {problem.line for problem in self.problems}
        for n, block in enumerate(self.source.blocks):
            if block.name == MARKDOWN:
                self._markdown(block, first=n == 0)
            elif block.name in DIRECTIVES and block.head_line not in wrong:
                self._directive(block)

    def lesson(self) -> Lesson:
        norms = [link.id for link in self.links if link.kind == "norm"]
        return Lesson(
            self.source.file,
            self.head,
            tuple(_joined(self.segments)),
            tuple(self.toc),
            tuple(dict.fromkeys(norms)),
            tuple(self.links),
            tuple(self.checks),
            self.check_lines,
            tuple(self.facts),
            self.words,
        )

    def _markdown(self, block: Block, *, first: bool) -> None:
        body, line = block.body, block.body_line
        if first:
            body = self._without_title(block)
        rendered = self._render(body, line, tables=False)
        if rendered.html.strip():
            self.segments.append(Segment("html", html=rendered.html))
        self._fact(block, rendered)

    def _without_title(self, block: Block) -> str:
        """The first heading repeats the title of the front matter and is not shown twice."""
        lines = block.body.split("\n")
        first = next((n for n, line in enumerate(lines) if line.strip()), 0)
        if lines[first].startswith("# "):
            if lines[first][2:].strip() != self.head.title:
                at = block.body_line + first
                self.problems.append(
                    Problem(self.source.file, at, "the heading differs from the title", self.head.title)
                )
            lines[first] = ""
        return "\n".join(lines)

    def _render(self, body: str, line: int, *, tables: bool) -> Rendered:
        rendered = render(body, self.source.file, line, tables=tables, first_heading=len(self.toc) + 1)
        self.problems += rendered.problems
        self.toc += rendered.headings
        self.links += [Link(*link) for link in rendered.links]
        self.words += rendered.words
        return rendered

    def _directive(self, block: Block) -> None:
        kind = DIRECTIVES[block.name].body
        arguments = arguments_of(block)
        if kind == "item":
            self._check(block)
        elif kind == "decision":
            self._decision(block)
        elif kind == "empty":
            self.links.append(Link("norm", block.arguments, block.head_line))
            self.segments.append(Segment("html", html=markup.norm_panel(block.arguments)))
            self._fact(block, Rendered(links=[("norm", block.arguments, block.head_line)]))
        else:
            rendered = self._render(block.body, block.body_line, tables=DIRECTIVES[block.name].tables)
            self._text(block, arguments, rendered)
            self._fact(block, rendered)

    def _text(self, block: Block, arguments: dict[str, str], rendered: Rendered) -> None:
        if block.name == "law-as-of" and block.arguments != self.head.law_as_of.isoformat():
            what = f"law-as-of {block.arguments} differs from the front matter"
            self.problems.append(Problem(self.source.file, block.head_line, what, f"{self.head.law_as_of}"))
        if block.name == "key" and rendered.words > KEY_WORDS:
            what = f"the key idea has {rendered.words} words"
            self.problems.append(Problem(self.source.file, block.head_line, what, f"at most {KEY_WORDS}"))
        if block.name == "court":
            self._court_source(block, arguments)
        html = markup.wrapped(block.name, arguments, rendered.html, self.head.lang)
        if block.name == "template":
            self.segments.append(Segment("template", arguments.get("id", ""), html, block.body.strip()))
        else:
            self.segments.append(Segment("html", html=html))

    def _court_source(self, block: Block, arguments: dict[str, str]) -> None:
        kind, _, name = arguments.get("source", "").partition(":")
        if kind in ("case", "norm") and name:
            self.links.append(Link("norm" if kind == "norm" else "pattern", name, block.head_line))
        elif kind != "https":
            right = "source=case:W1-01, source=norm:ID or an https address"
            self.problems.append(Problem(self.source.file, block.head_line, "the source is not named", right))

    def _check(self, block: Block) -> None:
        self.segments.append(Segment("check", block.arguments))
        self.check_lines[block.arguments] = block.head_line
        if not block.body.strip():
            self.links.append(Link("item", block.arguments, block.head_line))
            self._fact(block, Rendered())
            return
        item = self._item(block)
        if item is not None:
            self.checks.append(item)
            self.links += [Link("norm", norm, block.head_line) for norm in item.norms]
        self._fact(block, Rendered())

    def _item(self, block: Block) -> Item | None:
        try:
            source = read_yaml(block.body, self.source.file, first_line=block.body_line)
            return read_inline_item(source, block.arguments, self.head.lang)
        except ContentRefused as refused:
            self.problems += refused.problems
            return None

    def _decision(self, block: Block) -> None:
        try:
            source = read_yaml(block.body, self.source.file, first_line=block.body_line)
            decision = read_shape(Decision, source)
        except ContentRefused as refused:
            self.problems += refused.problems
            return
        self.problems += _decision_problems(decision, source)
        self.segments.append(Segment("decision", block.arguments, decision=decision))
        self._fact(block, Rendered(numbers=[f"{option.id}: {option.verdict}" for option in decision.options]))

    def _fact(self, block: Block, rendered: Rendered) -> None:
        arguments = {name: value for name, value in arguments_of(block).items() if name != "caption"}
        pins = tuple(sorted(name for kind, name, _ in rendered.links if kind == "norm"))
        numbers = tuple(sorted(rendered.numbers))
        self.facts.append(BlockFacts(block.name, tuple(arguments.items()), block.head_line, pins, numbers))


def read_inline_item(source: Source, item_id: str, lang: str) -> Item:
    """A check written inside a lesson, in the language of the lesson.

    :raises ContentRefused: with the lines of the faults
    """
    if not isinstance(source.data, dict) or "type" not in source.data:
        raise ContentRefused([Problem(source.file, source.line(()), "the check has no type", "type: single")])
    kind = ITEM_TYPES.get(str(source.data["type"]))
    if kind is None:
        known = ", ".join(ITEM_TYPES)
        raise ContentRefused([Problem(source.file, source.line(("type",)), "unknown type of item", f"one of: {known}")])
    with_id = Source(source.file, {"id": item_id, **source.data}, source.lines)
    item: Item = read_shape(kind.model, with_id, context={"lang": lang})
    faults = [source.problem(fault) for fault in item_faults(item, "lesson")]
    if faults:
        raise ContentRefused(faults)
    return item


def _decision_problems(decision: Decision, source: Source) -> Iterator[Problem]:
    if sum(option.verdict == "strong" for option in decision.options) != 1:
        yield Problem(source.file, source.line(("options",)), "not exactly one strong option", "one verdict: strong")
    ids = [option.id for option in decision.options]
    if len(set(ids)) != len(ids):
        yield Problem(source.file, source.line(("options",)), "an id of an option stands twice", "a, b, c")


def _joined(segments: list[Segment]) -> Iterator[Segment]:
    """Neighbouring HTML as one segment."""
    waiting = ""
    for segment in segments:
        if segment.kind == "html":
            waiting += segment.html
            continue
        if waiting:
            yield Segment("html", html=waiting)
            waiting = ""
        yield segment
    if waiting:
        yield Segment("html", html=waiting)


__all__ = ["Decision", "Lesson", "LessonHead", "Link", "Segment", "read_lesson"]
