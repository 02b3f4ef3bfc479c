"""What may go wrong for the person, told apart from what is wrong with us (docs/decisions/0004)."""

from typing import Any


class DomainError(Exception):
    """The person can act on it: shown as a calm page or beside the field, never logged as a fault of ours.

    :cvar status: HTTP status of the page
    :cvar code: stable key; chooses the text in `core/messages.py`
    :param facts: values that the message or the JSON reply carries (stored seq, field, limit)
    """

    status = 422
    code = "refused"

    def __init__(self, **facts: Any) -> None:
        super().__init__(self.code)
        self.facts = facts


class NotFound(DomainError):
    """There is no such thing, or the person may not know that there is: the answer is the same for both."""

    status, code = 404, "not_found"


class Forbidden(DomainError):
    """The thing may be seen, the act is not theirs."""

    status, code = 403, "forbidden"


class SignInNeeded(DomainError):
    """Nobody is signed in: a page leads to the sign-in, a JSON request gets 401."""

    status, code = 401, "sign_in_needed"


class BadRequest(DomainError):
    """What was sent has not the declared shape."""

    status, code = 400, "bad_request"


class TooLarge(DomainError):
    """The body or a text is over its limit; `facts["limit"]` names it."""

    status, code = 413, "too_large"


class TooMany(DomainError):
    """Too many tries in a short time; `facts["retry_after"]` is in seconds."""

    status, code = 429, "too_many"


class StorageTrouble(DomainError):
    """The database did not take the row in time: nothing was stored, the client tries again."""

    status, code = 503, "not_saved_yet"
