"""Exports as the panel asks for them and is told of them."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta, Struct

from ryadom.core.export_counting import Form
from ryadom.protocol.filters import Conditions
from ryadom.store.export_jobs import Job, State
from ryadom.store.exports import COLUMNS, EVERYTHING, Kind
from ryadom.store.sites import Site

MAX_COLUMNS = 50
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)

Time = Annotated[datetime, Meta(tz=True)]


class NewExport(Struct, frozen=True, kw_only=True):
    """An export as a form asks for it. Null: all columns in their order, a period without a beginning or an end.

    `conditions`: of which conversations.
    """

    kind: Kind
    form: Form
    site_ids: Annotated[list[UUID], Meta(min_length=1)]
    since: Time | None = None
    before: Time | None = None
    columns: Annotated[list[str], Meta(max_length=MAX_COLUMNS)] | None = None
    delimiter: Literal[";", ","] = ";"
    has_mark: bool = True
    conditions: Conditions = EVERYTHING


class OwnExport(Struct, frozen=True, kw_only=True):
    """One that the reader has asked for. `sites`: names of those on which they still work; `columns` empty: all."""

    id: UUID
    kind: Kind
    form: Form
    sites: tuple[str, ...]
    columns: tuple[str, ...]
    since: datetime | None
    before: datetime | None
    conditions: Conditions
    is_masked: bool
    state: State
    reason: str
    asked_at: datetime
    rows_done: int
    rows_about: int | None
    size_bytes: int | None
    finished_at: datetime | None
    expires_at: datetime | None


class Named(Struct, frozen=True, kw_only=True):
    """A site, a department, an operator or a tag that one may choose."""

    id: UUID
    name: str


class ConditionChoices(Struct, frozen=True, kw_only=True):
    """What conversations of these sites may be of, by name."""

    departments: tuple[Named, ...]
    operators: tuple[Named, ...]
    tags: tuple[Named, ...]


class OwnExports(Struct, frozen=True, kw_only=True):
    """What the reader has asked for, newest first, and what they may ask for. `is_masked`: they see contacts masked."""

    exports: tuple[OwnExport, ...]
    sites: tuple[Named, ...]
    choices: ConditionChoices
    columns: Mapping[Kind, tuple[str, ...]]
    is_masked: bool


class Link(Struct, frozen=True):
    """The last part of the address of a file."""

    link: str


def shown(job: Job, sites: Sequence[Site]) -> OwnExport:
    """A job as its maker, who works on these sites, is told of it."""
    return OwnExport(
        id=job.id,
        kind=job.kind,
        form=Form(job.form),
        sites=tuple(site.name for site in sites if site.id in job.site_ids),
        columns=job.columns if list(job.columns) != list(COLUMNS[job.kind]) else (),
        since=job.since if job.since > BEGINNING else None,
        before=job.before,
        conditions=job.conditions,
        is_masked=job.is_masked,
        state=job.state,
        reason=job.reason,
        asked_at=job.asked_at,
        rows_done=job.rows_done,
        rows_about=job.rows_about,
        size_bytes=job.size_bytes,
        finished_at=job.finished_at,
        expires_at=job.expires_at,
    )
