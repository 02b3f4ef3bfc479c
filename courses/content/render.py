"""CommonMark to sanitised HTML: links are known schemes, tables stand where they may, nh3 has the last word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

from core.content.problems import Problem

_SCHEME = re.compile(r"(norm|case|lesson):([A-Za-z0-9][A-Za-z0-9._-]*)\Z")
_BLANK = re.compile(r"\{\{([^{}]+)\}\}")
_WORD = re.compile(r"[\w№§]+(?:[-–.,/’'][\w]+)*", re.UNICODE)

TAGS = {
    "a", "aside", "blockquote", "br", "caption", "code", "div", "em", "figcaption", "figure", "h2", "h3", "h4", "hr",
    "li", "nav", "ol", "p", "section", "span", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {
    "*": {"class", "id", "lang"},
    "a": {"href", "data-norm"},
    "div": {"data-norm", "tabindex", "role", "aria-label"},
    "ol": {"start"},
    "th": {"scope"},
    "table": {"tabindex"},
}


@dataclass
class Rendered:
    """What one piece of Markdown became, and what was met in it."""

    html: str = ""
    words: int = 0
    numbers: list[str] = field(default_factory=list)
    headings: list[tuple[str, str]] = field(default_factory=list)
    links: list[tuple[str, str, int]] = field(default_factory=list)
    """(norm | case | lesson, id, line) in the order of the text."""
    problems: list[Problem] = field(default_factory=list)


def render(text: str, file: str, first_line: int, *, tables: bool = False, first_heading: int = 1) -> Rendered:
    """:param first_heading: number of the next h2, whose anchor becomes "s<number>"."""
    markdown = MarkdownIt("commonmark", {"html": True})
    if tables:
        markdown.enable("table")
    tokens = markdown.parse(text)
    result = Rendered()
    _Walk(result, file, first_line, first_heading).all(tokens)
    raw = str(markdown.renderer.render(tokens, markdown.options, {}))
    result.html = clean(_with_blanks(_with_cells(raw)))
    return result


def clean(html: str) -> str:
    """The only way from a lesson to a page: no scripts, styles, events, pictures or foreign schemes."""
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes={"https", "lesson", "case"},
        link_rel="noopener noreferrer",
    )


def _with_blanks(html: str) -> str:
    return _BLANK.sub(r'<span class="blank">\1</span>', html)


def _with_cells(html: str) -> str:
    return html.replace("<table>", '<table class="table">').replace("<th>", '<th scope="col">')


class _Walk:
    def __init__(self, result: Rendered, file: str, first_line: int, first_heading: int) -> None:
        self.result, self.file, self.first_line, self.heading = result, file, first_line, first_heading

    def all(self, tokens: Sequence[Token]) -> None:
        for n, token in enumerate(tokens):
            line = self.first_line + (token.map[0] if token.map else 0)
            if token.type == "heading_open":
                self._heading(token, tokens[n + 1], line)
            elif token.type == "inline":
                self._inline(token, line)
            elif token.type in ("html_block", "fence", "code_block"):
                right = "Markdown only; a list or a table needs no indent of four spaces"
                self._problem(line, "HTML or program code in a lesson", right)

    def _problem(self, line: int, what: str, right: str) -> None:
        self.result.problems.append(Problem(self.file, line, what, right))

    def _heading(self, token: Token, inline: Token, line: int) -> None:
        if token.tag == "h2":
            anchor = f"s{self.heading}"
            token.attrSet("id", anchor)
            self.result.headings.append((anchor, plain_text(inline)))
            self.heading += 1
        elif token.tag not in ("h3", "h4"):
            self._problem(line, f"a heading of level {token.tag[1]}", "## or ###; the title stands in the front matter")

    def _inline(self, token: Token, line: int) -> None:
        said = plain_text(token)
        self.result.words += len(_WORD.findall(said))
        if said.lstrip().startswith("|"):
            self._problem(line, "a pipe table stands outside a block for tables", "in table, example or deadline")
        if "](" in said:
            self._problem(line, "a link that cannot be read", "[text](norm:ID)")
        for child in token.children or []:
            if child.type == "softbreak":
                line += 1
            elif child.type == "link_open":
                self._link(child, line)
            elif child.type == "image":
                self._problem(line, "a picture in a lesson", "words; pictures come with a format of their own")
            elif child.type == "html_inline":
                self._problem(line, f"HTML in a lesson: {child.content[:30]}", "Markdown only")
        self.result.numbers += numbers_of(token)

    def _link(self, token: Token, line: int) -> None:
        href = str(token.attrGet("href") or "")
        found = _SCHEME.match(href)
        if found is None:
            if not href.startswith("https://"):
                self._problem(line, f"unknown link “{href[:60]}”", "norm:ID, case:ID, lesson:ID or https://…")
            return
        kind, name = found.groups()
        self.result.links.append((kind, name, line))
        if kind == "norm":
            token.attrs = {"class": "norm", "href": f"#norm-{name}", "data-norm": name}


def plain_text(inline: Token) -> str:
    return "".join(
        child.content if child.type in ("text", "code_inline") else " " if "break" in child.type else ""
        for child in inline.children or []
    )


def numbers_of(inline: Token) -> list[str]:
    """Numbers of the running text outside the labels of links, whose wording differs by language."""
    said, inside = [], 0
    for child in inline.children or []:
        inside += {"link_open": 1, "link_close": -1}.get(child.type, 0)
        if child.type == "text" and not inside:
            said.append(child.content)
    return list(number_texts(" ".join(said)))


def number_texts(text: str) -> Iterator[str]:
    joined = re.sub(r"(?<=\d)[ \u00a0\u202f](?=\d{3}\b)", "", text)
    yield from re.findall(r"\d+", joined)


def count_words(text: str) -> int:
    return len(_WORD.findall(text))
