"""A base of 1C on loopback, published with the HTTP service of docs/connector-1c.md, as its example answers.

No live base was asked. Quirks of the platform: answers begin with a byte order mark, dates with parts of a second are
an exception, which is 500 and plain text, users and passwords are in Russian, who is not known gets 401 without a
body, what is not published is a page, and so is what a publication says that has no free session.
"""

import base64
import json
import re
from collections import deque
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from tests.simulators.faults import Do, Fault, abortable
from tests.web.conftest import on_loopback

USER = "Робот чата"
PASSWORD = "s3cret-пароль: 1"
SERVICE = "shop/hs/ryadom"
PER_SECOND = 5
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


class Base:
    """What a base holds. The next call of a kind (`POST v1/conversations`) takes the first of its `faults`.

    `clock`: that its sessions go by; None is no limit. `link`: what it answers as the address of a conversation;
    `numbers`: whether it says how people there call it.
    """

    kind = "1c"
    secret = PASSWORD
    begins = "POST v1/conversations"
    looks = "POST v1/conversations"
    writes = ("POST v1/conversations", "POST v1/conversations")

    def __init__(self, *, clock: Callable[[], float] | None) -> None:
        self.port = 0
        self.conversations: dict[str, dict[str, Any]] = {}
        self.messages: dict[tuple[str, int], dict[str, Any]] = {}
        self.calls: list[str] = []
        self.sizes: list[int] = []
        self.link = "e1cib/data/Справочник.ДиалогиСайта"
        self.numbers = True
        self.refused = 0
        self.is_revoked = False
        self.every: Fault | None = None
        self.faults: dict[str, list[Fault]] = {}
        self._clock = clock
        self._times: deque[float] = deque()

    @property
    def settings(self) -> dict[str, object]:
        """How it is reached."""
        return {"url": f"http://crm.test:{self.port}/{SERVICE}", "user": USER, "password": PASSWORD}

    @property
    def called(self) -> Sequence[str]:
        """The kinds of calls that were let in, in order."""
        return self.calls

    @property
    def made(self) -> int:
        """How many cards there are."""
        return len(self.conversations)

    @property
    def told(self) -> str:
        """All messages, by their numbers."""
        return "\n".join(self.messages[key]["text"] for key in sorted(self.messages))

    @property
    def busy(self) -> Fault:
        """How it says that there were too many calls."""
        return no_session

    def next(self, call: str, *faults: Fault) -> None:
        """The next calls of a kind fail so."""
        self.faults.setdefault(call, []).extend(faults)

    def is_full(self) -> bool:
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

    def do(self, call: str, body: Any) -> Response:
        """What a call does."""
        match call:
            case "GET v1/ping":
                return _json({"ok": True, "name": "Управление торговлей"})
            case "POST v1/conversations":
                return self._take(body)
        return HTMLResponse("<html>Не найден</html>", status_code=404)

    def _take(self, body: Any) -> Response:
        if not all(MOMENT.fullmatch(at) for at in (body["began_at"], *(one["at"] for one in body["messages"]))):
            return PlainTextResponse("Неверное значение параметра (параметр номер '1')", status_code=500)
        held = self.conversations.setdefault(body["key"], {"id": str(uuid4())})
        held |= {"card": body["card"], "customer_key": body["customer_key"], "began_at": body["began_at"]}
        held["contacts"] = list(dict.fromkeys((*held.get("contacts", ()), *body.get("contacts", ()))))
        self.sizes.append(len(body["messages"]))
        for one in body["messages"]:
            self.messages[body["key"], one["seq"]] = one
        place = [*self.conversations].index(body["key"]) + 1
        told = {"ok": True, "id": held["id"], "url": self.link}
        return _json(told | {"number": f"ТОР-{place:06}"} if self.numbers else told)


def refuses(status: int, words: str) -> Fault:
    """So the service itself answers."""

    async def fault(_request: Request, _do: Do) -> Response:
        return _json({"ok": False, "error": words}, status=status)

    return fault


def tells(body: object) -> Fault:
    """It is done, and told so."""

    async def fault(_request: Request, do: Do) -> Response:
        do()
        return _json(body)

    return fault


async def no_session(_request: Request, _do: Do) -> Response:
    """The publication has no free session, or the base is locked."""
    return HTMLResponse("<html>Не обнаружена лицензия</html>", status_code=503)


async def raises(_request: Request, _do: Do) -> Response:
    """The service's own code has failed."""
    return PlainTextResponse("{HTTPСервис.Ryadom.Модуль(42)}: Поле объекта не обнаружено", status_code=500)


async def unpublished(_request: Request, _do: Do) -> Response:
    """The web server does not know the base."""
    return HTMLResponse("<html>404 Not Found</html>", status_code=404)


@asynccontextmanager
async def base(*, clock: Callable[[], float] | None = None) -> AsyncIterator[Base]:
    """Runs one, without anything in it."""
    running = Base(clock=clock)
    known = "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode("ascii")

    async def answer(request: Request) -> Response:
        if request.headers.get("authorization") != known or running.is_revoked:
            return Response(status_code=401, headers={"WWW-Authenticate": 'Basic realm="1C:Enterprise 8.3"'})
        call = f"{request.method} {request.path_params['path']}"
        if running.is_full():
            return await no_session(request, Response)
        running.calls.append(call)
        body = await request.json() if request.method == "POST" else None

        def do() -> Response:
            return running.do(call, body)

        if running.every is not None:
            return await running.every(request, do)
        if faults := running.faults.get(call):
            return await faults.pop(0)(request, do)
        return do()

    app = Starlette(routes=[Route(f"/{SERVICE}/{{path:path}}", answer, methods=["GET", "POST"])])
    async with on_loopback(abortable(app)) as port:
        running.port = port
        yield running


def _json(body: object, *, status: int = 200) -> Response:
    text = "\ufeff" + json.dumps(body, ensure_ascii=False)
    return Response(text.encode(), status_code=status, media_type="application/json")
