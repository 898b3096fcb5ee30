"""Calls to an HTTP service of a 1C configuration and what its answers mean, in plain Russian.

The contract is ours (docs/connector-1c.md). What the platform and the web server before it say by themselves is not:
pages and plain text, and UTF-8 that begins with a byte order mark.
"""

import base64
import codecs
from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec.structs import replace

from ryadom.core.connectors.line import CrmLine
from ryadom.core.connectors.protocol import Progress
from ryadom.core.connectors.replies import asked_s, shown
from ryadom.core.outgoing.answers import Answer
from ryadom.errors import AnswerRedirects, AnswerUnreadable, CrmBusy, CrmMisconfigured, CrmRefused, RyadomError

_KEY = "1С не узнала пользователя: проверьте имя, пароль и что ему разрешён вход по имени и паролю."
_MOVED = "HTTP-сервис 1С переехал: он отвечает перенаправлением. Впишите новый адрес."
_NO_SERVICE = "По этому адресу нет HTTP-сервиса 1С: проверьте адрес, публикацию базы и шаблоны URL сервиса."
_BUSY = frozenset((429, 503))
"""What a publication without a free session says, or a base that is locked for repairs; whatever the body."""

Told = Mapping[str, Any]


class OneCRest:
    """Calls as one user. Paths are those behind the service's."""

    def __init__(self, line: CrmLine, *, base: str, user: str, password: str) -> None:
        self._line = line
        self._base = base
        token = base64.b64encode(f"{user}:{password}".encode()).decode("ascii")
        self._headers = {
            "Authorization": f"Basic {token}",
            "Content-Type": "application/json; charset=utf-8",
            "Accept": "application/json",
        }

    async def get(self, path: str) -> Told:
        """What is there.

        Raises:
            RyadomError: see `post`.
        """
        return await self._ask("GET", path)

    async def post(self, path: str, body: object, *, writing: Progress) -> Told:
        """What the service answers to what it has taken.

        Raises:
            CrmBusy, CrmMisconfigured, CrmRefused: see `Connector`.
            RyadomError: nothing that can be read came, see `Caller.send` and `Answer.json`; it may be done.
        """
        return await self._ask("POST", path, body=msgspec.json.encode(body), writing=writing)

    async def _ask(self, method: str, path: str, *, body: bytes = b"", writing: Progress | None = None) -> Told:
        try:
            answer = await self._line.ask(
                f"{self._base}/{path}",
                headers=self._headers,
                body=body,
                method=method,
                before_write=writing.writes if writing else None,
            )
        except AnswerRedirects:
            raise CrmMisconfigured(_MOVED) from None
        if answer.status in _BUSY:
            raise self._busy(answer, "")
        told = _json(answer)
        if not answer.is_good or told.get("ok") is False:
            raise self._error(answer, shown(str(told.get("error") or "")))
        if told.get("ok") is not True:
            raise AnswerUnreadable("1C answered neither that all is well nor that it is not.")
        return told

    def _error(self, answer: Answer, words: str) -> RyadomError:
        if answer.status == 401:
            return CrmMisconfigured(_KEY)
        if answer.status == 403:
            return CrmMisconfigured("1С не даёт доступа: у пользователя нет прав.")
        if answer.status >= 500:
            return self._busy(answer, words)
        return CrmRefused(f"1С не приняла: {words or answer.status}")

    def _busy(self, answer: Answer, words: str) -> CrmBusy:
        return CrmBusy(
            f"1С просит подождать: {answer.status}. {words}".strip(),
            retry_after_s=asked_s(answer, now=self._line.now()),
            is_unsure=answer.status != 429,
        )


def _json(answer: Answer) -> Told:
    try:
        return replace(answer, body=answer.body.removeprefix(codecs.BOM_UTF8)).json(dict)
    except AnswerUnreadable:
        # By the web server, before the service was asked. A page with 403 may be of a filter, which one visitor's words
        # have set off.
        if answer.status == 401:
            raise CrmMisconfigured(_KEY) from None
        if answer.status in (404, 405):
            raise CrmMisconfigured(_NO_SERVICE) from None
        raise
