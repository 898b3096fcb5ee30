"""A portal of Bitrix24 on loopback that speaks its REST as the vendor documents it, with what is odd about it.

No live portal was asked: this is what github.com/bitrix24/b24restdocs says. Quirks: numbers come as texts, an empty
list stands for an empty object, an error may have an empty code, any status may carry one, names of parameters are
case-sensitive, pages have 50 rows, and calls leak out of a bucket of 50 at 2 a second. Not here: `batch`, OAuth and
events, which the connector has no use for.
"""

import re
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

from msgspec import Struct
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.simulators.faults import Do, Fault, abortable
from tests.web.conftest import on_loopback

PAGE = 50
BUCKET = 50.0
LEAK_PER_S = 2.0
CODE = "s3cretcode1234567"
LISTED = re.compile(r"crm\.(lead|deal|contact)\.(add|list|update)")
MULTIPLE = ("PHONE", "EMAIL")


class Refusal(Exception):
    """An error of the portal's."""

    def __init__(self, status: int, error: str, description: str = "") -> None:
        super().__init__(error)
        self.answer = JSONResponse({"error": error, "error_description": description}, status_code=status)


class Called(Struct, frozen=True):
    """One call that was let in."""

    method: str
    params: Mapping[str, Any]


class Portal:
    """What a portal holds, and how it misbehaves: the next call of a method takes the first of its `faults`."""

    kind = "bitrix24"
    secret = CODE
    begins = "crm.lead.list"
    looks = "crm.timeline.comment.list"
    writes = ("crm.lead.add", "crm.timeline.comment.add")

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.port = 0
        self.scopes = ["crm", "user"]
        self.is_revoked = False
        self.may_add = True
        self.may_change = True
        self.is_deaf_to_filters = False
        self.has_leads = True
        self.own_fields: dict[str, dict[str, Any]] = {}
        self.cards: dict[str, list[dict[str, Any]]] = {"lead": [], "deal": [], "contact": []}
        self.comments: list[dict[str, Any]] = []
        self.called: list[Called] = []
        self.refused = 0
        self.every: Fault | None = None
        self.faults: dict[str, list[Fault]] = {}
        self._clock = clock
        self._level = 0.0
        self._at = clock()
        self._last_id = 100

    @property
    def url(self) -> str:
        """Of the inbound webhook."""
        return f"http://crm.test:{self.port}/rest/1/{CODE}/"

    @property
    def settings(self) -> dict[str, object]:
        """How it is reached."""
        return {"url": self.url}

    @property
    def made(self) -> int:
        """How many cards there are."""
        return len(self.cards["lead"]) + len(self.cards["deal"])

    @property
    def told(self) -> str:
        """All comments, oldest first."""
        return "\n".join(one["COMMENT"] for one in self.comments)

    @property
    def busy(self) -> Fault:
        """How it says that there were too many calls."""
        return refuses(503, "QUERY_LIMIT_EXCEEDED", "Too many requests")

    def next(self, method: str, *faults: Fault) -> None:
        """The next calls of a method fail so."""
        self.faults.setdefault(method, []).extend(faults)

    def methods(self) -> list[str]:
        """What was called, in order."""
        return [one.method for one in self.called]

    def transcript(self, id: str) -> str:
        """All comments of a card, oldest first."""
        return "\n".join(one["COMMENT"] for one in self.comments if one["ENTITY_ID"] == id)

    def take_turn(self) -> None:
        """Lets a call pass, unless there were too many.

        Raises:
            Refusal: 503, as the portal says it.
        """
        now = self._clock()
        self._level = max(0.0, self._level - (now - self._at) * LEAK_PER_S)
        self._at = now
        if self._level + 1 > BUCKET:
            self.refused += 1
            raise Refusal(503, "QUERY_LIMIT_EXCEEDED", "Too many requests")
        self._level += 1

    def do(self, method: str, params: Mapping[str, Any]) -> Response:
        """What a method does.

        Raises:
            Refusal: it does not.
        """
        if found := LISTED.fullmatch(method):
            what, verb = found.groups()
            if verb == "list":
                return self._list([_with_semantic(one) for one in self.cards[what]], params)
            return self._add(what, params) if verb == "add" else self._change(what, params)
        match method:
            case "scope":
                return _result(self.scopes)
            case "profile":
                return _result({"ID": "1", "ADMIN": False, "NAME": "Ольга", "LAST_NAME": "Смирнова"})
            case "crm.duplicate.findbycomm":
                return self._duplicates(params)
            case "crm.timeline.comment.add":
                return self._comment(params)
            case "crm.timeline.comment.list":
                return self._list(self.comments, params)
            case "crm.settings.mode.get":
                return _result(1 if self.has_leads else 2)
            case "crm.lead.fields" | "crm.deal.fields":
                of_leads = LEAD_FIELDS if method == "crm.lead.fields" else {}
                return _result({name: own_field(name) for name in FIELDS} | of_leads | self.own_fields)
            case "crm.status.list":
                rows = STATUSES.get(params.get("filter", {}).get("ENTITY_ID", ""), [])
                return _result([{"STATUS_ID": id, "NAME": name, "SORT": "10"} for id, name in rows])
            case "crm.category.list":
                if str(params.get("entityTypeId")) != "2":
                    raise Refusal(400, "ENTITY_TYPE_NOT_SUPPORTED", "Entity type is not supported")
                return _result({"categories": FUNNELS})
            case "user.get":
                if "user" not in self.scopes:
                    raise Refusal(403, "insufficient_scope", "The request requires higher privileges than provided")
                return self._list(PEOPLE, params)
        if method.startswith("imconnector."):
            raise Refusal(403, "WRONG_AUTH_TYPE", "Current authorization type is denied for this method")
        raise Refusal(404, "ERROR_METHOD_NOT_FOUND", "Method not found!")

    def _add(self, what: str, params: Mapping[str, Any]) -> Response:
        fields = params.get("fields")
        if not isinstance(fields, dict):
            raise Refusal(400, "", "Parameter 'fields' must be array.")
        if not self.may_add:
            raise Refusal(400, "", "Access denied.")
        self._last_id += 1
        contact = {"CONTACT_ID": str(fields["CONTACT_IDS"][0])} if fields.get("CONTACT_IDS") else {}
        self.cards[what].append({**fields, **contact, "ID": str(self._last_id)})
        return _result(self._last_id)

    def _change(self, what: str, params: Mapping[str, Any]) -> Response:
        if not self.may_change:
            raise Refusal(400, "", "Access denied.")
        for card in self.cards[what]:
            if card["ID"] == str(params["id"]):
                for name, value in params["fields"].items():
                    # Values without a number of their own are added to what there is.
                    card[name] = [*card.get(name, []), *value] if name in MULTIPLE else value
                return _result(True)
        raise Refusal(400, "", "Not found")

    def _comment(self, params: Mapping[str, Any]) -> Response:
        fields = params.get("fields", {})
        owner = str(fields.get("ENTITY_ID"))
        if all(card["ID"] != owner for card in self.cards.get(fields.get("ENTITY_TYPE"), [])):
            raise Refusal(400, "OWNER_NOT_FOUND", "Owner was not found")
        self._last_id += 1
        self.comments.append({**fields, "ENTITY_ID": owner, "ID": str(self._last_id)})
        return _result(self._last_id)

    def _duplicates(self, params: Mapping[str, Any]) -> Response:
        wanted = {_alike(value) for value in params["values"]}
        kinds = [params["entity_type"]] if params.get("entity_type") else ["LEAD", "CONTACT"]
        found = {
            kind: [
                int(card["ID"])
                for card in self.cards[kind.lower()]
                if wanted & {_alike(one["VALUE"]) for one in card.get(params["type"]) or ()}
            ]
            for kind in kinds
        }
        # A kind of which there is none is left out.
        return _result({kind: ids for kind, ids in found.items() if ids} or [])

    def _list(self, rows: list[dict[str, Any]], params: Mapping[str, Any]) -> Response:
        filters = {} if self.is_deaf_to_filters else params.get("filter") or params.get("FILTER") or {}
        wanted = {name: {str(one) for one in _listed(value)} for name, value in filters.items()}
        found = [row for row in rows if all(str(row.get(name, "")) in values for name, values in wanted.items())]
        found.sort(key=lambda row: int(row["ID"]), reverse=params.get("order", {}).get("ID") == "DESC")
        start = params.get("start", 0)
        chosen = params.get("select") or list(found[0] if found else ())
        page = [{name: row.get(name) for name in chosen} for row in found[start : start + PAGE]]
        more = {"next": start + PAGE} if len(found) > start + PAGE else {}
        return _result(page, total=len(found), **more)


UTM = ("SOURCE", "MEDIUM", "CAMPAIGN", "CONTENT", "TERM")
STATUSES = {
    "STATUS": [("NEW", "Не обработан"), ("IN_PROCESS", "В работе")],
    "DEAL_STAGE": [("NEW", "Новая"), ("WON", "Сделка успешна")],
    "DEAL_STAGE_5": [("C5:NEW", "Новая"), ("C5:WON", "Сделка успешна")],
    "SOURCE": [("WEB", "Веб-сайт"), ("CALL", "Звонок")],
}
FUNNELS = [
    {"id": 0, "name": "Общая", "sort": 100, "entityTypeId": 2, "isDefault": "Y"},
    {"id": 5, "name": "Опт", "sort": 200, "entityTypeId": 2, "isDefault": "N"},
]
PEOPLE: list[dict[str, Any]] = [
    {
        "ID": str(id),
        "NAME": "Анна" if id == 7 else f"Сотрудник {id}",
        "LAST_NAME": "Кузнецова",
        "ACTIVE": id <= 60,
    }
    for id in range(1, 62)
]
FIELDS = ("TITLE", "SOURCE_DESCRIPTION", "COMMENTS", *(f"UTM_{of}" for of in UTM))


def own_field(name: str, kind: str = "string", *, label: str = "", is_read_only: bool = False) -> dict[str, Any]:
    labels = {"formLabel": label, "listLabel": label} if label else {}
    return {"type": kind, "isRequired": False, "isReadOnly": is_read_only, "isMultiple": False, "title": name, **labels}


LEAD_FIELDS = {name: own_field(name) for name in ("NAME", "COMPANY_TITLE")} | {
    "ID": own_field("ID", "integer", label="ID", is_read_only=True)
}


def refuses(status: int, error: str, description: str = "") -> Fault:
    """So an envelope has it."""

    async def fault(_request: Request, _do: Do) -> Response:
        return Refusal(status, error, description).answer

    return fault


@asynccontextmanager
async def portal(*, clock: Callable[[], float] = time.monotonic) -> AsyncIterator[Portal]:
    """Runs one, without anything in it."""
    running = Portal(clock=clock)

    async def rest(request: Request) -> Response:
        method = request.path_params["method"].removesuffix(".json")
        if request.path_params["code"] != CODE or running.is_revoked:
            return Refusal(401, "INVALID_CREDENTIALS", "Invalid request credentials").answer
        params = await request.json()
        try:
            running.take_turn()
            running.called.append(Called(method, params))
            if running.every is not None:
                return await running.every(request, lambda: running.do(method, params))
            if faults := running.faults.get(method):
                return await faults.pop(0)(request, lambda: running.do(method, params))
            return running.do(method, params)
        except Refusal as refusal:
            return refusal.answer

    app = Starlette(routes=[Route("/rest/{user:int}/{code}/{method}", rest, methods=["POST"])])

    async with on_loopback(abortable(app)) as port:
        running.port = port
        yield running


def _result(result: object, **more: object) -> Response:
    timing = {"start": 1795510801.1, "finish": 1795510801.4, "duration": 0.3, "operating": 0.2}
    return JSONResponse({"result": result, **more, "time": {**timing, "operating_reset_at": time.time() + 300}})


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _with_semantic(card: dict[str, Any]) -> dict[str, Any]:
    """What a stage means: success, failure, or that the card is in work."""
    return {**card, "STATUS_SEMANTIC_ID": {"CONVERTED": "S", "JUNK": "F"}.get(card.get("STATUS_ID", ""), "P")}


def _alike(value: str) -> str:
    digits = "".join(filter(str.isdigit, value))
    return value.lower() if "@" in value else digits[-10:]
