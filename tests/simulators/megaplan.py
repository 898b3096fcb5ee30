"""An account of Megaplan on loopback that speaks its API v3 as the vendor and clients of the API have it.

No live account was asked: this is what dev.megaplan.ru/apiv3 says, and what the clients megaplansdk and megaplan-sdk
do. Quirks: what is asked for stands as JSON behind the `?`, an answer tells its status in `meta`, also under 200, a
token to renew by is good once, numbers come as texts, a page begins with the one that it was asked to follow, only a
filter finds deals by their names while clients are found by `q`, and clients have no comments. Not here: tasks, files,
bulk calls.
"""

import json
import re
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qsl, unquote

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.simulators.faults import Do, Fault, abortable
from tests.web.conftest import on_loopback

USER = "robot@shop.test"
PASSWORD = "s3cret-пароль 1"
PER_SECOND = 5
LIFE_S = 172_800
PROGRAMS = [{"contentType": "Program", "id": "5", "name": "Продажи"}]
PEOPLE = [
    {"contentType": "Employee", "id": str(id), "firstName": f"Сотрудник {id}", "lastName": None} for id in range(1, 131)
]


class Account:
    """What an account holds. The next call of a kind (`POST deal/*/comments`) takes the first of its `faults`.

    `clock`: that the limit goes by; None is no limit. `is_newest_first`: the order of comments, which nothing says.
    `is_forgetful`: no token is renewed but by the password. `tells_by_meta`: errors come under 200.
    `is_deaf_to_filters`: it shows all there are. `is_deaf_to_words`: so it does of clients, whatever `q` says;
    `finds_names_alone`: it looks into nothing else. Calls for tokens are `grants`, and no `calls`.
    """

    kind = "megaplan"
    secret = PASSWORD
    begins = "GET deal"
    looks = "GET deal/*/comments"
    writes = ("POST contractorHuman", "POST deal", "POST deal/*/comments")

    def __init__(self, *, clock: Callable[[], float] | None) -> None:
        self.port = 0
        self.deals: list[dict[str, Any]] = []
        self.clients: list[dict[str, Any]] = []
        self.comments: list[dict[str, Any]] = []
        self.tokens: set[str] = set()
        self.renewals: set[str] = set()
        self.grants: list[str] = []
        self.life_s = LIFE_S
        self.calls: list[str] = []
        self.hidden: set[str] = set()
        self.refused = 0
        self.is_revoked = False
        self.is_newest_first = False
        self.is_forgetful = False
        self.tells_by_meta = False
        self.is_deaf_to_filters = False
        self.is_deaf_to_words = False
        self.finds_names_alone = False
        self.every: Fault | None = None
        self.faults: dict[str, list[Fault]] = {}
        self._clock = clock
        self._times: deque[float] = deque()
        self._last_id = 1_000

    @property
    def settings(self) -> dict[str, object]:
        """How it is reached."""
        return {"url": f"http://crm.test:{self.port}", "user": USER, "password": PASSWORD, "program_id": 5}

    @property
    def called(self) -> Sequence[str]:
        """The kinds of calls that were let in, in order."""
        return self.calls

    @property
    def made(self) -> int:
        """How many cards there are."""
        return len(self.deals)

    @property
    def told(self) -> str:
        """All comments, oldest first."""
        return "\n".join(one["content"] for one in self.comments)

    @property
    def busy(self) -> Fault:
        """How it says that there were too many calls."""
        return refuses(429, "Too many requests")

    def next(self, call: str, *faults: Fault) -> None:
        """The next calls of a kind fail so."""
        self.faults.setdefault(call, []).extend(faults)

    def is_too_fast(self) -> bool:
        """Counts a call."""
        if self._clock is None:
            return False
        now = self._clock()
        while self._times and self._times[0] <= now - 1:
            self._times.popleft()
        if len(self._times) >= PER_SECOND:
            self.refused += 1
            return True
        self._times.append(now)
        return False

    def grant(self, form: Mapping[str, str]) -> Response:
        """Gives a token, by the password, or once by what renews one."""
        self.grants.append(form["grant_type"])
        if form["grant_type"] == "password":
            is_good = (form["username"], form["password"]) == (USER, PASSWORD)
        else:
            is_good = form["refresh_token"] in self.renewals and not self.is_forgetful
            self.renewals.discard(form["refresh_token"])
        if not is_good or self.is_revoked:
            return JSONResponse({"error": "invalid_grant", "error_description": "Invalid credentials"}, status_code=400)
        access, refresh = f"access-{len(self.grants)}", f"refresh-{len(self.grants)}"
        self.tokens.add(access)
        self.renewals.add(refresh)
        told = {"access_token": access, "expires_in": self.life_s, "token_type": "bearer", "refresh_token": refresh}
        # Another line serves what follows: so nothing that breaks there is taken for an idle one that was closed.
        return JSONResponse(told, headers={"Connection": "close"})

    def do(self, method: str, path: str, given: Any) -> Response:
        """What a call does. `given`: what stands behind the `?`, or its JSON."""
        match method, path.split("/"):
            case "GET", ["program"]:
                return self._page(PROGRAMS, given)
            case "GET", ["program", id]:
                found = [one for one in PROGRAMS if one["id"] == id]
                return good(found[0]) if found else self.fail(404, "Not found")
            case "GET", ["employee"]:
                return self._page(PEOPLE, given)
            case "GET", ["contractor"]:
                return self._page([one for one in self.clients if self._is_found(one, given.get("q", ""))], given)
            case "GET", ["deal"]:
                wanted = None if self.is_deaf_to_filters else given.get("filter")
                return self._page([one for one in self.deals if _passes(one, wanted)], given)
            case "POST", ["contractorHuman"]:
                return good(self._add(self.clients, given))
            case "POST", ["deal"]:
                return self._add_deal(given)
            case "GET", ["deal", id]:
                return self._deal(id)
            case "POST", ["deal", id]:
                return self._change(self.deals, id, given)
            case "GET", ["contractorHuman", id]:
                found = [one for one in self.clients if one["id"] == id]
                return good(found[0]) if found else self.fail(404, "Not found")
            case "POST", ["contractorHuman", id]:
                return self._change(self.clients, id, given)
            case _, ["deal", id, "comments"]:
                return self._comments(method, id, given)
            case _, ["contractorHuman", _, "comments"]:
                return self.fail(500, "Internal error")
        return self.fail(404, "Not found")

    def fail(self, status: int, message: str, field: str | None = None) -> Response:
        """An error as the account tells it."""
        return _failed(200 if self.tells_by_meta else status, status, message, field)

    def _is_found(self, client: Mapping[str, Any], wanted: str) -> bool:
        if self.is_deaf_to_words or not wanted:
            return True
        is_named = wanted.lower() in str(client.get("firstName", "")).lower()
        return is_named or (_says(client, wanted) and not self.finds_names_alone)

    def _add_deal(self, given: dict[str, Any]) -> Response:
        if all(given["program"]["id"] != one["id"] for one in PROGRAMS):
            return self.fail(422, "Значение не найдено", "program")
        client = given.get("contractor")
        if client and all(client["id"] != one["id"] for one in self.clients):
            return self.fail(422, "Значение не найдено", "contractor")
        return good(self._add(self.deals, given))

    def _deal(self, id: str) -> Response:
        found = [one for one in self.deals if one["id"] == id]
        if not found:
            return self.fail(404, "Not found")
        if id in self.hidden:
            return self.fail(403, "Access denied")
        return good({"contentType": "Deal", "id": id, "contractor": found[0].get("contractor")})

    def _change(self, rows: list[dict[str, Any]], id: str, given: Mapping[str, Any]) -> Response:
        for row in rows:
            if row["id"] == id:
                # What is written of a list takes the place of all that it had.
                row |= given
                return good(row)
        return self.fail(404, "Not found")

    def _comments(self, method: str, deal_id: str, given: Any) -> Response:
        if all(deal["id"] != deal_id for deal in self.deals):
            return self.fail(404, "Not found")
        if deal_id in self.hidden:
            return self.fail(403, "Access denied")
        if method == "POST":
            return good(self._add(self.comments, {**given, "deal_id": deal_id}))
        rows = [one for one in self.comments if one["deal_id"] == deal_id]
        rows = rows[::-1] if self.is_newest_first else rows
        return self._page([{**one, "content": f"<div>{one['content']}</div>"} for one in rows], given)

    def _add(self, rows: list[dict[str, Any]], given: Mapping[str, Any]) -> dict[str, Any]:
        self._last_id += 1
        rows.append({**given, "id": str(self._last_id)})
        return rows[-1]

    def _page(self, rows: Sequence[Mapping[str, Any]], given: Mapping[str, Any]) -> Response:
        limit, after = given.get("limit", 100), given.get("pageAfter")
        start = 0
        if after:
            start = next(place for place, row in enumerate(rows) if row["id"] == after["id"])
        shown = list(rows[start : start + limit])
        return good(shown, pagination={"count": len(rows), "limit": limit, "hasMoreNext": len(rows) > start + limit})


def _says(client: Mapping[str, Any], wanted: str) -> bool:
    digits = re.sub(r"\D", "", wanted)
    values = [str(one["value"]).lower() for one in client.get("contactInfo", ())]
    return any(
        wanted.lower() in value or (digits and "@" not in wanted and digits in re.sub(r"\D", "", value))
        for value in values
    )


def _passes(deal: Mapping[str, Any], wanted: Any) -> bool:
    if wanted is None:
        return True
    [term] = wanted["config"]["termGroup"]["terms"]
    value = str(deal.get(term["field"], ""))
    if term["field"].startswith("Category") and "program" not in wanted:
        # Of fields of which it has not heard, it says nothing, and lets all pass.
        return True
    return term["value"] == value if term["comparison"] == "equals" else term["value"] in value


def good(data: object, **meta: object) -> Response:
    """What was asked for, in its envelope."""
    return JSONResponse({"meta": {"status": 200, "errors": [], **meta}, "data": data})


def _failed(status: int, meta_status: int, message: str, field: str | None) -> Response:
    errors = [{"contentType": "Error", "type": "validation", "field": field, "message": message}]
    return JSONResponse({"meta": {"status": meta_status, "errors": errors}, "data": None}, status_code=status)


def refuses(status: int, message: str, *, field: str | None = None, under: int | None = None) -> Fault:
    """So a call is answered. `under`: with this status above it."""

    async def fault(_request: Request, _do: Do) -> Response:
        return _failed(under or status, status, message, field)

    return fault


@asynccontextmanager
async def account(*, clock: Callable[[], float] | None = None) -> AsyncIterator[Account]:
    """Runs one, without anything in it."""
    running = Account(clock=clock)

    async def answer(request: Request) -> Response:
        path = request.path_params["path"]
        call = f"{request.method} {re.sub(r'[0-9]+', '*', path)}"
        is_grant = path == "auth/access_token"
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        if not is_grant and (token not in running.tokens or running.is_revoked):
            return running.fail(401, "Unauthorized")
        if running.is_too_fast():
            return await refuses(429, "Too many requests")(request, Response)
        if not is_grant:
            running.calls.append(call)
        body = (await request.body()).decode()
        query = unquote(request.url.query)

        def do() -> Response:
            if is_grant:
                return running.grant(dict(parse_qsl(body)))
            return running.do(request.method, path, json.loads(body or query or "{}"))

        if running.every is not None and not is_grant:
            return await running.every(request, do)
        if faults := running.faults.get(call):
            return await faults.pop(0)(request, do)
        return do()

    app = Starlette(routes=[Route("/api/v3/{path:path}", answer, methods=["GET", "POST"])])
    async with on_loopback(abortable(app)) as port:
        running.port = port
        yield running
