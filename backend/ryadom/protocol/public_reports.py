"""What programs are told by reports: numbers of conversations, nothing of visitors. docs/reports.md defines each.

As in protocol/public.py fields are added, never renamed nor taken away.
"""

from datetime import date
from uuid import UUID

from msgspec import Struct

from ryadom.protocol.public import Instant


class PublicFigures(Struct, frozen=True, kw_only=True):
    """What is counted of some conversations. Times in whole seconds, null where there is none to reckon with."""

    conversations: int
    returned: int
    answered: int
    missed: int
    by_bot: int
    open: int
    visitor_messages: int
    operator_messages: int
    answer_median_s: int | None
    answer_p90_s: int | None
    answer_work_median_s: int | None
    answer_work_p90_s: int | None
    resolution_median_s: int | None
    resolution_p90_s: int | None
    rating: float | None
    rated: int
    comments: int


class PublicPeriod(Struct, frozen=True, kw_only=True):
    """Days of a calendar in `zone`, both included, and those before that they are compared with.

    `is_running`: it has not ended; then as much of the days before is counted as has passed of these.
    """

    since: date
    until: date
    zone: str
    before_since: date
    before_until: date
    is_running: bool


class PublicDayFigures(Struct, frozen=True, kw_only=True):
    """One day."""

    on: date
    figures: PublicFigures


class PublicGroupFigures(Struct, frozen=True, kw_only=True):
    """One row. `id`: of the operator, department or site; null where there is none, and of a source."""

    id: UUID | None
    name: str
    figures: PublicFigures


class PublicScore(Struct, frozen=True, kw_only=True):
    """How many conversations have this rating, 1 to 5, and how many of them with words."""

    score: int
    conversations: int
    comments: int


class PublicReport(Struct, frozen=True, kw_only=True, tag_field="object", tag="report"):
    """All of a report. `hours`: how many conversations began in each hour of the day, 24; `week`: by weekday from
    Monday on, then by hour. `sources`: the 100 most frequent.

    `counted_at`: when what is stored was reckoned in last; null: never yet. `is_whole`: nothing older is left to do.
    """

    sites: tuple[str, ...]
    period: PublicPeriod
    counted_at: Instant | None
    is_whole: bool
    total: PublicFigures
    before: PublicFigures
    days: tuple[PublicDayFigures, ...]
    hours: tuple[int, ...]
    week: tuple[tuple[int, ...], ...]
    operators: tuple[PublicGroupFigures, ...]
    departments: tuple[PublicGroupFigures, ...]
    by_site: tuple[PublicGroupFigures, ...]
    sources: tuple[PublicGroupFigures, ...]
    scores: tuple[PublicScore, ...]
