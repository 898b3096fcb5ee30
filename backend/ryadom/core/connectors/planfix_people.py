"""Contacts of Planfix: found by how they are reached, made, and completed."""

from typing import Any

from ryadom.core.connectors.card_marks import MAX_VALUE_CHARS
from ryadom.core.connectors.cards import NAMELESS, Card, Person, given_name, hidden_of
from ryadom.core.connectors.mapping import fill
from ryadom.core.connectors.planfix_rest import PlanfixRest, Told
from ryadom.core.connectors.planfix_settings import PlanfixSettings
from ryadom.core.connectors.protocol import Case, Lately, Progress
from ryadom.core.connectors.replies import alike, card_number, is_whole, number_of, parts_of

FOUND = 100
OF_PHONE = 4003
OF_EMAIL = 4026
"""Numbers of filters: of contacts by telephone and by address."""

WORK_PHONE = 1
OF_CONTACT = "contact:"
"""What a contact's number has before it where it might be another's, too."""


class PlanfixPeople:
    """Those of one account."""

    def __init__(self, rest: PlanfixRest, settings: PlanfixSettings) -> None:
        self._rest = rest
        self._settings = settings

    async def at(self, card: Card) -> Person | None:
        """See `People.at`."""
        found = await self._rest.find(f"task/{card.id}", {"fields": "id,counterparty"})
        task = found.get("task") if found else None
        if not isinstance(task, dict) or "counterparty" not in task:
            # Not shown is not to say that nobody is there.
            return Person()
        counterparty = task["counterparty"]
        if not isinstance(counterparty, dict):
            return None if counterparty is None else Person()
        return await self._person(number_of(str(counterparty.get("id", "")).removeprefix(OF_CONTACT)))

    async def add(self, case: Case, card: Card, progress: Progress) -> Person | None:
        """See `People.add`. Who could not be reached was no contact."""
        contact_id = await self.of(case, progress)
        if contact_id is None:
            return None
        task = {"counterparty": {"id": f"{OF_CONTACT}{contact_id}"}}
        await self._rest.change(f"task/{card.id}", task, writing=progress)
        await progress.wrote(case.known)
        return await self._person(contact_id)

    async def fill(self, case: Case, card: Card, person: Person, lacks: Lately, progress: Progress) -> None:
        """See `People.fill`. A contact has one address. What is written may take the place of all telephones."""
        changed: dict[str, object] = {"name": lacks.name[:MAX_VALUE_CHARS]} if lacks.name else {}
        if lacks.phones:
            held = [
                {name: one[name] for name in ("number", "type") if name in one}
                for one in parts_of(person.record.get("phones"))
            ]
            changed["phones"] = [*held, *({"number": number, "type": WORK_PHONE} for number in lacks.phones)]
        if lacks.emails and not person.record.get("email"):
            changed["email"] = lacks.emails[0]
        if changed:
            await self._rest.change(f"contact/{person.id}", changed, writing=progress)

    async def of(self, case: Case, progress: Progress) -> str | None:
        """The contact of a conversation, found or made; None where nobody could find them again."""
        contact_id = await self._known(case, progress)
        if contact_id is None and (case.phone or case.email):
            contact_id = await self._new(case, progress)
        return contact_id

    async def _known(self, case: Case, progress: Progress) -> str | None:
        """The contact that the account has by this telephone or address already, the oldest."""
        for kind, value in ((OF_PHONE, case.phone), (OF_EMAIL, case.email)):
            # Without the code of the country: many have 8 in its place.
            wanted = alike(value)
            if not wanted:
                continue
            asked = {
                "fields": "id,phones,email",
                "filters": [{"type": kind, "operator": "equal", "value": wanted if kind == OF_PHONE else value}],
            }
            rows = await self._rest.rows("contact/list", asked, what="contacts", size=FOUND, asking=progress)
            same = [number_of(row.get("id")) for row in rows if wanted in map(alike, _reach(row))]
            if numbers := [int(id) for id in same if id]:
                return str(min(numbers))
        return None

    async def _new(self, case: Case, progress: Progress) -> str:
        contact: dict[str, Any] = {"name": fill("{name}", case, max_chars=MAX_VALUE_CHARS) or NAMELESS}
        chosen = {
            "template": link_to(self._settings.contact_template_id),
            "phones": [{"number": case.phone, "type": WORK_PHONE}] if case.phone else None,
            "email": case.email,
        }
        contact |= {name: value for name, value in chosen.items() if value}
        id = id_of((await self._rest.write("contact/", contact, writing=progress)).get("id"))
        await progress.wrote(case.known)
        return id

    async def _person(self, contact_id: str) -> Person:
        asked = {"fields": "id,name,lastname,phones,email"}
        found = await self._rest.find(f"contact/{contact_id}", asked) if contact_id else None
        contact = found.get("contact") if found else None
        if not isinstance(contact, dict) or number_of(contact.get("id")) != contact_id:
            return Person()
        name = given_name(contact.get("name"), contact.get("lastname"))
        # A number may be shown masked, under another name.
        hidden = hidden_of(
            name="name" in contact, phones=is_whole(contact.get("phones"), "number"), emails="email" in contact
        )
        reach = tuple(filter(None, _reach(contact)))
        return Person(id=contact_id, name=name, reach=reach, record=contact, hidden=hidden)


def _reach(contact: Told) -> list[str]:
    """A contact's telephones and address."""
    return [*(str(one.get("number", "")) for one in parts_of(contact.get("phones"))), str(contact.get("email") or "")]


def link_to(id: int) -> dict[str, int] | None:
    """As one thing names another."""
    return {"id": id} if id else None


def id_of(value: object) -> str:
    """The number of what was made or found. Raises as `card_number`."""
    return card_number(value, crm="Планфикс")
