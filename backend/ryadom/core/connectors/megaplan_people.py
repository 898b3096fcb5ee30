"""Clients of Megaplan: found by how they are reached, made, and completed.

Its pages say of `q` only that it searches. So it is tried once whether it finds a client whose telephone is known, and
nobody by what nobody has. If it does not, a client that we make has the end of the visitor's number in the name, by
which the same visitor's is looked for: no second one is made by a lost answer, or the next conversation. Whoever is
found, by whatever, is taken only if it stands there.
"""

import re
from collections.abc import Iterable

from ryadom.core.connectors.card_marks import BEFORE_MARK, MARK_CHARS, MAX_VALUE_CHARS, mark_of, marked
from ryadom.core.connectors.cards import NAMELESS, Card, Person, given_name, hidden_of
from ryadom.core.connectors.mapping import fill
from ryadom.core.connectors.megaplan_rest import MegaplanRest, Told
from ryadom.core.connectors.protocol import NOBODY, Case, Lately, Progress
from ryadom.core.connectors.replies import alike, card_number, is_whole, number_of, parts_of, rows_of

FOUND = 100
TRIED = 20
ENOUGH = 3
"""So many clients who are not found by their telephones say that nobody is."""

DIGITS_OF_PHONES = (10, 11)
HUMAN = "ContractorHuman"
CLIENTS = {HUMAN: "contractorHuman", "ContractorCompany": "contractorCompany"}
"""Kinds of clients, and where they are kept."""

_MARKED = re.compile(rf"{BEFORE_MARK}[0-9a-f]{{{MARK_CHARS}}}\b")


class MegaplanPeople:
    """Those of one account."""

    def __init__(self, rest: MegaplanRest) -> None:
        self._rest = rest

    async def at(self, card: Card) -> Person | None:
        """See `People.at`."""
        found = await self._rest.find(f"deal/{card.id}", {"fields": ["contractor"], "onlyRequestedFields": True})
        if found is None or "contractor" not in found:
            # Not shown is not to say that nobody is there.
            return Person()
        client = found["contractor"]
        if not isinstance(client, dict):
            return None if client is None else Person()
        return await self._person(client)

    async def add(self, case: Case, card: Card, progress: Progress) -> Person | None:
        """See `People.add`. Who could not be reached was no client."""
        client = await self.of(case, progress)
        if client is None:
            return None
        await self._rest.write(f"deal/{card.id}", {"contentType": "Deal", "contractor": client}, writing=progress)
        await progress.wrote(case.known)
        return await self._person(client)

    async def fill(self, case: Case, card: Card, person: Person, lacks: Lately, progress: Progress) -> None:
        """See `People.fill`. What is written may take the place of all there is: so that is written, too."""
        kind = str(person.record["contentType"])
        changed: dict[str, object] = {"contentType": kind, "id": person.id}
        if lacks.name:
            name = lacks.name[:MAX_VALUE_CHARS]
            is_marked = mark_of(str(case.visitor_id)) in _name(person.record)
            changed["firstName"] = marked(name, str(case.visitor_id)) if is_marked else name
        if lacks.reach:
            named = (("phone", lacks.phones), ("email", lacks.emails))
            changed["contactInfo"] = [*parts_of(person.record.get("contactInfo")), *_infos(named)]
        await self._rest.write(f"{CLIENTS[kind]}/{person.id}", changed, writing=progress)

    async def of(self, case: Case, progress: Progress) -> dict[str, str] | None:
        """The client of a conversation, found or made, as others name them; None where nobody could find them again."""
        client = await self._known(case, progress)
        if client is not None or not (case.phone or case.email):
            return client
        if await self._finds_people():
            return await self._new(case, progress)
        return await self._marked(case) or await self._new(case, progress, is_marked=True)

    async def _finds_people(self) -> bool:
        """Whether who is not found by a telephone is not there; asked once in the life of a process."""
        account = self._rest.account
        if account.finds_people is None:
            rows = await self._search(limit=TRIED)
            if not rows:
                return True
            known = [(row.get("id"), phones[0]) for row in rows if (phones := _phones(row))][:ENOUGH]
            for id, phone in known:
                if any(row.get("id") == id for row in await self._search(q=phone)):
                    account.finds_people = not await self._search(q=NOBODY)
                    return account.finds_people
            if len(known) < ENOUGH:
                # They may have been removed meanwhile, or be odd: the next is tried with whom there are by then.
                return False
            account.finds_people = False
        return account.finds_people

    async def _marked(self, case: Case) -> dict[str, str] | None:
        """The client that was made of this visitor, the oldest."""
        mark = mark_of(str(case.visitor_id))
        return _oldest(row for row in await self._search(q=mark) if mark in _name(row))

    async def _search(self, *, asking: Progress | None = None, limit: int = FOUND, **asked: str) -> list[Told]:
        given = {**asked, "fields": ["contactInfo"], "limit": limit}
        return rows_of(await self._rest.get("contractor", given, asking=asking))

    async def _known(self, case: Case, progress: Progress) -> dict[str, str] | None:
        """The client that the account has by this telephone or address already, the oldest."""
        for value in (case.phone, case.email):
            # Without the code of the country: many have 8 in its place.
            wanted = alike(value)
            if not wanted:
                continue
            rows = await self._search(q=wanted, asking=progress)
            if client := _oldest(row for row in rows if wanted in map(alike, _reach(row))):
                return client
        return None

    async def _new(self, case: Case, progress: Progress, *, is_marked: bool = False) -> dict[str, str]:
        name = fill("{name}", case, max_chars=MAX_VALUE_CHARS) or NAMELESS
        named = (("phone", filter(None, (case.phone,))), ("email", filter(None, (case.email,))))
        client = {
            "contentType": HUMAN,
            "firstName": marked(name, str(case.visitor_id)) if is_marked else name,
            "contactInfo": _infos(named),
        }
        id = id_of((await self._rest.write("contractorHuman", client, writing=progress)).get("id"))
        await progress.wrote(case.known)
        return link_to(HUMAN, int(id))

    async def _person(self, client: Told) -> Person:
        place, id = CLIENTS.get(str(client.get("contentType"))), number_of(client.get("id"))
        found = await self._rest.find(f"{place}/{id}", {"fields": ["contactInfo"]}) if place and id else None
        if found is None or number_of(found.get("id")) != id:
            return Person()
        name = given_name(_MARKED.sub("", _name(found)))
        record = {**found, "contentType": client["contentType"]}
        is_shown = is_whole(found.get("contactInfo"), "value")
        is_named = any(part in found for part in ("firstName", "name"))
        hidden = hidden_of(name=is_named, phones=is_shown, emails=is_shown)
        return Person(id=id, name=name, reach=tuple(_reach(found)), record=record, hidden=hidden)


def _name(client: Told) -> str:
    """Of a human in parts, which may not be told."""
    parts = [str(client.get(name) or "") for name in ("firstName", "lastName")]
    return " ".join(filter(None, parts)) or str(client.get("name") or "")


def _oldest(clients: Iterable[Told]) -> dict[str, str] | None:
    numbered = [row for row in clients if number_of(row.get("id"))]
    if not numbered:
        return None
    oldest = min(numbered, key=lambda row: int(number_of(row.get("id"))))
    kind = oldest.get("contentType")
    return link_to(kind if kind in CLIENTS else HUMAN, int(number_of(oldest.get("id"))))


def _reach(client: Told) -> list[str]:
    """A client's telephones and addresses."""
    return [str(one.get("value", "")) for one in parts_of(client.get("contactInfo"))]


def _phones(client: Told) -> list[str]:
    """Those of a client's telephones that are whole, in ten digits."""
    numbers = [str(one.get("value", "")) for one in parts_of(client.get("contactInfo")) if one.get("type") == "phone"]
    return [alike(one) for one in numbers if sum(map(str.isdecimal, one)) in DIGITS_OF_PHONES]


def _infos(named: Iterable[tuple[str, Iterable[str]]]) -> list[dict[str, str]]:
    return [{"contentType": "ContactInfo", "type": kind, "value": value} for kind, values in named for value in values]


def link_to(kind: str, id: int) -> dict[str, str]:
    """As one thing names another."""
    return {"contentType": kind, "id": str(id)}


def id_of(value: object) -> str:
    """The number of what was made or found. Raises as `card_number`."""
    return card_number(value, crm="Мегаплан")
