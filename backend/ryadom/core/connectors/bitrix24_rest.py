"""Calls to Bitrix24's REST and what its answers mean: its envelope, and its errors in plain Russian.

An error may come with any status, also 200, and its code may be an empty text. PHP gives an empty list where an empty
object was meant, and numbers as texts. Source: github.com/bitrix24/b24restdocs, _includes/system-errors.md, limits.md.
"""

from collections.abc import AsyncIterator, Mapping
from typing import Any

import msgspec
from msgspec import UNSET, Struct, UnsetType

from ryadom.core.connectors.line import CrmLine
from ryadom.core.connectors.protocol import Progress
from ryadom.core.connectors.replies import asked_s, is_number, rows_of, shown
from ryadom.core.outgoing.answers import Answer
from ryadom.errors import AnswerRedirects, AnswerUnreadable, CrmBusy, CrmMisconfigured, CrmRefused, RyadomError

WINDOW_S = 600.0
"""A portal counts how long a method runs within so long."""

_HEADERS = {"Content-Type": "application/json", "Accept": "application/json"}

_BUSY = frozenset(("QUERY_LIMIT_EXCEEDED", "INTERNAL_SERVER_ERROR", "ERROR_UNEXPECTED_ANSWER"))
_SETTINGS = {
    "NO_AUTH_FOUND": "Битрикс24 не узнал вебхук: его удалили или перевыпустили. Впишите новый адрес вебхука.",
    "INVALID_CREDENTIALS": "Битрикс24 не узнал вебхук: его удалили или перевыпустили. Впишите новый адрес вебхука.",
    "EXPIRED_TOKEN": "Срок доступа к Битрикс24 истёк. Создайте вебхук заново и впишите его адрес.",
    "INSUFFICIENT_SCOPE": "У вебхука Битрикс24 не хватает прав: нужно право «CRM (crm)».",
    "ACCESS_DENIED": "Битрикс24 не даёт доступа: у создателя вебхука нет прав в CRM, или REST не входит в тариф.",
    "USER_ACCESS_ERROR": "Создатель вебхука не имеет доступа к Битрикс24: его уволили или заблокировали.",
    "OVERLOAD_LIMIT": "Битрикс24 заблокировал REST портала за слишком частые запросы: напишите в его поддержку.",
    "PAYMENT_REQUIRED": "Битрикс24 просит оплатить тариф.",
    "ERROR_METHOD_NOT_FOUND": "Портал не знает нужного метода: проверьте адрес вебхука и права.",
    "INVALID_REQUEST": "Битрикс24 принимает запросы только по https: впишите адрес вебхука с https.",
}
_GONE = frozenset(("OWNER_NOT_FOUND", "NOT_FOUND"))


class _Envelope(Struct, frozen=True):
    """`error` tells that it is one by being there, also where it is empty. Of the rest PHP may make a list.

    One without `result` and `error` says nothing at all: it is of somebody between, or was cut to a smaller one.
    """

    result: Any = UNSET
    next: int | None = None
    error: str | int | UnsetType = UNSET
    error_description: Any = None
    time: Any = None


class Bitrix24Rest:
    """Calls by one webhook, whose path is `base`."""

    def __init__(self, line: CrmLine, *, base: str) -> None:
        self._line = line
        self._base = base
        self._resets_at = 0.0

    async def call(
        self,
        method: str,
        params: Mapping[str, Any] | None = None,
        *,
        writing: Progress | None = None,
        asking: Progress | None = None,
    ) -> Any:
        """The result of a method. `writing`: it changes something, which is to be noted there.

        `asking`: it tells something of a person, see `Progress.asks`.

        Raises:
            CrmBusy, CrmMisconfigured, CrmRefused: see `Connector`.
            RyadomError: nothing that can be read came, see `Caller.send` and `Answer.json`; a write may be done.
        """
        return (await self._ask(method, params or {}, writing=writing, asking=asking)).result

    async def rows(self, method: str, params: Mapping[str, Any], *, max_pages: int) -> list[Mapping[str, Any]]:
        """All rows of a list, of at most so many pages.

        Raises:
            RyadomError: see `call`.
        """
        return [row async for page in self.pages(method, params, max_pages=max_pages) for row in page]

    async def pages(
        self, method: str, params: Mapping[str, Any], *, max_pages: int
    ) -> AsyncIterator[list[Mapping[str, Any]]]:
        """The same by pages, 50 rows and a call each.

        Raises:
            RyadomError: see `call`.
        """
        start = 0
        for _ in range(max_pages):
            envelope = await self._ask(method, {**params, "start": start})
            yield rows_of(envelope.result)
            # One that names the same page again would be read for ever.
            if envelope.next is None or envelope.next <= start:
                return
            start = envelope.next

    async def _ask(
        self,
        method: str,
        params: Mapping[str, Any],
        *,
        writing: Progress | None = None,
        asking: Progress | None = None,
    ) -> _Envelope:
        try:
            answer = await self._line.ask(
                f"{self._base}/{method}.json",
                headers=_HEADERS,
                body=msgspec.json.encode(params),
                before_write=writing.writes if writing else None,
                before_ask=asking.asks if asking else None,
            )
        except AnswerRedirects:
            # Where to is not told: the path of what follows is the secret again.
            raise CrmMisconfigured(
                "Портал Битрикс24 переехал: он отвечает перенаправлением. Впишите новый адрес вебхука."
            ) from None
        try:
            envelope = answer.json(_Envelope)
        except AnswerUnreadable:
            # A page with 403 may be of a filter before the portal, which one visitor's words have set off.
            if answer.status == 401:
                raise CrmMisconfigured(_SETTINGS["NO_AUTH_FOUND"]) from None
            # So may what counts calls before it, which has let this one not in.
            if answer.status == 429:
                raise CrmBusy(
                    "Битрикс24 просит подождать: запросов слишком много.",
                    retry_after_s=asked_s(answer, now=self._line.now()),
                ) from None
            raise
        resets_at = envelope.time.get("operating_reset_at") if isinstance(envelope.time, dict) else None
        if isinstance(resets_at, int | float):
            self._resets_at = float(resets_at)
        if envelope.error is not UNSET or not answer.is_good:
            raise self._error(method, answer, envelope)
        if envelope.result is UNSET:
            raise AnswerUnreadable("Bitrix24 answered neither with a result nor with an error.")
        return envelope

    def _error(self, method: str, answer: Answer, envelope: _Envelope) -> RyadomError:
        code = "" if envelope.error is UNSET else shown(str(envelope.error)).upper()
        said = shown(str(envelope.error_description or ""))
        if code == "OPERATION_TIME_LIMIT":
            rest_s = self._resets_at - self._line.now()
            return CrmBusy(
                "Битрикс24 просит подождать: методы портала работали слишком долго.",
                retry_after_s=rest_s if 0 < rest_s <= WINDOW_S else WINDOW_S,
            )
        is_denied = code == "ACCESS_DENIED" or (code in ("", "0", "400") and "access denied" in said.lower())
        if is_denied and method.startswith("crm.timeline."):
            return CrmRefused("Создатель вебхука не видит эту карточку в Битрикс24.")
        if is_denied:
            # So is told who may not add leads, too, with 400 and an empty code.
            return CrmMisconfigured(_SETTINGS["ACCESS_DENIED"])
        if code in _SETTINGS:
            return CrmMisconfigured(_SETTINGS[code])
        if code in _BUSY or answer.status == 429 or answer.status >= 500:
            return CrmBusy(
                f"Битрикс24 просит подождать: {code or answer.status}.",
                retry_after_s=asked_s(answer, now=self._line.now()),
                is_unsure=code != "QUERY_LIMIT_EXCEEDED",
            )
        if answer.status in (401, 403):
            return CrmMisconfigured(
                f"Битрикс24 не даёт доступа: {code if code.isascii() and code.isidentifier() else answer.status}."
            )
        if code in _GONE:
            return CrmRefused("Карточки в Битрикс24 больше нет: её удалили. Отправьте диалог заново вручную.")
        return CrmRefused(f"Битрикс24 не принял: {code or answer.status}. {said}".strip())


def ids_of(result: object, what: str) -> list[str]:
    """The numbers in what findbycomm found of one kind; an empty list stands for an empty object.

    Raises:
        AnswerUnreadable: something else came. That is not to say that there are none.
    """
    if result == []:
        return []
    found = result.get(what, []) if isinstance(result, dict) else None
    # PHP makes an object of a list with gaps.
    found = list(found.values()) if isinstance(found, dict) else found
    if not isinstance(found, list) or not all(map(is_number, found)):
        raise AnswerUnreadable("Bitrix24 answered with something else where numbers of cards were wanted.")
    return list(map(str, found))
