"""An account of Planfix on loopback that speaks its REST API as the vendor documents it, with what is odd about it.

No live account was asked: this is what planfix.com/help and clients of the API say. Quirks: one call a second, lists
are asked for by POST, errors carry numbers of their own under `code`, in older accounts with capital letters, filters
by name and telephone look for parts of what stands there, people have numbers with a prefix, and comments come back as
HTML that an editor has gone over. Not here: chats, files, custom filters.
"""

import html
import re
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.simulators.faults import Do, Fault, abortable
from tests.web.conftest import on_loopback

TOKEN = "s3cretb0c4a8d1f5e6479aa0c1d2e3f4a5b6"
MOST_ROWS = 100
PEOPLE = [{"id": f"user:{id}", "name": f"Сотрудник {id}", "lastname": "Кузнецова"} for id in range(1, 131)]
TEMPLATES = {
    "task": [{"id": 5, "name": "Заявка с сайта"}, {"id": 6, "name": "Сделка"}],
    "contact": [{"id": 1, "name": "Контакт"}],
}
FIELDS = [{"id": 4711, "name": "Город доставки", "type": 0}, {"id": 4712, "name": "Сумма", "type": 1}]


class Account:
    """What an account holds. The next call of a kind (`POST task/*/comments/`) takes the first of its `faults`.

    `clock`: that the limit goes by; None is no limit. `hidden`: tasks that the token's person may not see. `scopes`:
    what the token may call, by the beginnings of paths. `is_old`: it writes names with capital letters.
    `may_change`: the token's scopes have changes, too.
    `is_deaf_to_filters`: it shows all there are.
    """

    kind = "planfix"
    secret = TOKEN
    begins = "POST task/list"
    looks = "POST task/*/comments/list"
    writes = ("POST contact/", "POST task/", "POST task/*/comments/")

    def __init__(self, *, clock: Callable[[], float] | None) -> None:
        self.port = 0
        self.tasks: list[dict[str, Any]] = []
        self.contacts: list[dict[str, Any]] = []
        self.comments: list[dict[str, Any]] = []
        self.calls: list[str] = []
        self.scopes = {"task", "contact", "user", "customfield"}
        self.hidden: set[int] = set()
        self.refused = 0
        self.is_revoked = False
        self.is_old = False
        self.may_change = True
        self.is_deaf_to_filters = False
        self.every: Fault | None = None
        self.faults: dict[str, list[Fault]] = {}
        self._clock = clock
        self._called_at = float("-inf")
        self._last_id = 70

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
        return len(self.tasks)

    @property
    def told(self) -> str:
        """All comments, oldest first."""
        return "\n".join(one["description"] for one in self.comments)

    @property
    def busy(self) -> Fault:
        """How it says that there were too many calls."""
        return refuses(429, None, "Too many requests")

    def next(self, call: str, *faults: Fault) -> None:
        """The next calls of a kind fail so."""
        self.faults.setdefault(call, []).extend(faults)

    def is_too_fast(self) -> bool:
        """Counts a call."""
        if self._clock is None:
            return False
        now = self._clock()
        if now - self._called_at < 1:
            self.refused += 1
            return True
        self._called_at = now
        return False

    def do(self, method: str, path: str, given: Mapping[str, Any]) -> Response:
        """What a call does. `given`: its query, or its JSON."""
        what = path.split("/")[0]
        if what not in self.scopes:
            return self._fail(403, 5, "Method is not allowed")
        match method, path.split("/"):
            case "POST", ["task", "list"]:
                rows = self.tasks if self.is_deaf_to_filters else [one for one in self.tasks if _passes(one, given)]
                return self._good(tasks=_page(rows, given))
            case "POST", ["contact", "list"]:
                return self._good(contacts=_page([one for one in self.contacts if _passes(one, given)], given))
            case "POST", ["user", "list"]:
                return self._good(users=_page(PEOPLE, given))
            case "GET", ["task" | "contact", "templates"]:
                return self._good(templates=TEMPLATES[what])
            case "GET", ["customfield", "task"]:
                return self._good(customfields=FIELDS)
            case "POST", ["contact", ""]:
                return self._good(id=self._add(self.contacts, given))
            case "POST", ["task", ""]:
                return self._add_task(given)
            case "GET", ["task", id]:
                return self._task(int(id))
            case "POST", ["task", id]:
                return self._change(self.tasks, int(id), given, 1000)
            case "GET", ["contact", id]:
                found = [{"phones": [], "email": "", **one} for one in self.contacts if one["id"] == int(id)]
                return self._good(contact=found[0]) if found else self._fail(404, 2000, "Контакт не существует")
            case "POST", ["contact", id]:
                return self._change(self.contacts, int(id), given, 2000)
            case "POST", ["task", id, "comments", *rest]:
                return self._comments(int(id), rest, given)
        return self._fail(404, None, "Not found")

    def _add_task(self, given: Mapping[str, Any]) -> Response:
        template = given.get("template", {"id": 5})["id"]
        if all(template != one["id"] for one in TEMPLATES["task"]):
            return self._fail(400, 41, "Недопустимое значение параметра template")
        counterparty = given.get("counterparty")
        if counterparty and all(counterparty["id"] != f"contact:{one['id']}" for one in self.contacts):
            return self._fail(400, 2000, "Контакт не существует")
        return self._good(id=self._add(self.tasks, given))

    def _task(self, id: int) -> Response:
        if all(task["id"] != id for task in self.tasks):
            return self._fail(404, 1000, "Задача не существует")
        if id in self.hidden:
            return self._fail(403, 6, "Access denied")
        [held] = [task for task in self.tasks if task["id"] == id]
        return self._good(task={"id": id, "counterparty": held.get("counterparty")})

    def _change(self, rows: list[dict[str, Any]], id: int, given: Mapping[str, Any], gone: int) -> Response:
        if not self.may_change:
            return self._fail(403, 5, "Method is not allowed")
        for row in rows:
            if row["id"] == id:
                row |= given
                return self._good()
        return self._fail(404, gone, "Не существует")

    def _comments(self, task_id: int, rest: Sequence[str], given: Mapping[str, Any]) -> Response:
        if all(task["id"] != task_id for task in self.tasks):
            return self._fail(404, 1000, "Задача не существует")
        if task_id in self.hidden:
            return self._fail(403, 6, "Access denied")
        if rest == ["list"]:
            rows = [one for one in self.comments if one["task_id"] == task_id]
            rows = rows[::-1] if given.get("resultOrder") == "Desc" else rows
            shown = [{"id": one["id"], "description": _edited(one["description"])} for one in rows]
            return self._good(comments=_page(shown, given))
        return self._good(id=self._add(self.comments, {**given, "task_id": task_id}))

    def _add(self, rows: list[dict[str, Any]], given: Mapping[str, Any]) -> int:
        self._last_id += 1
        rows.append({**given, "id": self._last_id})
        return self._last_id

    def _good(self, **told: object) -> Response:
        return JSONResponse({"result": "success", **told})

    def _fail(self, status: int, code: int | None, error: str) -> Response:
        told = {"result": "fail", "error": error} | ({} if code is None else {"code": code})
        return JSONResponse({k.capitalize(): v for k, v in told.items()} if self.is_old else told, status_code=status)


def _passes(row: Mapping[str, Any], given: Mapping[str, Any]) -> bool:
    return all(_fits(row, one) for one in given.get("filters", ()))


def _fits(row: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    value = str(wanted["value"])
    match wanted["type"]:
        case 8:
            return value in row["name"]
        case 101:
            return any(
                (one["field"]["id"], one["value"]) == (wanted["field"], value) for one in row.get("customFieldData", ())
            )
        case 4003:
            digits = re.sub(r"\D", "", value)
            return any(digits in re.sub(r"\D", "", one["number"]) for one in row.get("phones", ()))
        case 4026:
            return str(row.get("email", "")).lower() == value.lower()
    return False


def _page(rows: Sequence[Mapping[str, Any]], given: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    offset = int(given.get("offset", 0))
    return list(rows[offset : offset + min(int(given.get("pageSize", MOST_ROWS)), MOST_ROWS)])


def _edited(description: str) -> str:
    """As the editor keeps it: in a paragraph, and spaces that do not break by their name."""
    return f"<p>{description.replace(chr(0xA0), '&nbsp;').replace('<br>', '<br />')}</p>"


def refuses(status: int, code: int | None, error: str) -> Fault:
    """So a call is answered."""

    async def fault(_request: Request, _do: Do) -> Response:
        told: dict[str, object] = {"result": "fail", "error": error}
        return JSONResponse(told | ({} if code is None else {"code": code}), status_code=status)

    return fault


@asynccontextmanager
async def account(*, clock: Callable[[], float] | None = None) -> AsyncIterator[Account]:
    """Runs one, without anything in it."""
    running = Account(clock=clock)

    async def answer(request: Request) -> Response:
        path = request.path_params["path"]
        if request.headers.get("authorization") != f"Bearer {TOKEN}" or running.is_revoked:
            return await refuses(401, 1, "Invalid token")(request, Response)
        call = f"{request.method} {re.sub(r'[0-9]+', '*', path)}"
        if running.is_too_fast():
            return await refuses(429, None, "Too many requests")(request, Response)
        running.calls.append(call)
        given = await request.json() if request.method == "POST" else dict(request.query_params)

        def do() -> Response:
            return running.do(request.method, path, given)

        if running.every is not None:
            return await running.every(request, do)
        if faults := running.faults.get(call):
            return await faults.pop(0)(request, do)
        return do()

    app = Starlette(routes=[Route("/rest/{path:path}", answer, methods=["GET", "POST"])])
    async with on_loopback(abortable(app)) as port:
        running.port = port
        yield running


def shown_text(description: str) -> str:
    """What people read of a comment."""
    return html.unescape(re.sub(r"<[^<>]*>", "\n", description))
