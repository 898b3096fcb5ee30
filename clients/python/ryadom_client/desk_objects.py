"""What the server gives of subjects' requests, webhooks and reports; objects.py has all else."""

from datetime import date, datetime
from uuid import UUID

from msgspec import Struct


class SubjectRequest(Struct, frozen=True, kw_only=True, tag_field="object", tag="subject_request"):
    """A request of a data subject. `name`, `contact`, `text` and `outcome` are there by the scope `read_subjects`."""

    id: UUID
    number: int
    site: str | None
    kind: str
    source: str
    status: str
    version: int
    received_at: datetime
    due_on: date | None
    is_extended: bool
    closed_at: datetime | None
    name: str | None
    contact: str | None
    text: str | None
    outcome: str | None


class WebhookKeeper(Struct, frozen=True, kw_only=True):
    """The key that a webhook ends with. `ends_at` None: never, unless somebody revokes it."""

    id: UUID
    name: str
    ends_at: datetime | None


class Webhook(Struct, frozen=True, kw_only=True, tag_field="object", tag="webhook"):
    """Of what a program is told, and where. `sites` None: all of the firm's, also those to come.

    `looked_after_by` None: somebody of the house, or a server that does not tell it yet.
    """

    id: UUID
    created_at: datetime
    origin: str
    sites: tuple[str, ...] | None
    events: tuple[str, ...]
    data: str
    is_enabled: bool
    disabled_at: datetime | None
    disabled_because: str
    before_until: datetime | None
    looked_after_by: WebhookKeeper | None = None


class NewSecret(Struct, frozen=True, kw_only=True):
    """A webhook with its new secret, this once; None where it was given before."""

    webhook: Webhook
    secret: str | None


class WebhookHealth(Struct, frozen=True, kw_only=True, tag_field="object", tag="webhook_health"):
    """How it goes with a webhook. `most_data` None: the register of recipients allows no calls there."""

    waiting: int
    waiting_since: datetime | None
    failures: int
    failing_since: datetime | None
    paused_until: datetime | None
    succeeded_at: datetime | None
    most_data: str | None


class Delivery(Struct, frozen=True, kw_only=True, tag_field="object", tag="delivery"):
    """What a webhook was told, or is to be; `id` is the `webhook-id`."""

    id: UUID
    event: str
    site: str | None
    about_id: UUID
    happened_at: datetime
    queued_at: datetime
    due_at: datetime | None
    attempts: int
    outcome: str | None
    tried_at: datetime | None
    status: int | None
    took_ms: int | None
    failure: str
    answer: str
    origin: str = ""
    sent_at: datetime | None = None
    sent_bytes: int | None = None
    sent_data: str | None = None


class RequestHeader(Struct, frozen=True, kw_only=True):
    """One header of a delivery; of the signature the beginning alone."""

    name: str
    value: str


class DeliveryRequest(Struct, frozen=True, kw_only=True):
    """A delivery as it would be sent now; `is_same`: whether what was sent last is that, None where nobody can tell.

    Without a `body`, `withheld` says why: `register`, `not_told` or `person`.
    """

    method: str
    url: str
    headers: tuple[RequestHeader, ...]
    body: str | None
    withheld: str | None
    data: str
    is_masked: bool
    is_same: bool | None
    sent_at: datetime | None
    sent_bytes: int | None
    sent_data: str | None


class Trial(Struct, frozen=True, kw_only=True):
    """What came of a trial; `failure` is the code of an error where there was no answer, which `message` tells of."""

    is_good: bool
    status: int | None
    took_ms: int | None
    answer: str
    failure: str
    message: str


class Replayed(Struct, frozen=True, kw_only=True):
    """How many deliveries are due again; `is_whole` false: ask again once these are sent, there is no room for more."""

    count: int
    is_whole: bool


class Figures(Struct, frozen=True, kw_only=True):
    """What is counted of some conversations; docs/reports.md defines each. Times in seconds."""

    conversations: int
    returned: int
    answered: int
    missed: int
    by_bot: int = 0
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


class Period(Struct, frozen=True, kw_only=True):
    """Days of a calendar in `zone`, both included, and those before that they are compared with."""

    since: date
    until: date
    zone: str
    before_since: date
    before_until: date
    is_running: bool


class DayFigures(Struct, frozen=True, kw_only=True):
    """One day."""

    on: date
    figures: Figures


class GroupFigures(Struct, frozen=True, kw_only=True):
    """One operator, department, site or source."""

    id: UUID | None
    name: str
    figures: Figures


class Score(Struct, frozen=True, kw_only=True):
    """How many conversations have a rating, and how many of them words with it."""

    score: int
    conversations: int
    comments: int


class Report(Struct, frozen=True, kw_only=True, tag_field="object", tag="report"):
    """All of a report. `week`: by weekday from Monday on, then by hour."""

    sites: tuple[str, ...]
    period: Period
    counted_at: datetime | None
    is_whole: bool
    total: Figures
    before: Figures
    days: tuple[DayFigures, ...]
    hours: tuple[int, ...]
    week: tuple[tuple[int, ...], ...]
    operators: tuple[GroupFigures, ...]
    departments: tuple[GroupFigures, ...]
    by_site: tuple[GroupFigures, ...]
    sources: tuple[GroupFigures, ...]
    scores: tuple[Score, ...]
