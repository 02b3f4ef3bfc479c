"""Passwords: Argon2id, no rules but length and not being guessable (design, security 3.1)."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError

from core.errors import DomainError

MIN_LENGTH, MIN_LENGTH_STAFF, MAX_LENGTH = 8, 12, 128
COMMONEST = 10_000
PRODUCT = ("tirek", "тирек", "тірек")

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


class PasswordRefused(DomainError):
    """The password is too short, too long, too common, or holds the person's own data; `facts["why"]` says which."""

    status, code = 422, "password_refused"


def hash_password(password: str) -> str:
    """The Argon2id hash with its parameters; takes some 30 ms on purpose."""
    return _hasher.hash(password)


def matches(stored: str, password: str) -> bool:
    """Whether the password is the stored one."""
    try:
        return _hasher.verify(stored, password)
    except (VerifyMismatchError, VerificationError, InvalidHashError):
        return False


def is_outdated(stored: str) -> bool:
    """Whether the stored hash was made with weaker parameters than today's."""
    return _hasher.check_needs_rehash(stored)


@cache
def nobodys_hash() -> str:
    """A hash to compare with when there is no account, so that the answer takes the same time."""
    return _hasher.hash("nobody has this password")


def check_new(password: str, *, staff: bool, about: tuple[str, ...] = ()) -> None:
    """Refuse a new password that others would guess.

    :param about: the person's names, e-mail, phone and organisation: none may stand in the password
    :raises PasswordRefused: with `why` one of `short`, `long`, `common`, `personal`
    """
    least = MIN_LENGTH_STAFF if staff else MIN_LENGTH
    if len(password) < least:
        raise PasswordRefused(why="short", least=least)
    if len(password) > MAX_LENGTH:
        raise PasswordRefused(why="long", most=MAX_LENGTH)
    lowered = password.casefold()
    if lowered in _common():
        raise PasswordRefused(why="common")
    words = [word.casefold() for text in about for word in text.replace("@", " ").split() if len(word) >= 4]
    if any(word in lowered for word in (*words, *PRODUCT)):
        raise PasswordRefused(why="personal")


@cache
def _common() -> frozenset[str]:
    from zxcvbn.frequency_lists import FREQUENCY_LISTS  # noqa: PLC0415 - a megabyte that only a new password needs

    return frozenset(FREQUENCY_LISTS["passwords"][:COMMONEST])
