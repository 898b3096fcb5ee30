"""`/api/v1/exports/…`: tables for programs that wait for them, and what may be asked for of any table."""

import functools
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta, Struct
from starlette.requests import Request
from starlette.responses import Response

from ryadom.core.api_keys import Program
from ryadom.core.export_counting import Form
from ryadom.core.export_files import Dialect
from ryadom.errors import BadBody
from ryadom.protocol.filters import Conditions, State
from ryadom.protocol.shared import Score
from ryadom.store.exports import Kind, Selection, columns_of
from ryadom.store.sites import Site
from ryadom.web.actors import network_of_request
from ryadom.web.api import Before, Since, SiteKeys, asked_of
from ryadom.web.context import context_of
from ryadom.web.downloads import download_headers
from ryadom.web.streamed import Streamed, checked, first_of

MEDIA_TYPES = {
    Form.CSV: "text/csv; charset=utf-8",
    Form.JSONL: "application/jsonl; charset=utf-8",
    Form.VCARD: "text/vcard; charset=utf-8",
}
FORMATS = "vcf: contact cards, of customers alone and with no choice of columns. Jobs make workbooks too."
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


def _of_conversations(what: str) -> Meta:
    return Meta(
        max_length=50,
        description=f"Of conversations {what}; may be repeated. Of customers: who has one that suits in everything.",
    )


class AskedForTable(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the queries of exports share."""

    site: SiteKeys = ()
    since: Since = BEGINNING
    before: Before | None = None
    department: Annotated[tuple[UUID, ...], _of_conversations("in the department with this id")] = ()
    operator: Annotated[tuple[UUID, ...], _of_conversations("that the operator with this id has, or closed")] = ()
    tag: Annotated[tuple[UUID, ...], _of_conversations("with the tag that has this id")] = ()
    state: Annotated[
        tuple[Literal["open", "snoozed", "closed"], ...], _of_conversations("that are open, snoozed, or closed")
    ] = ()
    score: Annotated[tuple[Score, ...], _of_conversations("that were rated so, or such ratings")] = ()
    unanswered: Annotated[
        Literal["true", "false"], Meta(description="true: of conversations whose visitor waits for an answer.")
    ] = "false"
    columns: (
        Annotated[str, Meta(min_length=1, max_length=1_000, description="Which, in which order, with commas between.")]
        | None
    ) = None
    delimiter: Annotated[Literal[";", ","], Meta(description="Of CSV.")] = ";"
    mark: Annotated[Literal["true", "false"], Meta(description="Whether CSV says UTF-8 to Excel.")] = "true"

    @property
    def dialect(self) -> Dialect:
        """How CSV is written."""
        return Dialect(delimiter=self.delimiter, has_mark=self.mark == "true")

    @property
    def conditions(self) -> Conditions:
        """Of which conversations."""
        return Conditions(
            department_ids=self.department,
            operator_ids=self.operator,
            tag_ids=self.tag,
            states=tuple(State(state) for state in dict.fromkeys(self.state)),
            scores=tuple(dict.fromkeys(self.score)),
            is_unanswered=self.unanswered == "true",
        )


class AskedFor(AskedForTable, frozen=True, kw_only=True):
    """The query of an export that is waited for."""

    format: Annotated[Literal["csv", "jsonl", "vcf"], Meta(description=FORMATS)] = "csv"


async def get_export(request: Request, program: Program) -> Response:
    """One table of what is held, as `ryadom export` writes it; journalled.

    Raises:
        BadBody: no such table, column or value; `field` says which.
        ScopeMissing: a site that the key may not ask for.
        Busy: as many are under way as may be.
        TooSlow: it was not made in time.
    """
    context = context_of(request)
    asked = asked_of(request, AskedFor)
    sites = program.chosen(asked.site)
    selection = selection_of(request, asked, sites)
    form, by = Form(asked.format), program.actor(network_of_request(request))
    pieces = checked(
        context.exports.stream(sites, selection, form, by=by, dialect=asked.dialect),
        functools.partial(context.api_keys.check_again, program),
    )
    # What fails before there is anything to give is told by its status
    first = await first_of(request, pieces)
    return Streamed(
        first,
        pieces,
        ending=context.exports.ending(sites, selection, form, by),
        piece_within_s=context.exports.patience.piece_within_s,
        headers=download_headers(f"{selection.kind}.{asked.format}"),
        media_type=MEDIA_TYPES[form],
    )


def selection_of(request: Request, asked: AskedForTable, sites: Sequence[Site]) -> Selection:
    """Which rows and columns of the table that the address names.

    Raises:
        BadBody: no such table or column; `field` says which.
    """
    try:
        kind = Kind(request.path_params["kind"])
    except ValueError:
        raise BadBody(f"There are exports of {', '.join(Kind)}.", field="kind") from None
    wanted = [name.strip() for name in asked.columns.split(",")] if asked.columns is not None else []
    return Selection(
        kind=kind,
        site_ids=[site.id for site in sites],
        columns=columns_of(kind, wanted),
        since=asked.since,
        before=asked.before,
        conditions=asked.conditions,
    )
