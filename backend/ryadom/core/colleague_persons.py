"""Colleagues' names, and the addresses that they sign in with, as others change them.

What they have written shows the name that they have now: only who it was is kept with it.
"""

from uuid import UUID

from msgspec import Struct

from ryadom.core.mail_line import clean_recipient
from ryadom.core.texts import clean_email, clean_line
from ryadom.errors import BadBody, EmailTaken
from ryadom.store import operators as store
from ryadom.store.sql import Connection

RENAMED = "operator_renamed"
ADDRESS_CHANGED = "operator_email_changed"


class Person(Struct, frozen=True, kw_only=True):
    """What an operator is called, and the address that they sign in with."""

    name: str
    email: str


async def put_person(connection: Connection, operator_id: UUID, before: Person, after: Person) -> tuple[list[str], int]:
    """Stores it, under the lock of operators; gives what has changed, in words of the journal, and the version of it.

    Raises:
        BadBody: a name or an address that can't be one.
        EmailTaken: another operator signs in with the address.
    """
    changed = []
    name, email = clean_line(after.name, field="name"), before.email
    if name != before.name:
        changed.append(RENAMED)
    if after.email.strip() != before.email:
        email = clean_address(after.email)
        other = await store.find_operator_by_email(connection, email)
        if other is not None and other.id != operator_id:
            raise EmailTaken("Another operator signs in with this address.", field="email")
        changed.append(ADDRESS_CHANGED)
    if not changed:
        return [], 0
    return changed, await store.set_person(connection, operator_id, name=name, email=email)


def clean_address(text: str) -> str:
    """An address to sign in with, to which mail can be sent.

    Raises:
        BadBody: it is none.
    """
    email = clean_email(text, field="email")
    try:
        clean_recipient(email)
    except BadBody as error:
        raise BadBody(error.message, field="email") from None
    return email
