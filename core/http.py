"""What every response carries and every request must respect: headers, body limits, CSRF, a request id."""

import secrets

from flask import Flask, Response, g, request
from flask_wtf.csrf import CSRFProtect
from werkzeug.exceptions import Forbidden

from core.settings import Settings

CSP = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
BODY_LIMIT = 1024 * 1024
csrf = CSRFProtect()


def init_http(app: Flask, settings: Settings) -> None:
    """Limits, CSRF and headers; values are those of design, security 3.8, 4.1 and 5.2."""
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=BODY_LIMIT,
        MAX_FORM_MEMORY_SIZE=500_000,
        MAX_FORM_PARTS=400,
        SESSION_COOKIE_NAME="__Host-form" if settings.https else "form",
        SESSION_COOKIE_SECURE=settings.https,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
        PREFERRED_URL_SCHEME="https" if settings.https else "http",
    )
    csrf.init_app(app)
    app.before_request(_before)
    app.after_request(_harden if not settings.https else _harden_https)


def _before() -> None:
    g.request_id = secrets.token_hex(8)
    if request.method not in {"GET", "HEAD", "OPTIONS"} and request.headers.get("Sec-Fetch-Site") == "cross-site":
        raise Forbidden


def _harden(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers["X-Request-Id"] = g.get("request_id", "")
    ctx = g.get("ctx")
    if ctx is not None and ctx.actor is not None:
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def _harden_https(response: Response) -> Response:
    response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    return _harden(response)


def wants_json() -> bool:
    """Whether the client is a script of ours that must get a status and JSON, never a redirect to a page."""
    return request.is_json or request.accept_mimetypes.best == "application/json"
