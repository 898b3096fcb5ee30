"""Contacts of amoCRM: found by how they are reached, made, and completed."""

from collections.abc import Mapping
from typing import Any

from ryadom.core.connectors.amocrm_rest import AmoRest, embedded, listed
from ryadom.core.connectors.amocrm_settings import AmoSettings
from ryadom.core.connectors.card_marks import MAX_VALUE_CHARS
from ryadom.core.connectors.cards import NAMELESS, Card, Person, given_name, hidden_of
from ryadom.core.connectors.mapping import fill
from ryadom.core.connectors.protocol import Case, Lately, Progress
from ryadom.core.connectors.replies import alike, number_of, parts_of

FOUND = 50


class AmoPeople:
    """Those of one account."""

    def __init__(self, rest: AmoRest, settings: AmoSettings) -> None:
        self._rest = rest
        self._settings = settings

    async def at(self, card: Card) -> Person | None:
        """See `People.at`. Of several contacts the one that is the lead's main one."""
        asked = {"filter[id][0]": card.id, "limit": 1, "with": "contacts"}
        leads = listed(await self._rest.get("leads", asked), "leads")
        if not leads or number_of(leads[0].get("id")) != card.id:
            return Person()
        contacts = embedded(leads[0], "contacts")
        ids = [number_of(one.get("id")) for one in sorted(contacts, key=lambda one: not one.get("is_main"))]
        if not ids:
            return None
        rows = listed(await self._rest.get("contacts", {"filter[id][0]": ids[0], "limit": 1}), "contacts")
        if not rows or number_of(rows[0].get("id")) != ids[0]:
            return Person()
        reach = (*values_of(rows[0], code="PHONE"), *values_of(rows[0], code="EMAIL"))
        # Null where there are none.
        is_shown = "custom_fields_values" in rows[0]
        hidden = hidden_of(name="name" in rows[0], phones=is_shown, emails=is_shown)
        return Person(id=ids[0], name=given_name(rows[0].get("name")), reach=reach, record=rows[0], hidden=hidden)

    async def add(self, case: Case, card: Card, progress: Progress) -> Person | None:
        """See `People.add`. A lead was made with a contact: that it has none now, somebody has wanted."""
        return None

    async def fill(self, case: Case, card: Card, person: Person, lacks: Lately, progress: Progress) -> None:
        """See `People.fill`. What is written takes the place of all that a field has: so that is written, too."""
        changed: dict[str, object] = {"first_name": lacks.name[:MAX_VALUE_CHARS]} if lacks.name else {}
        fields = [
            {
                "field_code": code,
                "values": [*_held(person.record, code), *({"value": one, "enum_code": "WORK"} for one in new)],
            }
            for code, new in (("PHONE", lacks.phones), ("EMAIL", lacks.emails))
            if new
        ]
        changed |= {"custom_fields_values": fields} if fields else {}
        await self._rest.patch(f"contacts/{person.id}", changed, writing=progress)

    async def known(self, case: Case, progress: Progress) -> Mapping[str, Any] | None:
        """The contact that the account has by this telephone or address already, the oldest."""
        for code, value in (("PHONE", case.phone), ("EMAIL", case.email)):
            # Without the code of the country: many have 8 in its place.
            query = alike(value)
            if not query:
                continue
            asked = {"query": query, "limit": FOUND, "order[id]": "asc", "with": "leads"}
            for contact in listed(await self._rest.get("contacts", asked, asking=progress), "contacts"):
                # The search looks into all fields, also for parts of what stands there.
                if query in map(alike, values_of(contact, code=code)) and number_of(contact.get("id")):
                    return contact
        return None

    def new(self, case: Case) -> dict[str, object]:
        """A contact that is made with a lead."""
        named = (("PHONE", case.phone), ("EMAIL", case.email))
        values = [
            {"field_code": code, "values": [{"enum_code": "WORK", "value": value}]} for code, value in named if value
        ]
        contact: dict[str, object] = {"first_name": fill("{name}", case, max_chars=MAX_VALUE_CHARS) or NAMELESS}
        if self._settings.responsible_id:
            contact["responsible_user_id"] = self._settings.responsible_id
        return contact | ({"custom_fields_values": values} if values else {})


def _held(entity: Mapping[str, Any], code: str) -> list[dict[str, object]]:
    """What stands in a field of something, as it is written back."""
    return [
        {name: one[name] for name in ("value", "enum_id", "enum_code") if one.get(name)}
        for field in parts_of(entity.get("custom_fields_values"))
        if field.get("field_code") == code
        for one in parts_of(field.get("values"))
    ]


def values_of(entity: Mapping[str, Any], *, code: str | None = None) -> list[str]:
    """What stands in the additional fields of something, or in that with this code."""
    return [
        str(one.get("value", ""))
        for field in parts_of(entity.get("custom_fields_values"))
        if code is None or field.get("field_code") == code
        for one in parts_of(field.get("values"))
    ]
