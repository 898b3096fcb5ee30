"""Calls to RetailCRM's API v5 and what its answers mean, in plain Russian.

What is asked for goes as a form whose values are JSON. Source: docs.retailcrm.ru, Developers, API rules.
"""

from collections.abc import AsyncIterator, Mapping
from typing import Any
from urllib.parse import urlencode

import msgspec

from ryadom.core.connectors.line import CrmLine
from ryadom.core.connectors.protocol import Progress
from ryadom.core.connectors.replies import asked_s, rows_of, shown
from ryadom.core.outgoing.answers import Answer
from ryadom.errors import AnswerRedirects, AnswerUnreadable, CrmBusy, CrmMisconfigured, CrmRefused, RyadomError

PAGE = 20
"""The fewest rows that a page may have: so it stays within what we read (`line.BOUNDS`), however long they are."""

_KEY = "RetailCRM не узнала ключ API: его удалили или перевыпустили. Впишите новый."
_MOVED = "Аккаунт RetailCRM переехал: он отвечает перенаправлением. Впишите новый адрес."
_NO_ACCOUNT = "По этому адресу нет аккаунта RetailCRM: впишите адрес, как https://shop.retailcrm.ru."
_NO_METHOD = "По этому адресу нет нужного метода API v5: проверьте адрес аккаунта RetailCRM."
_GONE = "Клиента или заказа в RetailCRM больше нет: его удалили. Отправьте диалог заново вручную."
_SITE = "Ключ API видит несколько магазинов: впишите код одного (site)."

_BUSY = {429: "запросов слишком много", 503: "503"}
_NOT_FOUND = "not found"
_UNKNOWN_KEY = ('"apikey" is missing', 'wrong "apikey"')

Told = Mapping[str, Any]


class RetailRest:
    """Calls with one key. Paths are those behind `/api/`."""

    def __init__(self, line: CrmLine, *, key: str) -> None:
        self._line = line
        self._key = key

    async def get(self, path: str, query: Mapping[str, object] | None = None) -> Told:
        """What is there.

        Raises:
            RyadomError: see `post`.
        """
        return self._read(await self._ask("GET", path, query or {}))

    async def find(self, path: str, query: Mapping[str, object]) -> Told | None:
        """The same of what may not be there.

        Raises:
            RyadomError: see `post`.
        """
        answer = await self._ask("GET", path, query)
        if answer.status == 404 and _said(_json(answer)).startswith(_NOT_FOUND):
            return None
        return self._read(answer)

    async def pages(
        self,
        path: str,
        query: Mapping[str, object],
        *,
        what: str,
        max_pages: int,
        asking: Progress | None = None,
    ) -> AsyncIterator[list[Told]]:
        """The rows of a list under the name `what`, by pages and a call each.

        `asking`: it tells something of a person, see `Progress.asks`.

        Raises:
            RyadomError: see `post`.
        """
        for page in range(1, max_pages + 1):
            told = self._read(await self._ask("GET", path, {**query, "limit": PAGE, "page": page}, asking=asking))
            yield rows_of(told.get(what))
            pagination = told.get("pagination")
            count = pagination.get("totalPageCount") if isinstance(pagination, dict) else None
            if not isinstance(count, int) or count <= page:
                return

    async def post(self, path: str, form: Mapping[str, object], *, writing: Progress) -> Told:
        """What has been made. Values that are no texts go as JSON.

        Raises:
            CrmBusy, CrmMisconfigured, CrmRefused: see `Connector`.
            RyadomError: nothing that can be read came, see `Caller.send` and `Answer.json`; it may be done.
        """
        values = {
            name: value if isinstance(value, str) else msgspec.json.encode(value).decode()
            for name, value in form.items()
        }
        return self._read(await self._ask("POST", path, {}, body=urlencode(values).encode(), writing=writing))

    async def _ask(
        self,
        method: str,
        path: str,
        query: Mapping[str, object],
        *,
        body: bytes = b"",
        writing: Progress | None = None,
        asking: Progress | None = None,
    ) -> Answer:
        try:
            answer = await self._line.ask(
                f"/api/{path}?{urlencode(query)}" if query else f"/api/{path}",
                headers={
                    "X-API-KEY": self._key,
                    "Accept": "application/json",
                    **({"Content-Type": "application/x-www-form-urlencoded"} if body else {}),
                },
                body=body,
                method=method,
                before_write=writing.writes if writing else None,
                before_ask=asking.asks if asking else None,
            )
        except AnswerRedirects:
            raise CrmMisconfigured(_MOVED) from None
        if answer.status in _BUSY:
            # Whatever says it, also a page. What got 429 was not let in.
            raise CrmBusy(
                f"RetailCRM просит подождать: {_BUSY[answer.status]}.",
                retry_after_s=asked_s(answer, now=self._line.now()),
                is_unsure=answer.status != 429,
            )
        return answer

    def _read(self, answer: Answer) -> Told:
        told = _json(answer)
        # An error may stand under a good status, too.
        if not answer.is_good or told.get("success") is False:
            raise self._error(answer, told)
        if told.get("success") is not True:
            raise AnswerUnreadable("RetailCRM answered neither with a success nor with an error.")
        return told

    def _error(self, answer: Answer, told: Told) -> RyadomError:
        # By how it begins: further on, it may repeat what a visitor wrote, who must stop nothing.
        said, errors = _said(told), told.get("errors")
        if said.startswith(_UNKNOWN_KEY) or answer.status == 401:
            return CrmMisconfigured(_KEY)
        if said.startswith("account does not exist"):
            return CrmMisconfigured(_NO_ACCOUNT)
        if answer.status == 402:
            return CrmMisconfigured("Аккаунт RetailCRM не оплачен.")
        if said.startswith("access denied") or answer.status == 403:
            return CrmMisconfigured("RetailCRM не даёт доступа: ключу API не разрешён нужный метод или магазин.")
        if said.startswith("parameter 'site'") or (isinstance(errors, dict) and "site" in errors):
            return CrmMisconfigured(_SITE)
        if answer.status == 404:
            return CrmRefused(_GONE) if said.startswith(_NOT_FOUND) else CrmMisconfigured(_NO_METHOD)
        if answer.status >= 500 or (answer.is_good and not errors):
            return CrmBusy(
                f"RetailCRM просит подождать: {answer.status}. {_words(told)}".strip(),
                retry_after_s=asked_s(answer, now=self._line.now()),
                is_unsure=True,
            )
        return CrmRefused(f"RetailCRM не приняла: {_words(told) or answer.status}")


def _json(answer: Answer) -> Told:
    try:
        return answer.json(dict)
    except AnswerUnreadable:
        # A page with 403 may be of a filter before the account, which one visitor's words have set off.
        if answer.status == 401:
            raise CrmMisconfigured(_KEY) from None
        raise


def _said(told: Told) -> str:
    return str(told.get("errorMsg", "")).lower()


def _words(told: Told) -> str:
    """Which field was wrong and how. PHP makes a list of a map without names."""
    errors = told.get("errors")
    named = [f"{name}: {words}" for name, words in errors.items()] if isinstance(errors, dict) else []
    listed = [str(words) for words in errors] if isinstance(errors, list) else []
    return shown("; ".join((*named, *listed)) or str(told.get("errorMsg", "")))
