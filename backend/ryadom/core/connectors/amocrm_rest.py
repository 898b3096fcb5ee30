"""Calls to amoCRM's API v4 and what its answers mean, in plain Russian.

Nothing found is 204 without a body. Source: amocrm.ru/developers, error codes; limits as developers.kommo.com has them.
"""

from collections.abc import AsyncIterator, Mapping
from typing import Any
from urllib.parse import urlencode

import msgspec

from ryadom.core.connectors.amocrm_refusals import words_of_refusal
from ryadom.core.connectors.line import CrmLine
from ryadom.core.connectors.protocol import Progress
from ryadom.core.connectors.replies import asked_s, parts_of, rows_of
from ryadom.core.outgoing.answers import Answer
from ryadom.errors import AnswerRedirects, AnswerUnreadable, CrmBusy, CrmMisconfigured, CrmRefused, RyadomError

_SETTINGS = {
    401: "amoCRM не узнала токен: его срок истёк, его отозвали, или это токен другого аккаунта. Создайте новый "
    "долгосрочный токен и впишите его.",
    402: "Аккаунт amoCRM не оплачен.",
    403: "amoCRM не даёт доступа: у создателя токена нет прав на сделки и контакты, адрес этого сервера не в списке "
    "разрешённых, или аккаунт заблокирован за частые запросы.",
}
_MOVED = "Аккаунт amoCRM переехал: он отвечает перенаправлением. Впишите новый адрес."
_NO_ACCOUNT = "По этому адресу нет amoCRM: впишите адрес аккаунта, как https://shop.amocrm.ru."


class AmoRest:
    """Calls with one token."""

    def __init__(self, line: CrmLine, *, token: str) -> None:
        self._line = line
        self._headers = {
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/json",
            "Accept": "application/hal+json, application/problem+json",
        }

    async def get(self, path: str, query: Mapping[str, object] | None = None, *, asking: Progress | None = None) -> Any:
        """What is there; None says that nothing is. `asking`: it tells something of a person, see `Progress.asks`.

        Raises:
            RyadomError: see `post`.
        """
        return await self._ask("GET", path, query or {}, asking=asking)

    async def pages(
        self, path: str, query: Mapping[str, object], *, what: str, max_pages: int
    ) -> AsyncIterator[list[Mapping[str, Any]]]:
        """The rows of a list under the name `what`, by pages and a call each.

        Raises:
            RyadomError: see `post`.
        """
        for page in range(1, max_pages + 1):
            told = await self.get(path, {**query, "page": page})
            rows = listed(told, what)
            yield rows
            if not rows or not has_more(told):
                return

    async def post(self, path: str, body: object, *, writing: Progress) -> Any:
        """What has been made.

        Raises:
            CrmBusy, CrmMisconfigured, CrmRefused: see `Connector`.
            RyadomError: nothing that can be read came, see `Caller.send` and `Answer.json`; it may be done.
        """
        return await self._ask("POST", path, {}, sent=body, writing=writing)

    async def patch(self, path: str, body: object, *, writing: Progress) -> None:
        """Changes what is named of something; the rest of it stays.

        Raises:
            RyadomError: see `post`.
        """
        await self._ask("PATCH", path, {}, sent=body, writing=writing)

    async def _ask(
        self,
        method: str,
        path: str,
        query: Mapping[str, object],
        *,
        sent: object = None,
        writing: Progress | None = None,
        asking: Progress | None = None,
    ) -> Any:
        try:
            answer = await self._line.ask(
                f"/api/v4/{path}?{urlencode(query)}" if query else f"/api/v4/{path}",
                headers=self._headers,
                body=b"" if sent is None else msgspec.json.encode(sent),
                method=method,
                before_write=writing.writes if writing else None,
                before_ask=asking.asks if asking else None,
            )
        except AnswerRedirects:
            raise CrmMisconfigured(_MOVED) from None
        if answer.status == 204:
            return None
        if answer.status == 429:
            # Said by what stands before the account, as a page.
            raise CrmBusy(
                "amoCRM просит подождать: запросов слишком много.",
                retry_after_s=asked_s(answer, now=self._line.now()),
            )
        try:
            told = answer.json(object)
        except AnswerUnreadable:
            # A page with 403 may be of a filter before the account, which one visitor's words have set off.
            if answer.status in (401, 402):
                raise CrmMisconfigured(_SETTINGS[answer.status]) from None
            raise
        status = _status(answer, told)
        if not 200 <= status < 300:
            raise self._error(path, answer, status, told, sent)
        if told is None:
            # Only 204 says that there is nothing.
            raise AnswerUnreadable("amoCRM answered with neither a list nor a thing.")
        return told

    def _error(self, path: str, answer: Answer, status: int, told: object, sent: object) -> RyadomError:
        if status in _SETTINGS:
            return CrmMisconfigured(_SETTINGS[status])
        if status == 429 or status >= 500:
            return CrmBusy(
                f"amoCRM просит подождать: {status}.",
                retry_after_s=asked_s(answer, now=self._line.now()),
                is_unsure=status != 429,
            )
        if status == 404 and path.endswith("/notes"):
            return CrmRefused("Сделки в amoCRM больше нет: её удалили. Отправьте диалог заново вручную.")
        if status == 404:
            return CrmMisconfigured(_NO_ACCOUNT)
        return CrmRefused(f"amoCRM не приняла: {status}. {words_of_refusal(told, sent)}".strip())


def listed(told: object, what: str) -> list[Mapping[str, Any]]:
    """The rows of a list that was asked for, under their name; None says that there are none.

    Raises:
        AnswerUnreadable: something else came. That is not to say that there are none.
    """
    return [] if told is None else rows_of(_embedded(told).get(what))


def embedded(entity: Mapping[str, Any], what: str) -> list[Mapping[str, Any]]:
    """What something carries with it under a name, if anything."""
    return parts_of(_embedded(entity).get(what))


def has_more(told: object) -> bool:
    """Whether a list goes on behind this page."""
    links = told.get("_links") if isinstance(told, dict) else None
    return isinstance(links, dict) and "next" in links


def _embedded(told: object) -> Mapping[str, Any]:
    held = told.get("_embedded") if isinstance(told, dict) else None
    return held if isinstance(held, dict) else {}


def _status(answer: Answer, told: object) -> int:
    """What the answer says of itself, if it is an error by its body: a good status may stand above one."""
    status = told.get("status") if isinstance(told, dict) and "title" in told else None
    if answer.is_good and isinstance(status, int) and 400 <= status < 600:
        return status
    return answer.status
