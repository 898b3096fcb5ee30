"""What mail is sent about, with the facts that it tells."""

from datetime import date, datetime

from msgspec import Struct

from ryadom.privacy.calendar import MOSCOW
from ryadom.privacy.incidents import AlarmKind, Notice
from ryadom.privacy.request_terms import Stage


class TrialMail(Struct, frozen=True):
    """Shows that mail arrives."""


class AccountLocked(Struct, frozen=True, kw_only=True):
    """Somebody guesses at the password of an operator's account."""

    email: str
    attempts: int
    minutes: int


class RequestDue(Struct, frozen=True, kw_only=True):
    """A subject's request waits for its answer. Who asks and what is for the panel only."""

    number: int
    stage: Stage
    on: date | None


class ManyRequests(Struct, frozen=True, kw_only=True):
    """More requests came by the public pages within a day than are told of one by one."""

    requests: int


class ManyNewcomers(Struct, frozen=True, kw_only=True):
    """So many newcomers write on a site that it takes them for an attack."""

    site: str
    newcomers: int
    minutes: int


class IncidentAlarm(Struct, frozen=True, kw_only=True):
    """An incident was opened, or the deadline of a notice is near or has passed; then there is a notice."""

    number: int
    title: str
    kind: AlarmKind
    notice: Notice | None = None
    deadline_at: datetime | None = None

    def deadline(self, form: str) -> str:
        """When that is in Moscow, in this form of `strftime`; empty where there is none."""
        return self.deadline_at.astimezone(MOSCOW).strftime(form) if self.deadline_at else ""


class ManySubjects(Struct, frozen=True, kw_only=True):
    """A controller comes near the number of people from which more protection is asked for."""

    subjects: int


class OperatorInvited(Struct, frozen=True, kw_only=True):
    """Somebody is to answer visitors; the link is theirs alone."""

    inviter: str
    sites: tuple[str, ...]
    link: str
    days: int


class AddressChanged(Struct, frozen=True, kw_only=True):
    """Whoever has this address signs in with another one now, which is not told. `changer`: who changed that."""

    changer: str


class PasswordLinkMade(Struct, frozen=True, kw_only=True):
    """A colleague is to choose a new password; the link is theirs alone. `maker`: who made it.

    `link`: empty where the server does not know its own address; then the maker hands it on.
    """

    maker: str
    link: str
    hours: int


class PasswordChosen(Struct, frozen=True):
    """A colleague's password was replaced by such a link; if not by them, they should know."""


class SecondFactorReset(Struct, frozen=True, kw_only=True):
    """A colleague's password alone signs them in from now on. `resetter`: who forgot the second factor for them."""

    resetter: str


class WebhookDisabled(Struct, frozen=True, kw_only=True):
    """Programs at a host are told nothing any more; `reason`: see `core.webhooks.troubles.Because`."""

    host: str
    reason: str


class ConnectorStopped(Struct, frozen=True, kw_only=True):
    """A CRM takes nothing until somebody changes the settings; `trouble` says in Russian why."""

    host: str
    trouble: str


class ConnectorRefused(Struct, frozen=True, kw_only=True):
    """A CRM has taken none of so many conversations in a row, and is sent others still."""

    host: str
    refusals: int


class VisitorsWait(Struct, frozen=True, kw_only=True):
    """Visitors wait and nobody is at the panel. Who waits and what they wrote is for the panel only.

    `link` leads to the panel; empty where the server does not know its own address.
    """

    visitors: int
    sites: tuple[str, ...]
    link: str


Occasion = (
    TrialMail
    | AccountLocked
    | RequestDue
    | ManyRequests
    | ManyNewcomers
    | IncidentAlarm
    | ManySubjects
    | OperatorInvited
    | AddressChanged
    | PasswordLinkMade
    | PasswordChosen
    | SecondFactorReset
    | VisitorsWait
    | WebhookDisabled
    | ConnectorStopped
    | ConnectorRefused
)
