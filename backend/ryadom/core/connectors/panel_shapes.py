"""What the panel's page of connectors sends, and what it is told."""

from collections.abc import Mapping, Sequence
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from ryadom.core.connectors.form_shapes import MAX_VALUE_CHARS
from ryadom.core.connectors.mapping import MAX_TEMPLATE_CHARS
from ryadom.core.connectors.protocol import Lists
from ryadom.store.connector_pushes import Push
from ryadom.store.connectors import Rules

Values = dict[str, Annotated[str, Meta(max_length=MAX_VALUE_CHARS)]]
Templates = dict[str, Annotated[str, Meta(max_length=MAX_TEMPLATE_CHARS)]]


class Wanted(Struct, frozen=True, kw_only=True):
    """A connector as a form says it: settings by the names of its kind's `Form`, an empty secret stays as it is.

    `mapping`: all fields that are mapped otherwise than the form says. `site_ids` null: all of the controller's, also
    those to come.
    """

    settings: Values
    mapping: Templates = {}
    rules: Rules
    site_ids: list[UUID] | None


class ChangedConnector(Wanted, frozen=True, kw_only=True):
    """A connector as it is to be; `over_version` is the version that whoever changes it has seen.

    Null, as panels of before say nothing: whatever it is now.
    """

    over_version: Annotated[int, Meta(ge=0, le=2**53 - 1)] | None = None


class NewConnector(Wanted, frozen=True, kw_only=True):
    """A connector as a form asks for it."""

    kind: Annotated[str, Meta(max_length=60)]
    controller_id: UUID


class Draft(Struct, frozen=True, kw_only=True):
    """What stands in a form, and is not kept: settings that are no secrets, and the mapping (null: the stored one).

    As whom we call is as it is stored, whatever stands there.
    """

    settings: Values = {}
    mapping: Templates | None = None
    conversation_id: UUID | None = None


class Made(Struct, frozen=True):
    """The number of a new connector."""

    id: UUID


class Trial(Struct, frozen=True, kw_only=True):
    """What came of a trial: as whom the CRM knows us, or why not, by the code of an error and in Russian."""

    is_good: bool
    account: str = ""
    failure: str = ""
    message: str = ""


class Picked(Struct, frozen=True, kw_only=True):
    """What can be picked in the account, or why that is not known, as for a `Trial`."""

    lists: Lists = Lists()
    failure: str = ""
    message: str = ""


class Preview(Struct, frozen=True, kw_only=True):
    """The card that a conversation would become, by the CRM's own fields; or (`withheld`) why nothing of it may be
    sent, in Russian. No conversation is null where there is none yet. `name`, `phone`, `email`: of the contact."""

    conversation_id: UUID | None = None
    fields: Mapping[str, str] = {}
    name: str = ""
    phone: str = ""
    email: str = ""
    withheld: str = ""


class PushPage(Struct, frozen=True, kw_only=True):
    """Pushes, the newest first, whose URL is empty unless it leads to the account (`crm_cards.link_of`).

    `next`: the place of the page behind this one, if there is one.
    """

    pushes: Sequence[Push]
    next: int | None
