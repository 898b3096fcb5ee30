"""What an operator may narrow the inbox down by."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from ryadom.protocol.shared import Score


class State(StrEnum):
    """In which of three states a conversation is; `open` is open and not snoozed."""

    OPEN = "open"
    SNOOZED = "snoozed"
    CLOSED = "closed"


SomeIds = Annotated[tuple[UUID, ...], Meta(max_length=50)]


class Filter(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What `filtered` shows: the conversations that meet every condition there is, in any of the ways of a condition.

    `operator_ids`: who has it, or had it when it was closed. `since` (included) and `until` (not): when something
    happened in it last. `is_unanswered`: its visitor waits for an answer; for how long, the panel reckons, for it goes
    on by itself.
    """

    site_ids: SomeIds = ()
    department_ids: SomeIds = ()
    operator_ids: SomeIds = ()
    tag_ids: SomeIds = ()
    states: Annotated[tuple[State, ...], Meta(max_length=3)] = ()
    scores: Annotated[tuple[Score, ...], Meta(max_length=5)] = ()
    since: Annotated[datetime, Meta(tz=True)] | None = None
    until: Annotated[datetime, Meta(tz=True)] | None = None
    is_unanswered: bool = False
