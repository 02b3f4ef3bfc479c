"""Pure decisions about certificates: the check digit of a number, the words of a code, and what state a certificate is in."""

import re
import secrets
from datetime import date
from enum import StrEnum

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Base32 without I, L, O and U: nothing that a reader mistakes for another sign."""
RANDOM_SIGNS = 26
"""26 signs of five bits hold the 128 random bits; the 27th is the check."""
CODE_LENGTH = RANDOM_SIGNS + 1
GROUP = 3
NUMBER = re.compile(r"KZ-(\d{4})-(\d{6,})-(\d)")

LOOK_ALIKES = str.maketrans("OILАВСЕНКМОРТУХІЗЅ", "011ABCEHKM0PTYX13S")
"""Signs that people type instead of ours: Latin O, I, L, and Cyrillic letters of the same shape."""


class State(StrEnum):
    """What the register answers about a certificate on a day."""

    VALID = "valid"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"


class Reason(StrEnum):
    """Why a certificate was revoked or replaced; the class is public, the words of the decision are not."""

    EXAM_VIOLATION = "exam_violation"
    WRONG_PERSON = "wrong_person"
    ISSUED_IN_ERROR = "issued_in_error"
    HOLDER_ASKED = "holder_asked"
    NAME_CORRECTED = "name_corrected"
    RENEWED = "renewed"


REVOKING = (Reason.EXAM_VIOLATION, Reason.WRONG_PERSON, Reason.ISSUED_IN_ERROR, Reason.HOLDER_ASKED)


def check_digit(digits: str) -> str:
    """The digit that makes the whole number divisible by the rule of ISO 7064, MOD 11-10.

    It catches every single wrong digit and every swap of neighbours.
    """
    rest = 10
    for digit in digits:
        rest = (rest + int(digit)) % 10 or 10
        rest = rest * 2 % 11
    return str((11 - rest) % 10)


def number_of(year: int, sequence: int) -> str:
    """The number for people: KZ-2026-000123-4."""
    return f"KZ-{year}-{sequence:06d}-{check_digit(f'{year}{sequence:06d}')}"


def is_number(text: str) -> bool:
    """Whether somebody typed a whole number of a certificate, check digit included."""
    found = NUMBER.fullmatch(text.strip().upper())
    return found is not None and check_digit(found[1] + found[2]) == found[3]


def check_sign(signs: str) -> str:
    """The last sign of a code, by Luhn's rule over the 32 signs of the alphabet."""
    total = 0
    for place, sign in enumerate(reversed(signs)):
        value = ALPHABET.index(sign) * (2 if place % 2 == 0 else 1)
        total += value // 32 + value % 32
    return ALPHABET[-total % 32]


def new_code() -> str:
    """128 random bits as 26 signs and their check sign."""
    bits = secrets.randbits(128)
    signs = "".join(ALPHABET[bits >> 5 * place & 31] for place in reversed(range(RANDOM_SIGNS)))
    return signs + check_sign(signs)


def grouped(code: str) -> str:
    """The code as it is printed and read aloud: groups of three with hyphens."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def plain_code(typed: str) -> str:
    """What a person typed, without hyphens and spaces, look-alike letters put right; not judged."""
    letters = "".join(sign for sign in typed[:200].upper() if sign.isalnum())
    return letters.translate(LOOK_ALIKES)[: CODE_LENGTH + 1]


def is_code(code: str) -> bool:
    """Whether a plain code has the right length, signs and check sign."""
    if len(code) != CODE_LENGTH or any(sign not in ALPHABET for sign in code):
        return False
    return check_sign(code[:-1]) == code[-1]


def state_of(events: frozenset[str], valid_until: date | None, today: date) -> State:
    """The state on a day. What was revoked stays revoked, whatever came after.

    :param events: types of the certificate's events
    :param valid_until: last day on which it holds; None without an end
    """
    if "revoked" in events:
        return State.REVOKED
    if "superseded" in events:
        return State.SUPERSEDED
    return State.EXPIRED if valid_until is not None and valid_until < today else State.VALID
