"""Calls to Planfix's REST API and what its answers mean, in plain Russian.

An error has a number of its own, whatever the status. Source: planfix.com/help, REST API, error codes; the names of
what errors carry are there with a capital letter, and in clients of the API without.
"""

from collections.abc import AsyncIterator, Mapping
from typing import Any
from urllib.parse import urlencode

import msgspec

from ryadom.core.connectors.line import CrmLine
from ryadom.core.connectors.protocol import Progress
from ryadom.core.connectors.replies import LONGEST_ASKED_S, asked_s, is_number, rows_of, shown
from ryadom.core.outgoing.answers import Answer
from ryadom.errors import AnswerRedirects, AnswerUnreadable, CrmBusy, CrmMisconfigured, CrmRefused, RyadomError

_KEY = "Планфикс не узнал токен: его удалили, отключили, или это токен другого аккаунта. Впишите новый."
_MOVED = "Аккаунт Планфикса переехал: он отвечает перенаправлением. Впишите новый адрес."
_NO_ACCOUNT = "По этому адресу нет REST API Планфикса: впишите адрес аккаунта, как https://shop.planfix.ru."
_SHUT = "Сотруднику, от имени которого создан токен Планфикса, не разрешены контакты или задачи."
_SETTINGS = {
    1: _KEY,
    2: _KEY,
    5: "Токену Планфикса не разрешён нужный метод: добавьте ему права на контакты, задачи и комментарии.",
    10: "Аккаунт Планфикса заблокирован за спам.",
    11: "Аккаунт Планфикса заморожен.",
    16: "Сотрудник, от имени которого создан токен Планфикса, неактивен.",
    20: "Подписка Планфикса не оплачена.",
    21: "REST API Планфикса не входит в бесплатный аккаунт.",
    23: "В аккаунте Планфикса больше нет места для контактов: увеличьте их число или удалите лишние.",
}
_UNKNOWN = 0
_FORBIDDEN = 6
_DAY_IS_OVER = 22
_GONE = frozenset((1000, 2000))

Told = Mapping[str, Any]


class PlanfixRest:
    """Calls with one token. Paths are those behind `/rest/`."""

    def __init__(self, line: CrmLine, *, token: str) -> None:
        self._line = line
        self._headers = {
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/json",
            "Accept": "application/json",
        }

    async def get(self, path: str, query: Mapping[str, object]) -> Told:
        """What is there.

        Raises:
            RyadomError: see `write`.
        """
        return await self._ask("GET", f"{path}?{urlencode(query)}", place=path)

    async def find(self, path: str, query: Mapping[str, object]) -> Told | None:
        """The same of what may not be there any more.

        Raises:
            RyadomError: see `write`.
        """
        answer = await self._send("GET", f"{path}?{urlencode(query)}")
        told = _json(answer)
        return None if _is_gone(path, answer, told) else self._read(path, answer, told)

    async def rows(
        self, path: str, asked: Mapping[str, object], *, what: str, size: int, asking: Progress | None = None
    ) -> list[Told]:
        """The first rows of a list under the name `what`. `asking`: it tells of a person, see `Progress.asks`.

        Raises:
            RyadomError: see `write`.
        """
        body = msgspec.json.encode({"offset": 0, "pageSize": size, **asked})
        return rows_of((await self._ask("POST", path, place=path, body=body, asking=asking)).get(what))

    async def pages(
        self, path: str, asked: Mapping[str, object], *, what: str, size: int, max_pages: int
    ) -> AsyncIterator[list[Told]]:
        """The rows of such a list, by pages and a call each.

        Raises:
            RyadomError: see `write`.
        """
        for page in range(max_pages):
            rows = await self.rows(path, {**asked, "offset": page * size}, what=what, size=size)
            yield rows
            if len(rows) < size:
                return

    async def write(self, path: str, body: object, *, writing: Progress) -> Told:
        """What has been made.

        Raises:
            CrmBusy, CrmMisconfigured, CrmRefused: see `Connector`.
            RyadomError: nothing that can be read came, see `Caller.send` and `Answer.json`; it may be done.
        """
        made = await self.change(path, body, writing=writing)
        if "id" not in made:
            raise AnswerUnreadable("Planfix answered without a number where something was made.")
        return made

    async def change(self, path: str, body: object, *, writing: Progress) -> Told:
        """What is told of something that was changed.

        Raises:
            RyadomError: see `write`.
        """
        return await self._ask("POST", path, place=path, body=msgspec.json.encode(body), writing=writing)

    async def _ask(
        self,
        method: str,
        path: str,
        *,
        place: str,
        body: bytes = b"",
        writing: Progress | None = None,
        asking: Progress | None = None,
    ) -> Told:
        answer = await self._send(method, path, body=body, writing=writing, asking=asking)
        return self._read(place, answer, _json(answer))

    async def _send(
        self,
        method: str,
        path: str,
        *,
        body: bytes = b"",
        writing: Progress | None = None,
        asking: Progress | None = None,
    ) -> Answer:
        try:
            answer = await self._line.ask(
                f"/rest/{path}",
                headers=self._headers,
                body=body,
                method=method,
                before_write=writing.writes if writing else None,
                before_ask=asking.asks if asking else None,
            )
        except AnswerRedirects:
            raise CrmMisconfigured(_MOVED) from None
        if answer.status == 429:
            # Whatever says it, also a page: it was not let in.
            raise self._busy(answer, "запросов слишком много.", is_unsure=False)
        return answer

    def _read(self, place: str, answer: Answer, told: Told) -> Told:
        # An error may stand under a good status, too.
        if not answer.is_good or told.get("result") == "fail":
            raise self._error(place, answer, told)
        return told

    def _error(self, place: str, answer: Answer, told: Told) -> RyadomError:
        code, words = _code(told), shown(str(told.get("error") or ""))
        if code in _SETTINGS:
            return CrmMisconfigured(_SETTINGS[code])
        if code == _DAY_IS_OVER:
            return CrmBusy("Планфикс: запросы на сегодня исчерпаны.", retry_after_s=LONGEST_ASKED_S)
        if _is_gone(place, answer, told):
            return CrmRefused("Задачи или контакта в Планфиксе больше нет: удалены. Отправьте диалог заново вручную.")
        if code == _FORBIDDEN or (code is None and answer.status == 403):
            if _is_of_task(place):
                return CrmRefused("Сотрудник, от имени которого создан токен Планфикса, не видит этой задачи.")
            return CrmMisconfigured(_SHUT)
        if code is None and answer.status == 401:
            return CrmMisconfigured(_KEY)
        if code is None and answer.status == 404:
            return CrmMisconfigured(_NO_ACCOUNT)
        if code == _UNKNOWN or (code is None and answer.status >= 500):
            return self._busy(answer, f"{answer.status}. {words}".strip(), is_unsure=True)
        return CrmRefused(f"Планфикс не принял: {words or code or answer.status}")

    def _busy(self, answer: Answer, words: str, *, is_unsure: bool) -> CrmBusy:
        return CrmBusy(
            f"Планфикс просит подождать: {words}",
            retry_after_s=asked_s(answer, now=self._line.now()),
            is_unsure=is_unsure,
        )


def _is_of_task(place: str) -> bool:
    return place.startswith("task/") and place.split("/")[1].isdigit()


def _is_gone(place: str, answer: Answer, told: Told) -> bool:
    code = _code(told)
    return code in _GONE or (code is None and answer.status == 404 and _is_of_task(place))


def _code(told: Told) -> int | None:
    code = told.get("code")
    return int(str(code)) if is_number(code) else None


def _json(answer: Answer) -> Told:
    try:
        told = answer.json(dict)
    except AnswerUnreadable:
        # A page with 403 may be of a filter before the account, which one visitor's words have set off.
        if answer.status == 401:
            raise CrmMisconfigured(_KEY) from None
        raise
    return {str(name)[:1].lower() + str(name)[1:]: value for name, value in told.items()}
