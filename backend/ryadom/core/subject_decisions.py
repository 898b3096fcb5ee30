"""What may be done with a subject's request as it stands, and what a decision makes of it. Pure.

Who asks must be known before anything of theirs is given out, changed or destroyed. To stop using data takes nothing
away and can be undone: for that nobody has to prove who they are (152-FZ article 15 part 2, article 21 part 1).
"""

from datetime import datetime
from typing import assert_never
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from ryadom.core.subject_commands import (
    AddPerson,
    Answer,
    AnyCommand,
    BeginCheck,
    ConfirmIdentity,
    Erase,
    Extend,
    Lift,
    Rectify,
    Refuse,
    RemovePerson,
    Restrict,
    Withdraw,
)
from ryadom.core.texts import clean_note
from ryadom.errors import DeedUnsuitable, IdentityUnconfirmed, RequestClosed
from ryadom.privacy.calendar import day_of
from ryadom.privacy.detect import Kind as Personal
from ryadom.privacy.masking import replace_personal
from ryadom.privacy.request_terms import TERMS, Stage, extended
from ryadom.store.subject_requests import EventKind, Kind, Status, SubjectRequest

DEEDS: dict[Kind, tuple[type[AnyCommand], ...]] = {
    Kind.ACCESS: (),
    # While it is checked what is true, nobody works with what may be wrong: article 21 part 1.
    Kind.RECTIFICATION: (Rectify, Restrict, Lift),
    Kind.RESTRICTION: (Restrict, Lift),
    Kind.ERASURE: (Erase,),
    Kind.WITHDRAWAL: (Withdraw, Erase),
    Kind.OBJECTION: (Withdraw,),
}
"""What a request of each kind may have done to its people."""

NEEDS_NO_IDENTITY = frozenset({Kind.RESTRICTION, Kind.OBJECTION})

# Neither is needed to say who was there, and the note is kept for years.
_NEVER_NOTED = frozenset({Personal.PASSPORT, Personal.CARD, Personal.SNILS})


class Decision(Struct, frozen=True):
    """The request after a command, and the line of its timeline."""

    request: SubjectRequest
    event: EventKind
    note: str = ""


def decide(request: SubjectRequest, command: AnyCommand, *, by_name: str, now: datetime) -> Decision:
    """What becomes of a request.

    Raises:
        RequestClosed: it was answered or refused.
        IdentityUnconfirmed: first it must be known who asks.
        DeedUnsuitable: its kind or state does not allow this.
        BadBody: a note that has to be written is empty, or can't be stored.
        CalendarUnknown: the new deadline can't be reckoned.
    """
    if request.closed_at is not None:
        raise RequestClosed("The request has been answered or refused. If the subject asks again, open another.")
    match command:
        case BeginCheck():
            if request.status is not Status.RECEIVED:
                raise DeedUnsuitable("The check of who asks has begun already.")
            return Decision(replace(request, status=Status.IDENTITY_CHECK), EventKind.CHECK_BEGUN)
        case ConfirmIdentity():
            return _confirmed(request, command, by_name=by_name, now=now)
        case AddPerson():
            # Whoever names somebody need not know where else the subject has written: where the request came is kept,
            # and one that came from no known site stays every colleague's.
            return Decision(request, EventKind.PERSON_ADDED)
        case RemovePerson():
            return Decision(request, EventKind.PERSON_REMOVED)
        case Extend():
            return _extended(request, command, now=now)
        case Rectify(note=note):
            _check_deed(request, command)
            return Decision(request, EventKind.RECTIFIED, clean_note(note, field="note"))
        case Restrict():
            _check_deed(request, command)
            return Decision(request, EventKind.RESTRICTED)
        case Lift():
            _check_deed(request, command)
            return Decision(request, EventKind.RESTRICTION_LIFTED)
        case Withdraw():
            _check_deed(request, command)
            return Decision(request, EventKind.CONSENT_WITHDRAWN)
        case Erase():
            _check_deed(request, command)
            return Decision(request, EventKind.ERASURE_BEGUN)
        case Answer(outcome=outcome):
            check_identity(request)
            text = clean_note(outcome, field="outcome")
            return Decision(replace(request, status=Status.ANSWERED, closed_at=now, outcome=text), EventKind.ANSWERED)
        case Refuse(reason=reason):
            text = clean_note(reason, field="reason")
            return Decision(replace(request, status=Status.REFUSED, closed_at=now, outcome=text), EventKind.REFUSED)
        case _:
            assert_never(command)


def check_package(request: SubjectRequest) -> None:
    """Lets an answer package be made: also of a request that was answered, for it may have to be shown once more.

    Raises:
        DeedUnsuitable: the request is not for access.
        IdentityUnconfirmed: it is not known who asks.
    """
    if request.kind is not Kind.ACCESS:
        raise DeedUnsuitable("Only a request for access is answered with a package.")
    check_identity(request)


def check_identity(request: SubjectRequest) -> None:
    """Lets only a request pass of which it is known who asks, or need not be.

    Raises:
        IdentityUnconfirmed: it is not known.
    """
    if request.identity_at is None and request.kind not in NEEDS_NO_IDENTITY:
        raise IdentityUnconfirmed("Confirm first who asks: somebody else may have written in the subject's name.")


def may_extend(request: SubjectRequest, *, now: datetime) -> bool:
    """Whether the term can be extended, and still in time."""
    return (
        TERMS[request.kind].extension > 0
        and request.extended_on is None
        and request.deadline_on is not None
        and day_of(now) <= request.deadline_on
        and request.closed_at is None
    )


def _confirmed(request: SubjectRequest, command: ConfirmIdentity, *, by_name: str, now: datetime) -> Decision:
    if request.identity_at is not None:
        raise DeedUnsuitable("It is confirmed already who asks.")
    note = replace_personal(clean_note(command.note, field="note"), _NEVER_NOTED)
    confirmed = replace(
        request,
        status=Status.IN_WORK,
        identity_method=command.method,
        identity_note=note,
        identity_by_name=by_name,
        identity_at=now,
    )
    return Decision(confirmed, EventKind.IDENTITY_CONFIRMED, note)


def _extended(request: SubjectRequest, command: Extend, *, now: datetime) -> Decision:
    if not may_extend(request, now=now) or request.deadline_on is None:
        raise DeedUnsuitable(
            "The term can't be extended: the law allows it once, for some kinds of requests, before the term is over."
        )
    reason = clean_note(command.reason, field="reason")
    later = extended(request.kind, request.deadline_on)
    # Whoever extends a term has seen the request: of the new one they are told from the beginning.
    changed = replace(request, extended_on=later, extension_reason=reason, alarm_stage=int(Stage.ARRIVED))
    return Decision(changed, EventKind.EXTENDED, reason)


def _check_deed(request: SubjectRequest, command: AnyCommand) -> None:
    if type(command) not in DEEDS[request.kind]:
        raise DeedUnsuitable(f"A request of the kind {request.kind} does not ask for this.")
    check_identity(request)


def deeds_of(request: SubjectRequest, *, has_people: bool, has_hidden: bool, now: datetime) -> list[str]:
    """The tags of the commands that make sense for the request as it stands, and `package`.

    `has_hidden`: it is also about people whom the officer does not see, for whom they decide nothing.
    """
    if request.closed_at is not None:
        return ["package"] if request.kind is Kind.ACCESS and request.identity_at is not None and has_people else []
    known = request.identity_at is not None or request.kind in NEEDS_NO_IDENTITY
    tags: list[type[AnyCommand]] = [AddPerson, RemovePerson]
    tags += [BeginCheck] if request.status is Status.RECEIVED else []
    if not has_hidden:
        tags += [Refuse]
        tags += [ConfirmIdentity] if request.identity_at is None else []
        tags += [Extend] if may_extend(request, now=now) else []
        tags += [Answer] if known else []
    tags += DEEDS[request.kind] if known and has_people else ()
    package = ["package"] if request.kind is Kind.ACCESS and known and has_people else []
    return [str(tag.__struct_config__.tag) for tag in tags] + package


def person_of(command: AnyCommand) -> tuple[UUID, UUID] | None:
    """The site and the visitor that a command names."""
    if isinstance(command, AddPerson | RemovePerson | Rectify):
        return command.site_id, command.visitor_id
    return None
