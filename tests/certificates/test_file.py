"""The file: two pages, every letter right, fonts inside, the QR leads to the register; made by the worker, once."""

import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from certificates import jobs
from certificates.models import Certificate, CertificateEvent
from certificates.paper import fit
from certificates.paper.press import NotOurs, PaperOverflows, Press, qr
from certificates.paper.sheet import Sheet, Skill
from core.files import FileStore
from core.models import StoredFile
from people.services import Names
from tests.architecture.sources import ROOT
from tests.certificates.conftest import certificate_of
from tests.factories.people import make_person

KAZAKH = "Әбдіғаппарұлы Һәкім Ұлықбекқызы-Өмірзаққызы Үңгірова"


def run(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout


def text_of(pdf: Path) -> str:
    return " ".join(run("pdftotext", "-raw", str(pdf), "-").split())


@pytest.fixture
def pdf(session: Session, inside, worker, app: Flask, tmp_path: Path) -> Path:
    """The file of a person with every Kazakh letter in the name."""
    person = make_person(session, names=Names("Әбдіғаппарұлы", "Һәкім", "Ұлықбекқызы-Өмірзаққызы Үңгірова"))
    made = worker(certificate_of(session, person))
    files: FileStore = app.extensions["files"]
    path = tmp_path / "certificate.pdf"
    path.write_bytes(files.read(session.get_one(StoredFile, made.file_id)))
    return path


def test_the_file_says_exactly_what_the_certificate_says(session: Session, pdf: Path):
    certificate = session.scalars(select(Certificate)).one()
    text = text_of(pdf)
    for part in (
        KAZAKH, certificate.number, "Біліктілік сертификаты", "Расталған құзыреттер", "Сертификат о квалификации",
        "Құқық көздері және олардың сатысы", "Источники и иерархия норм", "Sources of law",
        "3 · дербес · самостоятельно · independent", "Еңбек құқығының көздері; еңбек шарты", "2 урока, 1 дело, 1 экзамен",
        "2 lessons, one case, one examination", "6 академических часов", "Тірек, кәсіподақ қызметкерінің академиясы",
        "Көрсетілім",
    ):  # fmt: skip
        assert part in text, part


def test_the_file_has_two_landscape_pages_and_all_its_fonts_inside(pdf: Path):
    info = run("pdfinfo", str(pdf))
    assert "Pages:           2\n" in info
    assert "841.89 x 595.276 pts (A4)" in info
    fonts = [line.split() for line in run("pdffonts", str(pdf)).splitlines()[2:]]
    assert {row[0].split("+")[1].split("-Semi")[0].split("-Medium")[0] for row in fonts} == {
        "Noto-Sans", "Noto-Serif", "Noto-Serif-Display",
    }  # fmt: skip
    assert all(row[-5] == "yes" for row in fonts)
    assert pdf.stat().st_size < 250_000


def test_the_printed_qr_leads_to_the_register(session: Session, pdf: Path, tmp_path: Path):
    run("pdftoppm", "-r", "150", "-f", "1", "-l", "1", "-gray", "-png", str(pdf), str(tmp_path / "page"))
    found = subprocess.run(
        ["zbarimg", "-q", "--raw", str(tmp_path / "page-1.png")], capture_output=True, text=True, check=True, timeout=60
    ).stdout.strip()
    assert found == "http://127.0.0.1:8000/verify/" + session.scalars(select(Certificate.code)).one()


def test_the_stored_bytes_are_known_by_their_hash_and_made_once(session: Session, certificate, worker):
    made = worker(certificate)
    first = made.file_id
    assert first is not None
    again = worker(made)
    assert again.file_id == first
    types = session.scalars(select(CertificateEvent.type).order_by(CertificateEvent.id)).all()
    assert types == ["issued", "file_made"]


def test_a_second_worker_that_is_late_keeps_the_first_file(session: Session, certificate, worker, app: Flask):
    made = worker(certificate)
    jobs.keep(session, app.extensions["files"], certificate.id, b"%PDF of another worker")
    session.commit()
    assert session.get_one(Certificate, certificate.id).file_id == made.file_id


def test_a_failure_is_told_and_the_job_is_tried_again(session: Session, certificate, worker, monkeypatch):
    def jammed(sheet: Sheet) -> bytes:
        raise PaperOverflows("3 pages instead of 2")

    with monkeypatch.context() as patch:
        patch.setattr(jobs, "printed", jammed)
        with pytest.raises(PaperOverflows):
            worker(certificate)
    told = session.scalars(select(CertificateEvent).order_by(CertificateEvent.id.desc())).first()
    assert told is not None
    assert (told.type, told.reason) == ("file_refused", "PaperOverflows: 3 pages instead of 2")
    assert worker(certificate).file_id is not None


@pytest.fixture
def sheet(certificate: Certificate) -> Sheet:
    return Sheet.load(certificate.printed)


@pytest.mark.parametrize(
    "name",
    [
        "Ли",
        KAZAKH,
        "Александра-Виктория " * 6,
        "Щ" * 120,
        "Smith O'Neill-Brown",
        "Абдрахманова-Сүлейменова Ақмарал Нұрсұлтанқызы",
    ],
)
def test_names_of_any_length_keep_the_two_pages(press: Press, sheet: Sheet, name: str, tmp_path: Path):
    name = name.strip()
    changed = Sheet.load({**sheet.dump(), "name": name, "latin_name": name[:120], "short_name": name[:60]})
    path = tmp_path / "x.pdf"
    path.write_bytes(press.print(changed))
    assert name.replace(" ", "") in run("pdftotext", "-layout", str(path), "-").replace(" ", "").replace("\n", "")


def test_a_long_name_is_set_smaller_and_never_wider_than_the_line():
    assert fit.name_size("Ли Вэй") == 30
    sizes = [fit.name_size("Ж" * count) for count in (10, 25, 30, 38, 60, 90, 120)]
    assert sizes == sorted(sizes, reverse=True)
    for count in range(5, 40):
        if (size := fit.name_size("Ж" * count)) in fit.ONE_LINE:
            assert fit.width_mm("Ж" * count, "noto-serif-display-500", size) <= fit.WIDTH_MM


def test_twelve_competencies_stand_on_the_second_page(press: Press, sheet: Sheet):
    titles = {
        "ru": "Представительство в суде по коллективным спорам",
        "kk": "Ұжымдық даулар бойынша сотта өкілдік ету",
        "en": "Representation in court",
    }
    many = Sheet.load({**sheet.dump(), "skills": [vars(Skill(f"c{n}", titles, 3)) for n in range(12)]})
    assert press.print(many).startswith(b"%PDF")


def test_markup_in_a_name_is_drawn_not_interpreted(press: Press, sheet: Sheet, tmp_path: Path):
    hostile = '<img src="file:///etc/passwd">&lt;b&gt;'
    path = tmp_path / "x.pdf"
    path.write_bytes(press.print(Sheet.load({**sheet.dump(), "name": hostile})))
    assert hostile.replace(" ", "") in text_of(path).replace(" ", "")


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "http://127.0.0.1/x.svg",
        "paper:../secret.svg",
        "paper:fonts/../../x.ttf",
        "data:text/plain,x",
    ],
)
def test_the_press_opens_nothing_but_our_fonts_and_drawings(press: Press, url: str):
    with pytest.raises(NotOurs):
        press.fetcher(b"")(url)


def test_the_press_keeps_our_drawings_and_no_qr(press: Press, sheet: Sheet):
    press.print(sheet)
    kept = set(press.drawn)
    press.print(Sheet.load({**sheet.dump(), "verify_url": "http://127.0.0.1:8000/verify/OTHER"}))
    assert set(press.drawn) == kept
    assert not [key for key in kept if "qr" in str(key)]


def test_the_qr_has_its_quiet_border():
    drawing = qr("http://127.0.0.1:8000/verify/" + "A" * 27).decode()
    size = int(drawing.split('width="')[1].split('"')[0])
    assert (size - 8 - 17) % 4 == 0


def test_a_web_process_that_serves_the_pages_never_loads_weasyprint(tmp_path: Path):
    program = (
        "import sys\nfrom app import create_app\nfrom commands import alembic\napp = create_app()\n"
        "with app.app_context():\n    alembic.upgrade()\nclient = app.test_client()\n"
        "assert client.get('/verify/XXX').status_code == 404\n"
        "for page in ('/verify', '/verify?code=KZ-2026-000123-4', '/record', '/certificates/KZ-2026-000001-1.pdf'):\n"
        "    assert client.get(page).status_code < 500, page\n"
        "import certificates.jobs, certificates.cli\n"
        "print(sorted({'weasyprint', 'pydyf', 'fontTools.ttLib'} & set(sys.modules)))\n"
    )
    environment = {"TIREK_DATABASE_URL": f"sqlite:///{tmp_path / 'x.db'}", "PATH": "", "TIREK_FILES_URL": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"
