"""What a connector to a CRM is: one file per CRM behind this protocol, and one entry in `kinds.KINDS`.

A connector keeps nothing: what has been done is noted through `Progress`, so that whoever goes on after a kill, a lost
answer or another process's death begins where the last one came to.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, tzinfo
from enum import StrEnum
from typing import Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

from msgspec import Struct

from ryadom.core.connectors.line import CrmLine
from ryadom.core.outgoing.urls import Target

ORIGINATOR = "ryadom"
"""By which a CRM knows our cards from others'; with the conversation's id it names one."""

NOBODY = "00000000-0000-0000-0000-000000000000"
"""An id that no conversation has: looked for by a check."""

UNSURE_S = 130.0
"""How long it is not known whether a write without an answer was done.

It may be sent until our deadline (`line.BOUNDS`), and a CRM lets a request run for 60 s.
"""


MOSCOW = ZoneInfo("Europe/Moscow")


class Trigger(StrEnum):
    """Why a conversation goes to a CRM. Values are stored: add, never rename.

    `REST`: it was closed, and the rules that made its card have no word on that: what was said since is to follow.
    """

    CONTACTS = "contacts"
    CLOSED = "closed"
    TAG = "tag"
    RATED = "rated"
    REST = "rest"
    MANUAL = "manual"


class Said(Struct, frozen=True, kw_only=True):
    """One message of the transcript, as it stands now; `who`: the operator's name, or what a customer is called."""

    seq: int
    at: datetime
    who: str
    text: str


class Receipt(Struct, frozen=True, kw_only=True):
    """What the CRM has of a conversation: its card, and the transcript up to and with `told_seq`.

    `number`: how people there call the card, where that is not `remote_id`.
    """

    remote_id: str = ""
    number: str = ""
    url: str = ""
    told_seq: int = 0


class Lately(Struct, frozen=True, kw_only=True):
    """How to reach somebody, as far as it may be new to who was told of them before: telephones as they are dialled."""

    name: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()

    @property
    def reach(self) -> tuple[str, ...]:
        """Telephones and addresses."""
        return (*self.phones, *self.emails)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is new."""
        return not self.name and not self.reach


class Case(Struct, frozen=True, kw_only=True):
    """What is pushed: a conversation and its customer as they are now; an empty text is something nobody has said.

    `link` leads to the conversation in the panel. `campaign`: utm parameters and numbers of clicks by their names.
    `metrica_client_id`: what the site's counter of Yandex Metrica calls the browser. `rating_comment`: the words that
    came with `score`. `zone`: of the site's clock, by which times are told.
    `said`: what came after `known.told_seq`, oldest first; `is_more`: there is more than was loaded at once. `lately`:
    what stands of the visitor's in `said`, and what was written down or told since the last push. `read_at`: now.
    """

    conversation_id: UUID
    visitor_id: UUID
    site: str
    link: str
    began_at: datetime
    name: str
    phone: str
    email: str
    company: str
    about: str
    external_id: str
    operator: str
    department: str
    result: str
    tags: tuple[str, ...]
    score: int | None
    landing_url: str
    referrer: str
    campaign: Mapping[str, str]
    metrica_client_id: str = ""
    rating_comment: str = ""
    zone: tzinfo = MOSCOW
    basis: str
    advertising_consent: bool
    known: Receipt
    said: tuple[Said, ...]
    is_more: bool = False
    lately: Lately = Lately()
    read_at: datetime


class Choice(Struct, frozen=True):
    """Something of the CRM's own that is picked from a list: a stage, a person."""

    id: str
    name: str


class Lists(Struct, frozen=True, kw_only=True):
    """What can be picked. `places`: funnels or shops. `fields`: of the card, which may be mapped, by the name that a
    mapping has for them. `notes`: in Russian, which list could not be read, and why."""

    stages: tuple[Choice, ...] = ()
    people: tuple[Choice, ...] = ()
    sources: tuple[Choice, ...] = ()
    places: tuple[Choice, ...] = ()
    fields: tuple[Choice, ...] = ()
    notes: tuple[str, ...] = ()


class Checked(Struct, frozen=True, kw_only=True):
    """The CRM answers, and lets us do what we need. `account`: as whom it knows us."""

    account: str


class PushEnded(Exception):
    """This process may push this conversation no more.

    Another one does, it was erased, or somebody has changed or disabled the connector.
    """


class Progress(Protocol):
    """Where a connector notes how far it is."""

    async def asks(self) -> None:
        """To be called just before each call that tells who is looked for: `CrmLine.ask` does, given `before_ask`.

        Raises:
            PushEnded, Withheld (see `cases`), EgressForbidden: nothing of them may be told, or not any more.
            DatabaseUnavailable: nor where that can't be said.
        """

    async def writes(self) -> None:
        """To be called just before each call that may not be made twice: `CrmLine.ask` does, given `before_write`.

        Raises:
            PushEnded, Withheld (see `cases`), EgressForbidden: it may not be made, or not any more.
            DatabaseUnavailable: nor where that can't be said.
        """

    async def wrote(self, receipt: Receipt) -> None:
        """To be called once its answer is there: what is in the CRM by now.

        Raises:
            PushEnded: nobody wants to know any more.
            DatabaseUnavailable: nor where that can't be said.
        """


class Connector(Protocol):
    """One account of one CRM, with its settings and mapping.

    All raise, beside what a call may raise (`Caller.send`, `Answer.json`):
        CrmBusy: try again later; nothing was done, unless it says that this is unsure.
        CrmMisconfigured: nothing will succeed until somebody changes the settings. In words of ours alone: people of
            all sites are shown them, and a CRM may repeat what it was sent of a customer.
        CrmRefused: this one won't.
    """

    async def check(self) -> Checked:
        """Tries the account, and changes nothing."""

    async def lists(self) -> Lists:
        """What can be picked for its settings."""

    def preview(self, case: Case) -> Mapping[str, str]:
        """The fields of the card as they would be sent, by the CRM's own names, without those that nobody maps."""

    async def push(self, case: Case, progress: Progress) -> Receipt:
        """Makes the card, unless there is one, and adds to it what it lacks of the transcript."""


class Kind(Struct, frozen=True, kw_only=True):
    """A CRM that we know. `title`: as people call it. `per_second`, `burst`: how many calls one account takes.

    `target_of` reads where its settings (JSON) lead; `open` makes the connector. Both raise BadBody where settings or
    mapping are not as this kind has them; `field` names what is wrong. `placed_by`: settings on which, beside the
    account's origin, it depends what a card's id means. `has_paths`: a host has accounts of many, each under a path.
    """

    name: str
    title: str
    per_second: float
    burst: float
    target_of: Callable[[bytes], Target]
    open: Callable[[bytes, Mapping[str, str], CrmLine], Connector]
    placed_by: tuple[str, ...] = ("creates",)
    has_paths: bool = False
