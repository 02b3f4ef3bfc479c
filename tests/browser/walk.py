"""A learner's way through the platform as steps in a browser: every step leaves the page on which it ends."""

import re
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import quote_plus

from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from assessments.item_store import item_of
from assessments.models import Attempt, AttemptState, Item, ItemEdition, ItemKey
from tests.browser.answers import Fields, decisions_at, right_answers, right_fields
from tests.browser.server import Site
from tests.browser.watch import Watch
from tests.factories.people import PASSWORD

UNITS = "/learn/hr-and-law"
LESSON = "w1-sources-of-labour-law"
OTHER_LESSONS = ("w1-employment-contract", "w1-hiring", "w1-probation", "w1-labour-or-civil-contract")
CASE = "hr1-category-supplement"
OTHER_CASES = ("hr1-probation-count", "hr1-service-contract-operator")
TEST = "w1-module-test"
EXAM = "w1-module-exam"


@dataclass
class Walk:
    """One learner in one browser page.

    :ivar scripted: whether the browser runs JavaScript
    :ivar seen: kinds of question that were judged already; one of a kind looks like another
    """

    page: Page
    site: Site
    watch: Watch
    scripted: bool = True
    seen: set[str] = field(default_factory=set)

    def look(self, kind: str = "") -> None:
        """Judge the page, or, of pages that differ in their words only, one of a kind."""
        if not kind or kind not in self.seen:
            self.watch.look(self.page)
            self.seen.add(kind)

    def at(self, pattern: str) -> None:
        """The address of the page, without the host."""
        expect(self.page).to_have_url(re.compile(re.escape(self.site.url) + pattern))

    # ---- The programme -----------------------------------------------------------------

    def sign_in(self, login: str) -> None:
        self.page.goto("/sign-in")
        self.look()
        self.page.locator("input[name=login]").fill(login)
        self.page.locator("input[name=password]").fill(PASSWORD)
        self.page.locator("main form button[type=submit]").first.click()
        self.at("/learn$")
        self.look()

    def enrol(self) -> None:
        self.page.goto("/programmes/hr-and-law")
        self.look()
        self.page.locator("form[action$='/enrolment'] button").click()
        self.at("/learn$")
        self.page.goto("/programmes/hr-and-law")
        self.look()

    # ---- A lesson ----------------------------------------------------------------------

    def read_a_lesson(self) -> None:
        """Open it from the week's plan, open a norm, answer a question, say that it is read."""
        self.page.goto("/learn")
        self.look()
        self.page.locator(f"main a[href='{UNITS}/{LESSON}']").last.click()
        self.at(f"{UNITS}/{LESSON}")
        self.open_a_norm()
        self.look()
        self.check_oneself()
        self.look()
        self.page.locator("form[action$='/done'] button").click()
        self.at(f"{UNITS}/{CASE}")

    def open_a_norm(self) -> None:
        """A norm opens over the lesson and gives the focus back; without a script it stands on a page of its own."""
        chip = self.page.locator("article.prose a.norm[href*='#norm-']").first
        panel = self.page.locator(f"[id='{(chip.get_attribute('href') or '').split('#')[1]}']")
        chip.click()
        expect(panel).to_be_visible()
        if self.scripted:
            expect(panel).to_be_focused()
            self.look()
            self.page.keyboard.press("Escape")
            expect(chip).to_be_focused()
            expect(panel).to_be_hidden()
            return
        self.at(f"{UNITS}/{LESSON}/norms#norm-")
        self.look()
        panel.locator("[data-close]").click()
        expect(panel).to_be_hidden()
        self.page.locator("a.readbar__back").click()

    def check_oneself(self) -> None:
        """Answer the first question of the lesson rightly; the page says so at its place."""
        place = self.page.locator("[data-check]").first
        name = (place.get_attribute("id") or "").removeprefix("check-")
        with self.site.look() as session:
            newest = (
                select(ItemEdition.hash, ItemKey.content)
                .join(Item, Item.id == ItemEdition.item_id)
                .join(ItemKey, ItemKey.item_edition_id == ItemEdition.id)
                .where(Item.slug == f"{LESSON}/{name}")
            )
            row = session.execute(newest.order_by(ItemEdition.number.desc()).limit(1)).one()
        fill(place, f"{name}-", right_fields(item_of(row.hash, row.content), LESSON))
        place.locator("form button[type=submit]").click()
        answered = self.page.locator(f"[id='check-{name}'][data-answered]")
        expect(answered.locator(".ask__why .t-ok")).to_be_visible()

    # ---- A case ------------------------------------------------------------------------

    def solve_a_case(self) -> None:
        """From its first stage to the court, every answer given by hand, every stage locked."""
        self.look()
        self.page.locator("form[action='/attempts'] button").first.click()  # the other one begins practice
        ref = self.attempt()
        stages = self.page.locator(".stepper li, .steps li").count()
        assert stages >= 3
        for stage in range(1, stages + 1):
            if stage == 2:
                self.open_the_folder()
            self.answer_stage(ref, stage)
            self.look(f"stage {stage}")
            self.page.locator("button[name=act][value=lock]").click()
            self.at(f"/attempts/{ref}/stages/{stage}/lock$")
            self.look(f"locking {stage == stages}")
            self.agree()
        self.at(f"/attempts/{ref}/decision$")
        expect(self.page.locator(".court")).to_be_visible()
        assert self.page.locator(".cmp__i").count() >= 3
        self.look()
        self.page.goto(f"/attempts/{ref}?stage=1")
        self.look()

    def answer_stage(self, ref: str, stage: int) -> None:
        with self.site.look() as session:
            answers = right_answers(session, ref, stage)
        for n, fields in answers.items():
            fill(self.question(n), f"a{n}.", fields)
        if self.scripted and answers:
            self.saved()

    def open_the_folder(self) -> None:
        """On a phone the dossier is a sheet under the thumb: it opens, takes the focus and gives it back."""
        link = self.page.locator(".dock a[href='#dossier']")
        if not link.is_visible():
            return
        link.click()
        sheet = self.page.locator("#dossier")
        expect(sheet).to_be_in_viewport()
        if self.scripted:
            expect(sheet).to_be_focused()
            self.look()
            self.page.keyboard.press("Escape")
            expect(link).to_be_focused()
        else:
            sheet.locator("[data-close]").first.click()

    # ---- An exam -----------------------------------------------------------------------

    def pass_the_exam(self) -> None:
        self.page.goto(f"{UNITS}/{EXAM}")
        self.look()
        self.page.locator("form[action='/attempts'] button").click()
        ref = self.attempt()
        with self.site.look() as session:
            answers = right_answers(session, ref)
        for n, fields in answers.items():
            self.answer_question(ref, n, fields)
        self.at(f"/attempts/{ref}/submission$")
        self.look()
        self.agree()
        self.at(f"/attempts/{ref}/result$")
        self.full_marks()
        self.look()
        self.page.goto(f"/attempts/{ref}/answers")
        assert self.page.locator("table.rcpt tbody tr").count() >= len(answers)
        self.look()

    def answer_question(self, ref: str, n: int, fields: Fields) -> None:
        self.at(f"/attempts/{ref}(/{n})?$")
        box = self.question(n)
        fill(box, f"a{n}.", fields)
        if self.scripted and n <= 2:
            self.saved()
            self.page.reload()
            holds(self.question(n), f"a{n}.", fields)
        self.look(self.kind_of(box))
        self.page.locator("button[name=go][value=next]").click()

    def kind_of(self, box: Locator) -> str:
        """The shape of a question: which controls it has."""
        controls = box.locator("input:not([type=hidden]), select, textarea")
        shape: str = controls.evaluate_all("all => [...new Set(all.map((it) => it.type))].sort().join()")
        return f"question {shape}"

    def full_marks(self) -> None:
        """All was answered by the key: the points are the whole, and every competency has its row."""
        score = self.page.locator(".score__n")
        reached, whole = re.findall(r"[0-9]+(?:,[0-9]+)?", score.inner_text())
        assert reached == whole
        assert self.page.locator("table.rubric tbody tr").count() >= 4

    # ---- The certificate ---------------------------------------------------------------

    def take_the_certificate(self, folder: Path) -> Path:
        """It stands in the record at once; the worker makes the file; the browser keeps it."""
        self.page.goto("/record")
        self.look()
        link = self.page.locator("a[href^='/certificates/'][href$='.pdf']").first
        self.file_is_made(f"{self.site.url}{link.get_attribute('href')}")
        with self.page.expect_download() as download:
            link.click()
        kept = folder / "certificate.pdf"
        download.value.save_as(kept)
        return kept

    def file_is_made(self, address: str) -> None:
        """Until the worker has been here the address answers 202 with a page that says so."""
        ends = time.monotonic() + 60
        while (status := self.page.request.get(address).status) == 202 and time.monotonic() < ends:
            self.page.wait_for_timeout(500)
        assert status == 200

    # ---- What attempts share -----------------------------------------------------------

    def attempt(self) -> str:
        """The reference of the attempt whose page stands."""
        self.at("/attempts/[0-9a-f]{32}")
        found = re.search(r"/attempts/([0-9a-f]{32})", self.page.url)
        assert found
        return found.group(1)

    def question(self, n: int) -> Locator:
        return self.page.locator(f"[data-attempt][data-item='{n}']")

    def saved(self) -> None:
        """The page says that the server has every answer."""
        expect(self.page.locator("[data-state=saved]")).to_be_visible(timeout=15000)

    def agree(self) -> None:
        self.page.locator("input[name=sure]").check()
        self.page.locator("form:has(input[name=sure]) button[type=submit]").click()

    # ---- By forms, without looking -----------------------------------------------------

    def rest_of_the_week(self) -> None:
        """What else the certificate asks for, posted as the forms of its pages."""
        for lesson in OTHER_LESSONS:
            self.post(f"{UNITS}/{lesson}/done", {})
        for case in OTHER_CASES:
            self.case_by_forms(case)
        self.test_by_forms()

    def case_by_forms(self, slug: str) -> None:
        ref = self.start("case", slug)
        while (stage := self.open_stage(ref)) is not None:
            with self.site.look() as session:
                answers, decisions = right_answers(session, ref, stage), decisions_at(session, ref, stage)
            form = {k: v for n, fields in answers.items() for k, v in as_form(n, fields).items()}
            self.post(f"/attempts/{ref}/stages/{stage}", {**form, "act": ["lock"]})
            for n in decisions:
                self.post(f"/attempts/{ref}/decisions/{n}", {"sure": ["y"], "choice": answers[n]["value"]})
            self.post(f"/attempts/{ref}/stages/{stage}/lock", {"sure": ["y"]})

    def open_stage(self, ref: str) -> int | None:
        """The stage of a case that is open; None once the court has spoken."""
        with self.site.look() as session:
            attempt = session.scalars(select(Attempt).where(Attempt.ref == ref)).one()
            return attempt.stage_no if attempt.state == AttemptState.OPEN else None

    def test_by_forms(self) -> None:
        ref = self.start("exam", TEST)
        with self.site.look() as session:
            answers = right_answers(session, ref)
        for n, fields in answers.items():
            self.post(f"/attempts/{ref}/{n}", {**as_form(n, fields), "go": ["stay"]})
        self.post(f"/attempts/{ref}/submission", {"sure": ["y"]})

    def start(self, kind: Literal["case", "exam"], slug: str) -> str:
        where = self.post("/attempts", {"kind": [kind], "slug": [slug], "language": ["ru"]})
        return where.split("/attempts/")[1][:32]

    def post(self, path: str, fields: Fields) -> str:
        """Send a form with the token of the page that stands; return where it led."""
        token = self.page.locator("input[name=csrf_token]").first.get_attribute("value") or ""
        body = [f"csrf_token={quote_plus(token)}"]
        body += [f"{quote_plus(name)}={quote_plus(value)}" for name, values in fields.items() for value in values]
        reply = self.page.request.post(
            f"{self.site.url}{path}", data="&".join(body), headers={"Content-Type": "application/x-www-form-urlencoded"}
        )
        assert reply.ok, f"{path}: {reply.status} {reply.text()[:400]}"
        return reply.url


def as_form(n: int, fields: Fields) -> Fields:
    """The fields of a question as its form names them, with its key."""
    named = {f"a{n}.{name}": values for name, values in fields.items()}
    return {**named, f"a{n}.key": [f"by-form-{n}"], f"a{n}.base_seq": ["0"]}


def fill(box: Locator, prefix: str, fields: Fields) -> None:
    """Give an answer as a hand would: choose, tick, type."""
    for name, values in fields.items():
        for value in values:
            give(box.locator(f"[name='{prefix}{name}']"), value)


def give(controls: Locator, value: str) -> None:
    tag = controls.first.evaluate("it => it.tagName")
    if tag == "SELECT":
        controls.select_option(value)
    elif controls.first.get_attribute("type") in {"radio", "checkbox"}:
        controls.and_(controls.page.locator(f"[value='{value}']")).check()
    else:
        controls.fill(value)


def holds(box: Locator, prefix: str, fields: Fields) -> None:
    """The page shows the answer that was given."""
    for name, values in fields.items():
        controls = box.locator(f"[name='{prefix}{name}']")
        for value in values:
            if controls.first.get_attribute("type") in {"radio", "checkbox"}:
                expect(controls.and_(controls.page.locator(f"[value='{value}']"))).to_be_checked()
            else:
                expect(controls).to_have_value(value)
