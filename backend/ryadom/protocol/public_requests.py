"""What programs are told of requests of data subjects, and may say of them.

As in protocol/public.py fields are added, never renamed nor taken away.
"""

from datetime import date
from typing import Literal
from uuid import UUID

from msgspec import Struct

from ryadom.protocol.public import Instant
from ryadom.protocol.public_orders import Order


class PublicSubjectRequest(Struct, frozen=True, kw_only=True, tag_field="object", tag="subject_request"):
    """A request of a data subject: what they ask for, where it stands, and by when it is to be answered.

    `number` is the firm's, without gaps. `site`: where it came from; null where that is not known. `kind`: `access`,
    `rectification`, `restriction`, `erasure`, `withdrawal`, `objection`. `source`: `widget`, `email`, `panel`, `api`.
    `status`: `received`, `identity_check`, `in_work`, `answered`, `refused`. `due_on`: the last day, in Moscow; null
    where the calendar of working days does not reach so far yet. `name`, `contact`, `text` and `outcome` (what they
    were answered) are null for keys without the scope `read_subjects`.
    """

    id: UUID
    number: int
    site: str | None
    kind: str
    source: str
    status: str
    version: int
    received_at: Instant
    due_on: date | None
    is_extended: bool
    closed_at: Instant | None
    name: str | None
    contact: str | None
    text: str | None
    outcome: str | None


class SubjectRequestChange(Order, frozen=True, kw_only=True):
    """That the subject was asked to show who they are. All else is for a person to decide."""

    status: Literal["identity_check"]
