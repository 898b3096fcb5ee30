"""`/panel/api/journal`: who did what with whose data, as rows, as CSV, and whether it is whole."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import Meta, Struct
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from ryadom.core.journal_desk import Checked, KeptHead, ShownLink
from ryadom.core.rights import Right, check_right
from ryadom.core.spool import PIECE_BYTES
from ryadom.errors import BadFrame
from ryadom.privacy.journal_check import Mark
from ryadom.store.journal import Filter
from ryadom.store.journal_chain import Action, Result
from ryadom.store.operator_sessions import OperatorSession
from ryadom.web.actors import actor_of
from ryadom.web.context import context_of
from ryadom.web.downloads import download_headers
from ryadom.web.guarded import GuardedRoute
from ryadom.web.responses import Json, read_json
from ryadom.web.session_api import cookie_of
from ryadom.web.streamed import Streamed, checked, first_of

Instant = Annotated[datetime, Meta(tz=True)]
Number = Annotated[int, Meta(ge=1, le=2**62)]


class Asked(Struct, frozen=True, kw_only=True):
    """The query: `since` is included, `before` is not; `below` is a number, for the page after one that was shown."""

    controller_id: UUID | None = None
    since: Instant | None = None
    before: Instant | None = None
    operator_id: UUID | None = None
    action: Action | None = None
    result: Result | None = None
    subject_id: UUID | None = None
    site_id: UUID | None = None
    below: Number | None = None

    def filter(self) -> Filter:
        """Which records are asked for."""
        return Filter(
            since=self.since,
            before=self.before,
            action=self.action,
            result=self.result,
            actor_id=self.operator_id,
            subject_id=self.subject_id,
            site_id=self.site_id,
        )


class SoFar(Struct, frozen=True, kw_only=True):
    """Where a verification goes on: what the answer before said, or nothing for the beginning."""

    controller_id: UUID | None = None
    number: Annotated[int, Meta(ge=0, le=2**62)] = 0
    hash: Annotated[str, Meta(pattern="^([0-9a-f]{64})?$")] = ""
    signature: Annotated[str, Meta(pattern="^([0-9]{1,11}[.][0-9a-f]{64})?$")] = ""


async def get_journal(request: Request, session: OperatorSession) -> Response:
    """A page of records that fit, newest first, and the number below which the next page begins."""
    asked = _asked(request)
    page = await context_of(request).journal_desk.read(
        session,
        asked.filter(),
        by=actor_of(request, session),
        controller_id=asked.controller_id,
        below=asked.below,
    )
    records = [_row(one) for one in page.links]
    return Json({"controller_id": page.controller_id, "records": records, "next_below": page.next_below})


async def get_journal_csv(request: Request, session: OperatorSession) -> Response:
    """All records that fit as CSV, oldest first, for as long as whoever asked may see them."""
    asked, context = _asked(request), context_of(request)
    desk, cookie = context.journal_desk, cookie_of(request, context.settings)
    file = await desk.export(session, asked.filter(), by=actor_of(request, session), controller_id=asked.controller_id)

    async def check() -> None:
        now = await context.sign_in.find(cookie)
        check_right(now, Right.SEE_JOURNAL)
        await desk.check_again(now, file)

    pieces = checked(_encoded(file.pieces), check)
    # What refuses the export is said before it begins, as an error and not as half a file.
    first = await first_of(request, pieces)
    return Streamed(
        first,
        pieces,
        ending=file.ending,
        piece_within_s=context.exports.patience.piece_within_s,
        headers=download_headers(f"journal-{datetime.now(UTC):%Y-%m-%d}.csv"),
        media_type="text/csv; charset=utf-8",
    )


async def get_journal_state(request: Request, session: OperatorSession) -> Response:
    """Which journals there are, and of one: how many records, the hash of the last, and the newest signed head."""
    state = await context_of(request).journal_desk.state(session, controller_id=_asked(request).controller_id)
    journals = [
        {
            "controller_id": view.controller_id,
            "legal_name": view.legal_name,
            "is_whole": view.sight.is_whole,
            "sites": [{"id": site.id, "name": site.name} for site in view.sites],
        }
        for view in state.journals
    ]
    return Json(
        {
            "journals": journals,
            "controller_id": state.controller_id,
            "number": state.number,
            "hash": state.hash,
            "signed_head": _signed(state.kept) if state.kept else None,
            "are_heads_unusable": state.are_heads_unusable,
        }
    )


async def post_journal_verify(request: Request, session: OperatorSession) -> Response:
    """Verifies the next 20,000 records at most; `is_done` says whether there is no need to ask again."""
    so_far = await read_json(request, SoFar)
    mark = Mark(number=so_far.number, hash=so_far.hash) if so_far.number else Mark()
    checked = await context_of(request).journal_desk.verify(
        session,
        by=actor_of(request, session),
        controller_id=so_far.controller_id,
        so_far=mark,
        signature=so_far.signature,
    )
    return Json(_checked(checked))


def journal_routes() -> list[BaseRoute]:
    """The addresses of the journal."""
    see, api = Right.SEE_JOURNAL, "/panel/api"
    return [
        GuardedRoute("GET", f"{api}/journal", get_journal, see),
        # Whoever only looks would have it made, and the journal would have that all of it was sent
        GuardedRoute("GET", f"{api}/journal.csv", get_journal_csv, see, has_head=False),
        GuardedRoute("GET", f"{api}/journal/state", get_journal_state, see),
        GuardedRoute("POST", f"{api}/journal/verify", post_journal_verify, see),
    ]


def _asked(request: Request) -> Asked:
    given = {name: value for name, value in request.query_params.items() if value and name in Asked.__struct_fields__}
    try:
        return msgspec.convert(given, type=Asked, strict=False)
    except msgspec.ValidationError as error:
        raise BadFrame(f"{error}.", field=str(error).partition("`$.")[2].rstrip("`") or None) from None


def _row(shown: ShownLink) -> dict[str, Any]:
    link, record = shown.link, shown.link.record
    return {
        "number": link.number,
        "at": link.at,
        "action": record.action,
        "result": record.result,
        "actor": {
            "kind": record.actor.kind,
            "id": record.actor.id,
            "name": record.actor.name,
            "network": record.actor.network,
        },
        "site_id": record.site_id,
        "visitor_ids": record.visitor_ids,
        "conversation_ids": record.conversation_ids,
        "details": record.details,
        "personal": shown.personal,
        "personal_details": shown.opened,
    }


def _signed(kept: KeptHead) -> dict[str, Any]:
    return {"at": kept.head.at, "number": kept.head.number, "hash": kept.head.hash, "fits": kept.fits}


def _checked(checked: Checked) -> dict[str, Any]:
    verdict = checked.part.verdict
    return {
        "is_done": checked.part.is_done,
        "number": checked.part.mark.number,
        "hash": checked.part.mark.hash,
        "signature": checked.signature,
        "end": checked.end,
        "broken": verdict.broken and {"number": verdict.number + 1, "reason": verdict.broken},
        "clock_went_back": verdict.clock_went_back,
        "kept_heads": checked.kept_heads,
    }


async def _encoded(pieces: AsyncGenerator[str]) -> AsyncGenerator[bytes]:
    async with aclosing(pieces):
        async for piece in pieces:
            stretch = piece.encode()
            # There is a time for so much of what is taken
            for begin in range(0, len(stretch), PIECE_BYTES):
                yield stretch[begin : begin + PIECE_BYTES]
