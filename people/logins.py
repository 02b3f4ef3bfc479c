"""What people type to say who they are: an e-mail address or a phone number, brought to one form."""

import unicodedata

from email_validator import EmailNotValidError, validate_email

COUNTRY = "KZ"


def email_key(text: str) -> str | None:
    """The address in the one form under which it is stored and found (NFKC, casefolded), or None if it is none."""
    text = unicodedata.normalize("NFKC", text.strip())
    try:
        return validate_email(text, check_deliverability=False).normalized.casefold()
    except EmailNotValidError:
        return None


def phone_key(text: str) -> str | None:
    """The number in E.164, such as `+77011234567`, from `8 (701) 123-45-67` and the like; None if it is none."""
    import phonenumbers  # noqa: PLC0415 - 20 MB of numbering plans that most requests never need

    try:
        number = phonenumbers.parse(text, COUNTRY)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def login_keys(text: str) -> tuple[str | None, str | None]:
    """(e-mail key, phone key) of what was typed; at most one of them."""
    if "@" in text:
        return email_key(text), None
    return None, phone_key(text)


def masked(phone: str) -> str:
    """`+7 701 ••• •• 67`: enough to recognise one's own number."""
    return f"{phone[:2]} {phone[2:5]} ••• •• {phone[-2:]}" if len(phone) >= 9 else phone
