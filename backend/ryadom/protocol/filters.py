"""What an operator may narrow the inbox, and exports, down by."""

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


NONE = UUID(int=0)
"""Among the ids of a condition: of conversations that are in no department, or that nobody leads, a bot neither."""

SomeIds = Annotated[tuple[UUID, ...], Meta(max_length=50)]


class Conditions(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a conversation is to be: every condition there is must be met, in any of its ways.

    `operator_ids`: who has it, or had it when it was closed. An id of zeros, there or in `department_ids`: nobody's, or
    in no department. `is_unanswered`: its visitor waits for an answer.
    """

    department_ids: SomeIds = ()
    operator_ids: SomeIds = ()
    tag_ids: SomeIds = ()
    states: Annotated[tuple[State, ...], Meta(max_length=3)] = ()
    scores: Annotated[tuple[Score, ...], Meta(max_length=5)] = ()
    is_unanswered: bool = False


class Filter(Conditions, frozen=True, kw_only=True, omit_defaults=True):
    """What `filtered` and `unanswered` show: the conversations of these sites that meet every condition there is.

    `since` (included) and `until` (not): when something happened in it last. For how long its visitor has waited for an
    answer the panel reckons, for it goes on by itself: whoever has waited for longer comes first in `unanswered`.
    """

    site_ids: SomeIds = ()
    since: Annotated[datetime, Meta(tz=True)] | None = None
    until: Annotated[datetime, Meta(tz=True)] | None = None
