"""Calls to Megaplan's API v3 and what its answers mean, in plain Russian; tokens are got and renewed by themselves.

What is asked for goes as JSON, also behind the `?`. An answer says in its `meta` how it went, whatever its status.
Source: dev.megaplan.ru/apiv3; what it does not say, as clients of the API have it.
"""

from collections.abc import AsyncIterator, Mapping
from typing import Any
from urllib.parse import quote, urlencode

import msgspec

from ryadom.core.connectors.line import CrmLine
from ryadom.core.connectors.passes import Pass
from ryadom.core.connectors.protocol import Progress
from ryadom.core.connectors.replies import asked_s, number_of, parts_of, rows_of, shown
from ryadom.core.outgoing.answers import Answer
from ryadom.errors import AnswerRedirects, AnswerUnreadable, CrmBusy, CrmMisconfigured, CrmRefused, RyadomError

SPARE_S = 60.0
"""So long before its end a token is renewed."""

LIFE_S = 172_800.0
"""How long one lives, where the account does not say it."""

_JSON = "application/json"
_FORM = "application/x-www-form-urlencoded"

_KEY = "Мегаплан не узнал сотрудника: проверьте логин и пароль. Вход по API у него должен быть без второго фактора."
_MOVED = "Аккаунт Мегаплана переехал: он отвечает перенаправлением. Впишите новый адрес."
_NO_ACCOUNT = "По этому адресу нет API Мегаплана: впишите адрес аккаунта, как https://shop.megaplan.ru."
_SHUT = "Мегаплан не даёт доступа: у сотрудника нет прав на клиентов или сделки, или API не входит в тариф."
_UNPAID = "Аккаунт Мегаплана не оплачен."

Told = Mapping[str, Any]


class MegaplanRest:
    """Calls as one employee. Paths are those behind `/api/v3/`."""

    def __init__(self, line: CrmLine, *, user: str, password: str) -> None:
        self._line = line
        self._user = user
        self._password = password
        self._pass = line.passes.of((line.target.origin, user, password))

    @property
    def account(self) -> Pass:
        """What is known of it between pushes."""
        return self._pass

    async def get(self, path: str, asked: Mapping[str, object] | None = None, *, asking: Progress | None = None) -> Any:
        """What is there. `asking`: it tells something of a person, see `Progress.asks`.

        Raises:
            RyadomError: see `write`.
        """
        return await self._ask("GET", path, asked=asked, asking=asking)

    async def find(self, path: str, asked: Mapping[str, object]) -> Told | None:
        """The same of one thing that may not be there any more.

        Raises:
            RyadomError: see `write`.
        """
        found = await self._ask("GET", path, asked=asked, may_be_gone=True)
        if found is not None and not isinstance(found, dict):
            raise AnswerUnreadable("Megaplan answered with something else where one thing was asked for.")
        return found

    async def pages(
        self, path: str, asked: Mapping[str, object], *, kind: str, size: int, max_pages: int
    ) -> AsyncIterator[list[Told]]:
        """The rows of a list of things of this kind, by pages and a call each.

        Raises:
            RyadomError: see `write`.
        """
        after: dict[str, object] = {}
        seen: set[str] = set()
        for _ in range(max_pages):
            rows = rows_of(await self._ask("GET", path, asked={**asked, **after, "limit": size}))
            # A page may begin with the one that it was asked to follow.
            ids = [number_of(row.get("id")) for row in rows]
            yield [row for row, id in zip(rows, ids, strict=True) if id not in seen]
            if len(rows) < size or not ids[-1] or seen >= set(ids):
                return
            seen |= set(ids)
            after = {"pageAfter": {"contentType": str(rows[-1].get("contentType") or kind), "id": ids[-1]}}

    async def write(self, path: str, body: object, *, writing: Progress) -> Told:
        """What has been made.

        Raises:
            CrmBusy, CrmMisconfigured, CrmRefused: see `Connector`.
            RyadomError: nothing that can be read came, see `Caller.send` and `Answer.json`; it may be done.
        """
        made = await self._ask("POST", path, body=msgspec.json.encode(body), writing=writing)
        if not isinstance(made, dict) or "id" not in made:
            raise AnswerUnreadable("Megaplan answered without a number where something was made.")
        return made

    async def _ask(
        self,
        method: str,
        path: str,
        *,
        asked: Mapping[str, object] | None = None,
        body: bytes = b"",
        writing: Progress | None = None,
        asking: Progress | None = None,
        may_be_gone: bool = False,
    ) -> Any:
        token = await self._token()
        query = f"?{quote(msgspec.json.encode(asked).decode())}" if asked else ""
        place = f"{path}{query}"

        async def send(token: str) -> Answer:
            return await self._send(method, place, kind=_JSON, token=token, body=body, writing=writing, asking=asking)

        answer = await send(token)
        told, status = _read(answer)
        if status == 401:
            # It is not done: the account has forgotten the token before its time.
            token = await self._token(instead_of=token)
            answer = await send(token)
            told, status = _read(answer)
        if may_be_gone and status == 404:
            return None
        if not 200 <= status < 300:
            raise self._error(path, answer, status, _words(told))
        if told.get("data") is None:
            raise AnswerUnreadable("Megaplan answered without what was asked for.")
        return told["data"]

    async def _token(self, *, instead_of: str = "") -> str:
        """One that is good, by the one that renews it, which is good once, or else by the password."""
        async with self._pass.lock:
            held, now = self._pass, self._line.now()
            if held.access and held.access != instead_of and now < held.ends_at - SPARE_S:
                return held.access
            refresh, held.access, held.refresh = held.refresh, "", ""
            told: Told = {}
            if refresh:
                told = await self._grant({"grant_type": "refresh_token", "refresh_token": refresh})
            if not told:
                told = await self._grant({"grant_type": "password", "username": self._user, "password": self._password})
            if not told:
                raise CrmMisconfigured(_KEY)
            life = told.get("expires_in")
            held.access = str(told["access_token"])
            held.refresh = str(told.get("refresh_token") or "")
            held.ends_at = now + (float(life) if isinstance(life, int | float) else LIFE_S)
            return held.access

    async def _grant(self, form: Mapping[str, str]) -> Told:
        """What the account gives for this; nothing where it does not."""
        answer = await self._send("POST", "auth/access_token", kind=_FORM, body=urlencode(form).encode())
        if answer.status == 404:
            raise CrmMisconfigured(_NO_ACCOUNT)
        if answer.status == 402:
            raise CrmMisconfigured(_UNPAID)
        told, status = _read(answer)
        if status >= 500:
            raise self._busy(answer, str(status))
        if not answer.is_good:
            return {}
        if not isinstance(told.get("access_token"), str) or not told["access_token"]:
            raise AnswerUnreadable("Megaplan answered without a token where one was asked for.")
        return told

    async def _send(
        self,
        method: str,
        path: str,
        *,
        kind: str,
        token: str = "",
        body: bytes = b"",
        writing: Progress | None = None,
        asking: Progress | None = None,
    ) -> Answer:
        try:
            answer = await self._line.ask(
                f"/api/v3/{path}",
                headers={
                    "Content-Type": kind,
                    "Accept": "application/json",
                    **({"Authorization": f"Bearer {token}"} if token else {}),
                },
                body=body,
                method=method,
                before_write=writing.writes if writing else None,
                before_ask=asking.asks if asking else None,
            )
        except AnswerRedirects:
            raise CrmMisconfigured(_MOVED) from None
        if answer.status == 429:
            # Whatever says it, also a page: it was not let in.
            raise self._busy(answer, "запросов слишком много")
        return answer

    def _error(self, path: str, answer: Answer, status: int, words: str) -> RyadomError:
        what, _, rest = path.partition("/")
        is_of_deal = what == "deal" and rest != ""
        if status == 401:
            return CrmMisconfigured(_KEY)
        if status == 402:
            return CrmMisconfigured(_UNPAID)
        if status == 403:
            return CrmRefused("Сотрудник не видит этой сделки в Мегаплане.") if is_of_deal else CrmMisconfigured(_SHUT)
        if status == 404 and what == "program":
            return CrmMisconfigured("Схемы сделок с таким номером в Мегаплане нет: ryadom connector lists.")
        if status == 404:
            gone = "Сделки в Мегаплане больше нет: её удалили. Отправьте диалог заново вручную."
            return CrmRefused(gone) if is_of_deal else CrmMisconfigured(_NO_ACCOUNT)
        if status == 429 or status >= 500:
            return self._busy(answer, f"{status}. {words}".strip())
        return CrmRefused(f"Мегаплан не принял: {words or status}")

    def _busy(self, answer: Answer, words: str) -> CrmBusy:
        return CrmBusy(
            f"Мегаплан просит подождать: {words}",
            retry_after_s=asked_s(answer, now=self._line.now()),
            is_unsure=answer.status != 429,
        )


def _read(answer: Answer) -> tuple[Told, int]:
    """What came, and how it went: a good status may stand above an error."""
    try:
        told: Told = answer.json(dict)
    except AnswerUnreadable:
        # A page with 403 may be of a filter before the account, which one visitor's words have set off.
        if answer.status == 401:
            return {}, 401
        if answer.status == 404:
            raise CrmMisconfigured(_NO_ACCOUNT) from None
        raise
    status = _meta(told).get("status")
    return told, status if answer.is_good and isinstance(status, int) else answer.status


def _meta(told: Told) -> Told:
    meta = told.get("meta")
    return meta if isinstance(meta, dict) else {}


def _words(told: Told) -> str:
    """Which field was wrong and how."""
    words = [
        ": ".join(filter(None, (str(one.get("field") or ""), str(one.get("message") or ""))))
        for one in parts_of(_meta(told).get("errors"))
    ]
    return shown("; ".join(filter(None, words)))
