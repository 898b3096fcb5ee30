"""An account of RetailCRM on loopback that speaks its API v5 as the vendor documents it, with what is odd about it.

No live account was asked: this is what docs.retailcrm.ru and the vendor's own clients say. Quirks: what is written
comes as a form whose values are JSON, what is not there is 404 with an envelope, a shop takes no second order or
customer with one `externalId`, references are objects by their codes, pages have 20, 50 or 100 rows, a key of several
shops must name one, and beyond ten calls a second it is 503. Not here: chats (Message Gateway), firms' customers.
"""

import json
import re
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.simulators.faults import Do, Fault, abortable
from tests.web.conftest import on_loopback

KEY = "s3cretKeyX2EDxEta9U3lcsSV0dwdF38"
PER_SECOND = 10
NUMBER = re.compile(r"/([0-9a-f-]{36}|[0-9]+)(?=/edit$|$)")
PAGES = ("20", "50", "100")
METHODS = [
    "/api/orders",
    "/api/orders/create",
    "/api/orders/edit",
    "/api/customers/create",
    "/api/customers/edit",
    "/api/customers/notes/create",
    "/api/users",
    "/api/custom-fields",
]
REFERENCES: dict[str, tuple[str, dict[str, dict[str, Any]]]] = {
    "statuses": (
        "statuses",
        {
            "new": {"name": "Новый", "code": "new", "active": True},
            "old": {"name": "Прежний", "code": "old", "active": False},
        },
    ),
    "sites": ("sites", {"lavka": {"name": "Лавка", "code": "lavka", "url": "https://lavka.test"}}),
    "order-methods": (
        "orderMethods",
        {"live-chat": {"name": "Онлайн-консультант", "code": "live-chat", "active": True}},
    ),
}
CUSTOM_FIELDS = [
    {"code": "city", "name": "Город доставки", "type": "string", "entity": "order"},
    {"code": "channel", "name": "Откуда", "type": "string", "entity": "order"},
    {"code": "birthday", "name": "День рождения", "type": "date", "entity": "customer"},
]
PEOPLE = [{"id": id, "firstName": f"Сотрудник {id}", "lastName": "Кузнецова"} for id in range(1, 31)]


class Refusal(Exception):
    """An error of the account's."""

    def __init__(self, status: int, message: str, errors: object = None) -> None:
        super().__init__(message)
        body = {"success": False, "errorMsg": message} | ({"errors": errors} if errors else {})
        self.answer = JSONResponse(body, status_code=status)


class Shop:
    """What an account holds. The next call of a kind (`GET v5/orders/*`) takes the first of its `faults`.

    `clock`: that the limit goes by; None is no limit. `is_newest_first`: the order of notes, which nothing says.
    `adds_phones`: a change adds telephones to those there are, which nothing says, instead of taking their place.
    `is_deaf_to_numbers`: it shows the first it has, whichever was asked for.
    """

    kind = "retailcrm"
    secret = KEY
    begins = "GET v5/orders/*"
    looks = "GET v5/customers/notes"
    writes = ("POST v5/customers/create", "POST v5/orders/create", "POST v5/customers/notes/create")

    def __init__(self, *, clock: Callable[[], float] | None) -> None:
        self.port = 0
        self.orders: list[dict[str, Any]] = []
        self.customers: list[dict[str, Any]] = []
        self.notes: list[dict[str, Any]] = []
        self.calls: list[str] = []
        self.sites = ["lavka"]
        self.methods = list(METHODS)
        self.refused = 0
        self.is_revoked = False
        self.is_newest_first = False
        self.adds_phones = False
        self.is_deaf_to_numbers = False
        self.every: Fault | None = None
        self.faults: dict[str, list[Fault]] = {}
        self._clock = clock
        self._times: deque[float] = deque()
        self._last_id = 100

    @property
    def settings(self) -> dict[str, object]:
        """How it is reached."""
        return {"url": f"http://crm.test:{self.port}", "api_key": KEY}

    @property
    def called(self) -> Sequence[str]:
        """The kinds of calls that were let in, in order."""
        return self.calls

    @property
    def made(self) -> int:
        """How many cards there are."""
        return len(self.orders)

    @property
    def told(self) -> str:
        """All notes, oldest first."""
        return "\n".join(note["text"] for note in self.notes)

    @property
    def busy(self) -> Fault:
        """How it says that there were too many calls."""
        return refuses(503, "Service Temporarily Unavailable")

    def next(self, call: str, *faults: Fault) -> None:
        """The next calls of a kind fail so."""
        self.faults.setdefault(call, []).extend(faults)

    def take_turn(self) -> None:
        """Counts a call.

        Raises:
            Refusal: 503, there were too many.
        """
        if self._clock is None:
            return
        now = self._clock()
        while self._times and self._times[0] <= now - 1:
            self._times.popleft()
        if len(self._times) >= PER_SECOND:
            self.refused += 1
            raise Refusal(503, "Service Temporarily Unavailable")
        self._times.append(now)

    def do(self, method: str, path: str, given: Mapping[str, str]) -> Response:
        """What a call does. `given`: its query, or its form.

        Raises:
            Refusal: it does not.
        """
        match method, path.split("/"):
            case "GET", ["credentials"]:
                return _good(credentials=self.methods, siteAccess="access_selective", sitesAvailable=self.sites)
            case "GET", ["v5", "users"]:
                if "/api/users" not in self.methods:
                    raise Refusal(403, "Access denied.")
                return _page("users", PEOPLE, given)
            case "GET", ["v5", "custom-fields"]:
                if "/api/custom-fields" not in self.methods:
                    raise Refusal(403, "Access denied.")
                wanted = given.get("filter[entity]")
                return _page("customFields", [one for one in CUSTOM_FIELDS if wanted in (None, one["entity"])], given)
            case "GET", ["v5", "reference", what] if what in REFERENCES:
                name, listed = REFERENCES[what]
                return _good(**{name: listed})
            case "GET", ["v5", "customers", "notes"]:
                return self._list_notes(given)
            case "GET", ["v5", "customers"]:
                return self._list_customers(given)
            case "GET", ["v5", "orders" | "customers" as what, id]:
                return self._read(what, id, given)
            case "POST", ["v5", "orders", "create"]:
                return self._add_order(given)
            case "POST", ["v5", "customers", "create"]:
                return _made(self._add(self.customers, "customer", given))
            case "POST", ["v5", "customers", "notes", "create"]:
                return self._add_note(given)
            case "POST", ["v5", "orders" | "customers" as what, id, "edit"]:
                return self._change(what, int(id), given)
        raise Refusal(404, "API method not found")

    def _read(self, what: str, id: str, given: Mapping[str, str]) -> Response:
        rows = self.orders if what == "orders" else self.customers
        by = "id" if given.get("by") == "id" else "externalId"
        site = self._site(given) if by == "externalId" else None
        for row in rows:
            if self.is_deaf_to_numbers or (str(row[by]) == id and site in (None, row["site"])):
                return _good(**{what.removesuffix("s"): {"phones": [], **row}})
        raise Refusal(404, "Not found")

    def _add_order(self, given: Mapping[str, str]) -> Response:
        order = json.loads(given["order"])
        if all(customer["id"] != order["customer"]["id"] for customer in self.customers):
            raise Refusal(400, "Errors in the entity format", {"customer": "Customer does not exist"})
        known = REFERENCES["order-methods"][1]
        if order.get("orderMethod", "live-chat") not in known:
            raise Refusal(400, "Errors in the entity format", {"orderMethod": "Значение не найдено в справочнике."})
        row = self._add(self.orders, "order", given)
        return _made(row, order=row)

    def _add(self, rows: list[dict[str, Any]], what: str, given: Mapping[str, str]) -> dict[str, Any]:
        entity, site = json.loads(given[what]), self._site(given)
        if any((row["externalId"], row["site"]) == (entity["externalId"], site) for row in rows):
            raise Refusal(400, f"{what.capitalize()} already exists.")
        self._last_id += 1
        row = {**entity, "id": self._last_id, "site": site}
        rows.append(row)
        return row

    def _change(self, what: str, id: int, given: Mapping[str, str]) -> Response:
        if f"/api/{what}/edit" not in self.methods:
            raise Refusal(403, "Access denied.")
        if given.get("by") != "id":
            raise Refusal(400, "Errors in the input parameters", {"by": "The value you selected is not valid."})
        changed = json.loads(given[what.removesuffix("s")])
        for row in self.orders if what == "orders" else self.customers:
            if row["id"] == id:
                if self.adds_phones and "phones" in changed:
                    held = {one["number"]: one for one in (*row.get("phones", ()), *changed["phones"])}
                    changed["phones"] = list(held.values())
                row |= changed
                return _good(id=id)
        raise Refusal(404, "Not found")

    def _add_note(self, given: Mapping[str, str]) -> Response:
        note = json.loads(given["note"])
        if all(customer["id"] != note["customer"]["id"] for customer in self.customers):
            raise Refusal(404, "Not found")
        self._last_id += 1
        row = {**note, "id": self._last_id}
        self.notes.append(row)
        return _made(row)

    def _list_notes(self, given: Mapping[str, str]) -> Response:
        of = given.get("filter[customerIds][]")
        rows = [note for note in self.notes if of is None or str(note["customer"]["id"]) == of]
        return _page("notes", rows[::-1] if self.is_newest_first else rows, given)

    def _list_customers(self, given: Mapping[str, str]) -> Response:
        name, email, site = given.get("filter[name]"), given.get("filter[email]"), given.get("filter[sites][]")
        digits = re.sub(r"\D", "", name or "")[-10:]
        rows = [
            row
            for row in self.customers
            if (email is None or row.get("email") == email)
            and (name is None or any(digits in re.sub(r"\D", "", one["number"]) for one in row.get("phones", ())))
            and site in (None, row["site"])
        ]
        return _page("customers", rows, given)

    def _site(self, given: Mapping[str, str]) -> str:
        site = given.get("site", self.sites[0] if len(self.sites) == 1 else "")
        if not site:
            raise Refusal(400, "Parameter 'site' is missing")
        if site not in self.sites:
            raise Refusal(403, "Access denied.")
        return site


def refuses(status: int, message: str, errors: object = None) -> Fault:
    """So a call is answered."""

    async def fault(_request: Request, _do: Do) -> Response:
        return Refusal(status, message, errors).answer

    return fault


@asynccontextmanager
async def shop(*, clock: Callable[[], float] | None = None) -> AsyncIterator[Shop]:
    """Runs one, without anything in it."""
    running = Shop(clock=clock)

    async def answer(request: Request) -> Response:
        path = request.path_params["path"]
        if request.headers.get("x-api-key") != KEY or running.is_revoked:
            return Refusal(403, 'Wrong "apiKey" value.').answer
        call = f"{request.method} {NUMBER.sub('/*', path)}"
        form = parse_qsl((await request.body()).decode())
        given = dict(form) if request.method == "POST" else dict(request.query_params)

        def do() -> Response:
            try:
                return running.do(request.method, path, given)
            except Refusal as refusal:
                return refusal.answer

        try:
            running.take_turn()
        except Refusal as refusal:
            return refusal.answer
        running.calls.append(call)
        if running.every is not None:
            return await running.every(request, do)
        if faults := running.faults.get(call):
            return await faults.pop(0)(request, do)
        return do()

    app = Starlette(routes=[Route("/api/{path:path}", answer, methods=["GET", "POST"])])
    async with on_loopback(abortable(app)) as port:
        running.port = port
        yield running


def _good(**told: object) -> Response:
    return JSONResponse({"success": True, **told})


def _made(row: Mapping[str, Any], **more: object) -> Response:
    return JSONResponse({"success": True, "id": row["id"], **more}, status_code=201)


def _page(what: str, rows: Sequence[Mapping[str, Any]], given: Mapping[str, str]) -> Response:
    if given.get("limit", "20") not in PAGES:
        raise Refusal(400, "Errors in the input parameters", {"limit": "The value you selected is not a valid choice."})
    limit, page = int(given.get("limit", "20")), int(given.get("page", "1"))
    pagination = {
        "limit": limit,
        "totalCount": len(rows),
        "currentPage": page,
        "totalPageCount": -(-len(rows) // limit),
    }
    return _good(pagination=pagination, **{what: list(rows[(page - 1) * limit : page * limit])})
