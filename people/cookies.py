"""The session's cookie, and the signed note between the two steps of a sign-in."""

from datetime import datetime, timedelta

from flask import Response, current_app, request, session

from people.sessions import ABSOLUTE, cookie_name

PENDING = "pending_sign_in"
PENDING_LASTS = timedelta(minutes=10)


def network() -> str:
    """The address the request came from, as far as the configured proxies are believed."""
    return request.remote_addr or ""


def device() -> str:
    """What the browser says it is, cut to a length that can be listed, without signs that no database keeps."""
    return "".join(sign for sign in request.user_agent.string[:200] if sign.isprintable())


def set_session_cookie(response: Response, token: str) -> Response:
    """Give the browser its session id: HttpOnly, SameSite=Lax, Secure behind https."""
    secure = current_app.extensions["settings"].https
    response.set_cookie(
        cookie_name(),
        token,
        max_age=int(ABSOLUTE.total_seconds()),
        httponly=True,
        samesite="Lax",
        secure=secure,
        path="/",
    )
    return response


def clear_session_cookie(response: Response) -> Response:
    """Take the session id back."""
    response.delete_cookie(
        cookie_name(), path="/", secure=current_app.extensions["settings"].https, httponly=True, samesite="Lax"
    )
    return response


def remember_pending(account_id: int, now: datetime) -> None:
    """Between password and code: keep who it is in the signed cookie for ten minutes."""
    session[PENDING] = {"account": account_id, "until": (now + PENDING_LASTS).timestamp()}


def pending_account(now: datetime) -> int | None:
    """The account whose password was right and whose code is awaited."""
    kept = session.get(PENDING)
    if not isinstance(kept, dict) or kept.get("until", 0) < now.timestamp():
        return None
    return int(kept["account"])


def forget_pending() -> None:
    """The second step is done."""
    session.pop(PENDING, None)
