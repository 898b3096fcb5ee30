"""An account of amoCRM on loopback that speaks its API v4 as the vendor documents it, with what is odd about it.

No live account was asked: this is what amocrm.ru/developers says. Quirks: nothing found is 204 without a body, answers
are `application/hal+json` and errors `application/problem+json`, leads with contacts are answered by a bare list, a
search looks into all fields for parts of what stands there and knows telephones by their digits, a second has seven
calls and 429 is a page, and whoever goes on beyond that is shut out with 403. Not here: OAuth, tasks, chats (amojo).
"""

import json
import re
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from tests.simulators.faults import Do, Fault, abortable
from tests.web.conftest import on_loopback

TOKEN = "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.s3cret-token"
PER_SECOND = 7
ABUSES = 20
MOST_ROWS = 250
STATUSES = [
    {"id": 28, "name": "Неразобранное", "type": 1},
    {"id": 29, "name": "Первичный контакт", "type": 0},
    {"id": 142, "name": "Успешно реализовано", "type": 0},
]
PIPELINES = [{"id": 33, "name": "Продажи", "_embedded": {"statuses": STATUSES}}]
PEOPLE = [
    {"id": id, "name": "Анна" if id == 7 else f"Сотрудник {id}", "rights": {"is_active": id != 60}}
    for id in range(1, 61)
]
TRACKED = [
    {"id": 100 + place, "name": code.lower(), "code": code, "type": "tracking_data"}
    for place, code in enumerate(("UTM_SOURCE", "UTM_MEDIUM", "UTM_CAMPAIGN", "UTM_CONTENT", "UTM_TERM"))
]


class Account:
    """What an account holds. The next call of a kind (`POST leads/*/notes`) takes the first of its `faults`.

    `clock`: that the limit goes by; None is no limit. `joins`: duplicate control joins leads of one contact.
    `is_search_behind`: it knows no lead yet. `is_deaf_to_queries`: it shows all there are.
    """

    kind = "amocrm"
    secret = TOKEN
    begins = "GET leads"
    looks = "GET leads/*/notes"
    writes = ("POST leads/complex", "POST leads/*/notes")

    def __init__(self, *, clock: Callable[[], float] | None) -> None:
        self.port = 0
        self.leads: list[dict[str, Any]] = []
        self.contacts: list[dict[str, Any]] = []
        self.notes: list[dict[str, Any]] = []
        self.calls: list[str] = []
        self.refused = 0
        self.is_admin = True
        self.is_revoked = False
        self.joins = False
        self.is_search_behind = False
        self.is_deaf_to_queries = False
        self.hidden: set[int] = set()
        self.fields: list[dict[str, Any]] = list(TRACKED)
        self.every: Fault | None = None
        self.faults: dict[str, list[Fault]] = {}
        self._clock = clock
        self._times: deque[float] = deque()
        self._last_id = 15_000_000

    @property
    def settings(self) -> dict[str, object]:
        """How it is reached."""
        return {"url": f"http://crm.test:{self.port}", "token": TOKEN}

    @property
    def called(self) -> Sequence[str]:
        """The kinds of calls that were let in, in order."""
        return self.calls

    @property
    def made(self) -> int:
        """How many cards there are."""
        return len(self.leads)

    @property
    def told(self) -> str:
        """All notes, oldest first."""
        return "\n".join(note["params"]["text"] for note in self.notes)

    @property
    def busy(self) -> Fault:
        """How it says that there were too many calls."""
        return too_many()

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

    def do(self, method: str, path: str, query: Mapping[str, str], body: Any) -> Response:
        """What a call does."""
        match method, path.split("/"):
            case "GET", ["account"]:
                return _hal({"id": 1, "name": "Лавка", "subdomain": "shop"})
            case "GET", ["leads"]:
                hidden = self.is_search_behind and "query" in query
                told = (
                    [self._with_contact(one) for one in self.leads] if query.get("with") == "contacts" else self.leads
                )
                return self._found("leads", [] if hidden else told, query)
            case "GET", ["contacts"]:
                rows = [self._with_leads(one) for one in self.contacts] if "leads" in query.get("with", "") else None
                return self._found("contacts", self.contacts if rows is None else rows, query)
            case "GET", ["leads", "pipelines"]:
                return _hal({"_embedded": {"pipelines": PIPELINES}})
            case "GET", ["leads", "custom_fields"]:
                return self._found("custom_fields", self.fields, query)
            case "GET", ["users"]:
                return self._found("users", PEOPLE, query) if self.is_admin else problem(403, "Forbidden")
            case "POST", ["leads", "complex"]:
                return self._complex(body)
            case "PATCH", ["contacts", id]:
                return self._change_contact(int(id), body)
            case _, ["leads", id, "notes"]:
                return self._notes(method, int(id), query, body)
        return problem(404, "Not Found")

    def _with_leads(self, contact: Mapping[str, Any]) -> dict[str, Any]:
        leads = [{"id": lead["id"]} for lead in self.leads if lead["_contact_id"] == contact["id"]]
        return {**contact, "_embedded": {"leads": leads}}

    def _with_contact(self, lead: Mapping[str, Any]) -> dict[str, Any]:
        return {**lead, "_embedded": {"contacts": [{"id": lead["_contact_id"], "is_main": True}]}}

    def _change_contact(self, id: int, body: Mapping[str, Any]) -> Response:
        for contact in self.contacts:
            if contact["id"] == id:
                fields = {one["field_code"]: one for one in contact.get("custom_fields_values") or ()}
                # What is written of a field takes the place of all that it had.
                fields |= {one["field_code"]: one for one in body.get("custom_fields_values") or ()}
                contact |= {"custom_fields_values": list(fields.values())}
                contact |= {"name": body["first_name"]} if "first_name" in body else {}
                return _hal({"id": id, "updated_at": 1795510801})
        return problem(404, "Not Found")

    def _complex(self, body: Any) -> Response:
        told = []
        for one in body:
            [given] = one["_embedded"]["contacts"]
            contact_id = given["id"] if "id" in given else self._add_contact(given)
            same = [lead for lead in self.leads if self.joins and lead["_contact_id"] == contact_id]
            id = same[0]["id"] if same else self._next_id()
            if not same:
                self.leads.append({**one, "id": id, "_contact_id": contact_id})
            told.append(
                {
                    "id": id,
                    "contact_id": contact_id,
                    "company_id": None,
                    "request_id": [one["request_id"]],
                    "merged": bool(same),
                }
            )
        # A list, and not an object as everywhere else.
        return _hal(told)

    def _add_contact(self, contact: dict[str, Any]) -> int:
        id = self._next_id()
        name = contact.get("first_name", "")
        self.contacts.append({"custom_fields_values": None, **contact, "id": id, "name": name})
        return id

    def _notes(self, method: str, lead_id: int, query: Mapping[str, str], body: Any) -> Response:
        if all(lead["id"] != lead_id for lead in self.leads):
            return problem(404, "Not Found")
        if lead_id in self.hidden:
            return problem(403, "Forbidden")
        if method == "GET":
            return self._found("notes", [note for note in self.notes if note["entity_id"] == lead_id], query)
        made = [{**note, "id": self._next_id(), "entity_id": lead_id} for note in body]
        self.notes += made
        return _hal({"_embedded": {"notes": [{"id": note["id"], "entity_id": lead_id} for note in made]}})

    def _next_id(self) -> int:
        self._last_id += 1
        return self._last_id

    def _found(self, what: str, rows: Sequence[Mapping[str, Any]], query: Mapping[str, str]) -> Response:
        wanted = "" if self.is_deaf_to_queries else query.get("query", "").lower()
        ids = {value for name, value in query.items() if name.startswith("filter[id]")}
        found = [
            row
            for row in rows
            if (not wanted or any(wanted in text for text in _indexed(row))) and (not ids or str(row["id"]) in ids)
        ]
        found.sort(key=lambda row: int(row["id"]), reverse=query.get("order[id]") == "desc")
        limit, page = min(int(query.get("limit", "50")), MOST_ROWS), int(query.get("page", "1"))
        shown = found[(page - 1) * limit : page * limit]
        if not shown:
            return Response(status_code=204)
        links = {"self": {"href": "…"}} | ({"next": {"href": "…"}} if len(found) > page * limit else {})
        return _hal({"_page": page, "_links": links, "_embedded": {what: shown}})


def _indexed(row: Mapping[str, Any]) -> list[str]:
    """What a search looks into: the name, and the additional fields, telephones by their digits, too."""
    values = [
        str(value["value"]) for field in row.get("custom_fields_values") or () for value in field.get("values", ())
    ]
    return [text.lower() for text in (str(row.get("name", "")), *values, *(re.sub(r"\D", "", one) for one in values))]


def problem(status: int, title: str, *, good: bool = False, errors: object = None) -> Response:
    """An error as the account tells it; `good`: under a status that says that all is well."""
    body: dict[str, object] = {
        "title": title,
        "type": f"https://httpstatus.es/{status}",
        "status": status,
        "detail": title,
    }
    body |= {"validation-errors": errors} if errors else {}
    kind = "application/problem+json"
    return Response(json.dumps(body), status_code=200 if good else status, media_type=kind)


def refuses(status: int, title: str, *, good: bool = False, errors: object = None) -> Fault:
    """So a call is answered."""

    async def fault(_request: Request, _do: Do) -> Response:
        return problem(status, title, good=good, errors=errors)

    return fault


def too_many(retry_after: str | None = None) -> Fault:
    """What stands before the accounts says it, by a page."""

    async def fault(_request: Request, _do: Do) -> Response:
        headers = {"Retry-After": retry_after} if retry_after else {}
        return HTMLResponse("<html><title>429 Too Many Requests</title></html>", status_code=429, headers=headers)

    return fault


@asynccontextmanager
async def account(*, clock: Callable[[], float] | None = None) -> AsyncIterator[Account]:
    """Runs one, without anything in it."""
    running = Account(clock=clock)

    async def answer(request: Request) -> Response:
        path = request.path_params["path"]
        if request.headers.get("authorization") != f"Bearer {TOKEN}" or running.is_revoked:
            return problem(401, "Unauthorized")
        call = f"{request.method} {re.sub(r'[0-9]+', '*', path)}"
        if running.is_too_fast():
            if running.refused > ABUSES:
                return problem(403, "Forbidden")
            return await too_many()(request, Response)
        running.calls.append(call)
        body = await request.json() if request.method in ("POST", "PATCH") else None

        def do() -> Response:
            return running.do(request.method, path, request.query_params, body)

        if running.every is not None:
            return await running.every(request, do)
        if faults := running.faults.get(call):
            return await faults.pop(0)(request, do)
        return do()

    app = Starlette(routes=[Route("/api/v4/{path:path}", answer, methods=["GET", "POST", "PATCH"])])
    async with on_loopback(abortable(app)) as port:
        running.port = port
        yield running


def _hal(body: object) -> Response:
    return Response(json.dumps(body), media_type="application/hal+json")
