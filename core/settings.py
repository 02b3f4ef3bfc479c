"""Settings: one frozen dataclass, read from the environment once at start. No other module reads the environment.

A wrong or missing value stops the start and names the variable. The table in docs/running.md is generated from the fields.
"""

import contextlib
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


class SettingsError(ValueError):
    """A setting is missing or wrong; the message names the variable and what would be right."""


def setting(default: Any, about: str) -> Any:
    """A field of `Settings` with the sentence that docs/running.md shows for it."""
    return field(default=default, metadata={"about": about})


@dataclass(frozen=True)
class Settings:
    """What an installation may set. Every field is the variable `TIREK_<NAME>`; the defaults serve one machine."""

    database_url: str = setting("", "Database. Empty: SQLite in `var/tirek.db`. PostgreSQL: `postgresql+psycopg://…`.")
    files_url: str = setting("", "Folder for issued files. Empty: `var/files`.")
    redis_url: str = setting("", "Redis for the job queue. Empty: the queue lives beside the database.")
    mail_url: str = setting(
        "", "SMTP server, `smtp://user:password@host:25` or `smtps://…`. Empty: mail is kept for the administrator."
    )
    mail_from: str = setting("tirek@localhost", "Sender of mail.")
    public_url: str = setting("http://127.0.0.1:8000", "Address that links in mail and QR codes begin with.")
    secret_key: str = setting(
        "", "Signs forms and encrypts fields, at least 32 characters. Empty: made once in `var/secret_key`."
    )
    demo: bool = setting(
        False, "Demonstration mode: a ribbon on every page, no second factor unless set, `/styleguide`."
    )
    demo_password: str = setting(
        "", "One password for all demonstration accounts. Empty: one is made, kept in `var/demo_password` and printed."
    )
    second_factor: bool = setting(
        True,
        "Staff roles need a one-time code at sign-in. Can be off only in demonstration mode, where it is off unless set.",
    )
    proxies: int = setting(0, "Number of proxies in front whose `X-Forwarded-*` headers are believed.")
    timezone: str = setting("Asia/Almaty", "Zone in which times are shown.")
    default_language: str = setting(
        "ru", "Language of the first visit when the browser asks for none of ours: ru, kk or en."
    )

    @property
    def https(self) -> bool:
        """Whether people reach this installation over TLS; decides cookie names and HSTS."""
        return self.public_url.startswith("https://")

    @property
    def var(self) -> Path:
        """The folder of everything that is not the program: database, files, queue, secrets."""
        return ROOT / "var"

    @property
    def queue_file(self) -> Path:
        """Where the embedded job queue keeps its messages; it may be lost, the jobs are rows of the database."""
        return Path(self.files_url).parent / "queue.db"


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read `TIREK_*` variables; raise `SettingsError` with the variable's name when a value cannot be right."""
    environ = os.environ if environ is None else environ
    values: dict[str, Any] = {}
    for each in fields(Settings):
        name = f"TIREK_{each.name.upper()}"
        if name in environ:
            values[each.name] = _typed(name, environ[name], each.type)
    values.setdefault("second_factor", not values.get("demo", False))
    settings = Settings(**values)
    _check(settings)
    return _with_places(settings)


def _typed(name: str, text: str, kind: Any) -> Any:
    if kind is bool:
        if text.lower() in {"1", "true", "yes", "on"}:
            return True
        if text.lower() in {"", "0", "false", "no", "off"}:
            return False
        raise SettingsError(f"{name}: expected 1 or 0, got {text!r}")
    if kind is int:
        if not text.isdigit():
            raise SettingsError(f"{name}: expected a whole number, got {text!r}")
        return int(text)
    return text


def _check(settings: Settings) -> None:
    if settings.secret_key and len(settings.secret_key) < 32:
        raise SettingsError("TIREK_SECRET_KEY: expected at least 32 characters")
    if settings.default_language not in {"ru", "kk", "en"}:
        raise SettingsError("TIREK_DEFAULT_LANGUAGE: expected ru, kk or en")
    if not settings.second_factor and not settings.demo:
        raise SettingsError("TIREK_SECOND_FACTOR: can be off only together with TIREK_DEMO=1")
    if not settings.public_url.startswith(("http://", "https://")):
        raise SettingsError("TIREK_PUBLIC_URL: expected an address that begins with http:// or https://")


def _with_places(settings: Settings) -> Settings:
    """Fill what depends on the folder `var`: the SQLite file, the folder of files and the secret key."""
    settings.var.mkdir(mode=0o700, exist_ok=True)
    changes: dict[str, Any] = {}
    if not settings.database_url:
        changes["database_url"] = f"sqlite:///{settings.var / 'tirek.db'}"
    if not settings.files_url:
        changes["files_url"] = str(settings.var / "files")
    if not settings.secret_key:
        changes["secret_key"] = _kept_secret(settings.var / "secret_key", secrets.token_urlsafe(48))
    if settings.demo and not settings.demo_password:
        changes["demo_password"] = _kept_secret(settings.var / "demo_password", _spoken_password())
    return Settings(**{each.name: changes.get(each.name, getattr(settings, each.name)) for each in fields(Settings)})


def _kept_secret(path: Path, fresh: str) -> str:
    """A secret of a one-machine installation: made on the first start, readable by the owner only, kept for ever.

    It appears whole under its name or not at all, so two processes that start together read the same one.
    """
    if not path.exists():
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(fresh)
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text().strip()


def _spoken_password() -> str:
    """A password of 75 random bits that a person can read aloud: no l, o, 0 or 1."""
    return "-".join("".join(secrets.choice("abcdefghijkmnpqrstuvwxyz23456789") for _ in range(5)) for _ in range(3))
