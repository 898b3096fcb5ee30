"""What an officer may do with a subject's request. Each names the version it decides on."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from ryadom.store.subject_requests import IdentityMethod

MAX_NOTE_CHARS = 2_000
MAX_OUTCOME_CHARS = 10_000

Note = Annotated[str, Meta(max_length=MAX_NOTE_CHARS)]
Outcome = Annotated[str, Meta(max_length=MAX_OUTCOME_CHARS)]


class Command(Struct, frozen=True, kw_only=True, tag_field="type"):
    """`version` is of the request as it was read: if it has changed since, nothing is done."""

    version: int


class BeginCheck(Command, frozen=True, tag="begin_check"):
    """The subject was asked to show who they are."""


class ConfirmIdentity(Command, frozen=True, tag="confirm_identity"):
    """It is the subject who asks. `note`: what shows that, without numbers of documents."""

    method: IdentityMethod
    note: Note


class AddPerson(Command, frozen=True, tag="add_person"):
    """This visitor is meant."""

    site_id: UUID
    visitor_id: UUID


class RemovePerson(Command, frozen=True, tag="remove_person"):
    """This visitor is not meant."""

    site_id: UUID
    visitor_id: UUID


class Extend(Command, frozen=True, tag="extend"):
    """The answer takes longer, for a reason that the subject is told."""

    reason: Note


class Rectify(Command, frozen=True, tag="rectify"):
    """A visitor's name is corrected. `note`: on the ground of what, and what else was corrected."""

    site_id: UUID
    visitor_id: UUID
    name: Annotated[str, Meta(max_length=200)]
    note: Note


class Restrict(Command, frozen=True, tag="restrict"):
    """The people are blocked: their data stay as they are, and nobody works with them."""


class Lift(Command, frozen=True, tag="lift"):
    """The people are blocked no more: what was to be checked has been."""


class Withdraw(Command, frozen=True, tag="withdraw"):
    """Their consents are taken back: to advertising on an objection, else all of them."""


class Erase(Command, frozen=True, tag="erase"):
    """What is held on the people is erased. It can't be taken back."""


class Answer(Command, frozen=True, tag="answer"):
    """The subject was answered so; this ends the request."""

    outcome: Outcome


class Refuse(Command, frozen=True, tag="refuse"):
    """The subject was refused for this reason, which they were told; this ends the request."""

    reason: Outcome


AnyCommand = (
    BeginCheck
    | ConfirmIdentity
    | AddPerson
    | RemovePerson
    | Extend
    | Rectify
    | Restrict
    | Lift
    | Withdraw
    | Erase
    | Answer
    | Refuse
)
