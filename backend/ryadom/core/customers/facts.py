"""What may be written down of a customer: checked field by field, and shown with masks where the site wants them."""

from collections.abc import Callable, Mapping
from uuid import UUID

from msgspec.structs import replace

from ryadom.core.introductions import MAX_NAME_CHARS, read_phone
from ryadom.core.texts import clean_email, clean_line, clean_note
from ryadom.errors import BadBody, ContactNotKept
from ryadom.privacy.detect import Kind
from ryadom.privacy.display import HIDDEN, mask_for_display
from ryadom.privacy.hidden import Hidden
from ryadom.privacy.policies import Masking
from ryadom.store.customer_cards import CustomerFacts

MAX_COMPANY_CHARS = 200
MAX_ABOUT_CHARS = 2_000
FIELDS = CustomerFacts.__struct_fields__

_CONTACTS: Mapping[str, Kind] = {"phone": Kind.PHONE, "email": Kind.EMAIL}
_CLEAN: Mapping[str, Callable[[str], str]] = {
    "name": lambda text: clean_line(text, field="name", max_chars=MAX_NAME_CHARS),
    "phone": lambda text: read_phone(text, field="phone"),
    "email": lambda text: clean_email(text, field="email"),
    "company": lambda text: clean_line(text, field="company", max_chars=MAX_COMPANY_CHARS),
    "about": lambda text: clean_note(text, field="about", max_chars=MAX_ABOUT_CHARS),
}


async def kept_facts(masking: Masking, site_id: UUID, told: Mapping[str, str]) -> dict[str, str]:
    """The fields as they may be stored; empty is what is to be taken off the card.

    Raises:
        BadBody: no telephone, no address, or no line of text; `field` says which.
        ContactNotKept: the site does not store telephones, or addresses; `field` says which.
    """
    return {field: await _kept(masking, site_id, field, text) for field, text in told.items()}


async def _kept(masking: Masking, site_id: UUID, field: str, text: str) -> str:
    if not text.strip():
        return ""
    if field in _CONTACTS and HIDDEN in text:
        # Else whoever sends back what they were shown would put the mask in place of what it stands for.
        raise BadBody("This is a mask, not a contact. Leave the field out to keep what is there.", field=field)
    clean = _CLEAN[field](text)
    kept = await masking.apply_aside(site_id, clean)
    if field in _CONTACTS and kept != clean:
        raise ContactNotKept("This site does not store such contacts. Leave the field empty.", field=field)
    limit = {"about": MAX_ABOUT_CHARS, "company": MAX_COMPANY_CHARS, "name": MAX_NAME_CHARS}.get(field, len(kept))
    if len(kept) > limit:  # «карта •••• 1234» may be longer than what it stands for
        raise BadBody(f"{field} has {len(kept)} characters, at most {limit} fit. Make it shorter.", field=field)
    return kept


def cover_fact(field: str, value: str, hidden: Hidden) -> str:
    """A field as those see it from whom this is hidden.

    A contact that no detector knows for one is hidden as a whole.
    """
    if not value or not hidden:
        return value
    shown = mask_for_display(value, hidden).text
    kind = _CONTACTS.get(field)
    return HIDDEN if shown == value and kind is not None and hidden.hides(kind, value) else shown


def cover_facts(facts: CustomerFacts, hidden: Hidden) -> tuple[CustomerFacts, tuple[str, ...]]:
    """All fields so, and the names of those in which something is hidden."""
    shown = {field: cover_fact(field, getattr(facts, field), hidden) for field in FIELDS}
    return replace(facts, **shown), tuple(field for field in FIELDS if shown[field] != getattr(facts, field))
