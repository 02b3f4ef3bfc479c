"""Every route × every role × own, foreign and missing things. A route that stands in no table here fails the test.

The tables are `PEOPLE`, `LEARNING`, `MARKING` and, of what is open to everybody, `EVERYBODY`.
"""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from access.permissions import Permission
from tests.access.routes import EVERYBODY, PEOPLE, Route, address
from tests.access.routes_learning import LEARNING
from tests.access.routes_marking import MARKING
from tests.access.world import ACTORS, World, make_world
from tests.strict_client import StrictClient

ROUTES = (*PEOPLE, *LEARNING, *MARKING)


@pytest.fixture
def world(session: Session, tmp_path: Path) -> World:
    made = make_world(session, tmp_path / "content")
    session.commit()
    return made


def clients(app: Flask, session: Session, world: World):
    """A signed-in browser for each actor."""
    from core import clock
    from people.sessions import open_session

    app.test_client_class = StrictClient
    for name in ACTORS:
        client, account = app.test_client(), world.actors[name]
        if account:
            token = open_session(session, account, staff=True, device="", network="", now=clock.now())
            session.commit()
            client.set_cookie("sid", token)
        yield name, client


def status(client: FlaskClient, route: Route, path: str) -> int:
    response = client.open(path, method=route.method, data=route.form or None, json=route.sent)
    if response.status_code == 303 and response.headers["Location"].startswith("/sign-in"):
        return 401
    return response.status_code


def expected(route: Route, actor: str, whose: str) -> set[int]:
    """What an actor may get for somebody's thing."""
    if actor == "anonymous" and actor not in route.allowed:
        return {401}
    if route.scoped and whose != "own":
        return {403, 404} if actor not in route.allowed else {404}
    if actor in route.allowed:
        return set(route.answers)
    return {403, 404} if route.scoped else {403}


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.method} {route.endpoint}")
def test_each_role_gets_what_the_table_says(app: Flask, session: Session, world: World, route: Route):
    for actor, client in clients(app, session, world):
        for whose in route.owners:
            path = address(app, session, route, world, whose, actor)
            got = status(client, route, path)
            assert got in expected(route, actor, whose), (actor, whose, path, got)


def test_a_foreign_thing_answers_byte_for_byte_like_a_missing_one(app: Flask, session: Session, world: World):
    for actor, client in clients(app, session, world):
        for route in (route for route in ROUTES if route.scoped and route.method == "GET"):
            paths = [address(app, session, route, world, whose) for whose in ("foreign", "missing")]
            pages = [client.get(path).get_data(as_text=True) for path in paths]
            same = [without_reference(page.replace(path, "")) for page, path in zip(pages, paths, strict=True)]
            assert same[0] == same[1], (actor, route.endpoint)


def without_reference(page: str) -> str:
    """The page without what differs between any two requests: the request's reference and the form token."""
    import re

    page = re.sub(r'name="csrf_token" value="[^"]*"', "", page)
    return re.sub(r"\b[0-9a-f]{16}\b", "", re.sub(r"%2F[\w%-]+|next=[^\"&]*|value=\"/[^\"]*\"", "", page))


def test_nothing_of_the_other_federation_stands_on_any_page(app: Flask, session: Session, world: World):
    for actor, client in clients(app, session, world):
        for route in (route for route in ROUTES if route.method == "GET"):
            page = client.get(address(app, session, route, world, "own", actor)).get_data(as_text=True)
            assert "Чужая" not in page, (actor, route.endpoint)
        assert "Чужая" not in client.get("/unions?q=ужая").get_data(as_text=True), actor


HELD_BESIDE_THEIR_PAGES = frozenset(
    f"assessments.{name}"
    for name in (
        "statistics_index", "statistics", "ask_statistics", "statistics_run", "statistics_item", "statistics_csv",
        "ask_statistics_report", "statistics_report",
    )
)  # fmt: skip
"""Whose reach is a whole federation: tests/assessments/statistics/test_pages.py asks them by every role and from the other side."""


def test_every_route_stands_in_a_table(app: Flask):
    known = {(route.endpoint, route.method) for route in ROUTES}
    missing = []
    for rule in app.url_map.iter_rules():
        if rule.endpoint in HELD_BESIDE_THEIR_PAGES:
            continue
        public = getattr(app.view_functions[rule.endpoint], "permission", None) is Permission.PUBLIC
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            if (rule.endpoint, method) not in known and not (public and rule.endpoint in EVERYBODY):
                missing.append(f"{method} {rule} ({rule.endpoint})")
    assert missing == []


def test_no_table_names_a_route_that_is_not_there(app: Flask):
    there = {(rule.endpoint, method) for rule in app.url_map.iter_rules() for method in rule.methods or ()}
    assert {(route.endpoint, route.method) for route in ROUTES} <= there
    assert {rule.endpoint for rule in app.url_map.iter_rules()} >= EVERYBODY | HELD_BESIDE_THEIR_PAGES
