"""How an error looks: a calm page or a JSON line that says what happened, what is safe and what to do."""

import logging
from typing import Any

from flask import Flask, Response, g, jsonify, make_response, redirect, render_template, request, url_for
from flask.globals import request_ctx
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from core.addresses import page_above
from core.errors import DomainError, SignInNeeded, StorageTrouble
from core.http import wants_json
from core.messages import message_for

log = logging.getLogger("tirek")


def init_error_pages(app: Flask) -> None:
    """Register a page for each kind of error (style, part 7)."""
    app.register_error_handler(DomainError, on_domain_error)
    app.register_error_handler(CSRFError, on_stale_form)
    app.register_error_handler(OperationalError, on_storage_trouble)
    app.register_error_handler(HTTPException, on_http_error)
    app.register_error_handler(Exception, on_fault)


def on_domain_error(error: DomainError) -> ResponseReturnValue:
    """The person can act on it; somebody who is not signed in is led to the sign-in, and from there to the page of the form."""
    if isinstance(error, SignInNeeded) and not wants_json():
        target = request.full_path.rstrip("?") if request.method == "GET" else page_above(request.path) or None
        return redirect(url_for("people.sign_in", next=target), code=303)
    log.info("refused %s %s", error.code, error.facts)
    response = error_response(error.status, error.code, error.facts)
    if "retry_after" in error.facts:
        response.headers["Retry-After"] = str(error.facts["retry_after"])
    return response


def on_stale_form(error: CSRFError) -> ResponseReturnValue:
    """The form's token is missing or of another session: nothing was changed, sending it again helps."""
    return error_response(400, "stale_form", {})


def on_storage_trouble(error: OperationalError) -> ResponseReturnValue:
    """The database did not answer in time: nothing was stored; the client keeps the answer and tries again."""
    log.error("storage trouble %s", g.get("request_id"), exc_info=error)
    return on_domain_error(StorageTrouble(retry_after=2))


def on_http_error(error: HTTPException) -> ResponseReturnValue:
    """Werkzeug's own refusals: unknown address, method, size. An address of forms that is opened as a page leads to its page."""
    if error.code is None or error.code < 400:
        return error
    opened = error.code == 405 and request.method in {"GET", "HEAD"} and not wants_json()
    if opened and (above := page_above(request.path)):
        return redirect(above, code=303)
    return error_response(
        error.code, f"http_{error.code}", {}, headers=dict(error.get_headers()) if error.code == 405 else {}
    )


def on_fault(error: Exception) -> ResponseReturnValue:
    """We are wrong: nothing was stored; the page names a reference for the log."""
    log.error("fault %s %s %s", g.get("request_id"), request.method, request.path, exc_info=error)
    return error_response(500, "http_500", {})


def error_response(status: int, code: str, facts: dict[str, Any], headers: dict[str, str] | None = None) -> Response:
    """The error as JSON for our scripts, as a page for people."""
    message = message_for(code, status)
    if request_ctx.url_adapter is None:  # sent to a host that cannot be one: a page has no addresses to lead to
        response = Response(f"{message.title}. {message.text}\n", mimetype="text/plain")
    elif wants_json():
        response = jsonify({"error": code, "message": message.title, "request_id": g.get("request_id", ""), **facts})
    else:
        page = render_template(
            "errors/error.html", status=status, message=message, facts=facts, request_id=g.get("request_id", "")
        )
        response = make_response(page)
    response.status_code = status
    if headers and "Allow" in headers:
        response.headers["Allow"] = headers["Allow"]
    return response
