"""Whom cards of Bitrix24 are of: a lead is one by itself, a deal has a contact."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct

from ryadom.core.connectors.bitrix24_rest import Bitrix24Rest, ids_of
from ryadom.core.connectors.bitrix24_settings import Bitrix24Settings, Creates
from ryadom.core.connectors.cards import NAMELESS, Card, Person, given_name, hidden_of
from ryadom.core.connectors.mapping import fill
from ryadom.core.connectors.protocol import ORIGINATOR, Case, Lately, Progress
from ryadom.core.connectors.replies import card_number, number_of, parts_of, rows_of
from ryadom.errors import CrmMisconfigured

MAX_NAME_CHARS = 255
IN_WORK = "P"
"""Of a stage: neither success nor failure."""

NOT_SEARCHED = (
    "Битрикс24 не ищет карточки по ORIGINATOR_ID и ORIGIN_ID: он показал чужие. Карточки повторялись бы, поэтому "
    "ничего не отправлено."
)


class Known(Struct, frozen=True, kw_only=True):
    """Whom a portal has already: the oldest contact, or the oldest lead in work, which comes first. Empty: none."""

    contact_id: str = ""
    lead_id: str = ""


class Bitrix24People:
    """Those of one account."""

    def __init__(self, rest: Bitrix24Rest, settings: Bitrix24Settings, mapping: Mapping[str, str]) -> None:
        self._rest = rest
        self._settings = settings
        self._mapping = mapping

    async def at(self, card: Card) -> Person | None:
        """See `People.at`. A lead is one by itself."""
        if self._settings.creates is Creates.LEAD:
            return await self._person("lead", card.id)
        params = {"filter": {"ID": card.id}, "select": ["ID", "CONTACT_ID"]}
        rows = rows_of(await self._rest.call("crm.deal.list", params))
        is_ours = bool(rows) and number_of(rows[0].get("ID")) == card.id
        contact_id = number_of(rows[0].get("CONTACT_ID")) if is_ours else ""
        return await self._person("contact", contact_id) if contact_id else None

    async def add(self, case: Case, card: Card, progress: Progress) -> Person | None:
        """See `People.add`. A deal was made with a contact: that it has none now, somebody has wanted."""
        return None

    async def fill(self, case: Case, card: Card, person: Person, lacks: Lately, progress: Progress) -> None:
        """See `People.fill`. What is given without a number of its own is added to what there is."""
        fields: dict[str, Any] = _multiple(phones=lacks.phones, emails=lacks.emails)
        if lacks.name and (name := self._name(case)):
            fields["NAME"] = name
        if fields:
            what = "lead" if self._settings.creates is Creates.LEAD else "contact"
            await self._rest.call(f"crm.{what}.update", {"id": int(person.id), "fields": fields}, writing=progress)

    async def known(self, case: Case, progress: Progress) -> Known:
        """Whom the portal has by this telephone or address already. Leads count only where leads are made."""
        is_lead = self._settings.creates is Creates.LEAD
        contact_id = ""
        for kind, value in (("PHONE", case.phone), ("EMAIL", case.email)):
            if not value or (contact_id and not is_lead):
                continue
            whom = {} if is_lead else {"entity_type": "CONTACT"}
            params = {"type": kind, "values": [value], **whom}
            found = await self._rest.call("crm.duplicate.findbycomm", params, asking=progress)
            if is_lead and (lead_id := await self._in_work(ids_of(found, "LEAD"))):
                return Known(lead_id=lead_id)
            contact_id = contact_id or min(ids_of(found, "CONTACT"), key=int, default="")
        return Known(contact_id=contact_id)

    async def own(self, case: Case, progress: Progress) -> str:
        """The contact that is the visitor's by our number; it is made unless it is there."""
        origin_id = str(case.visitor_id)
        if found := await find_ours(self._rest, "contact", origin_id):
            return found
        fields: dict[str, Any] = {
            "NAME": self._name(case) or NAMELESS,
            **reach_of(case),
            **origin_of(origin_id),
            "OPENED": "Y",
        }
        if self._settings.responsible_id:
            fields["ASSIGNED_BY_ID"] = self._settings.responsible_id
        id = id_of(await self._rest.call("crm.contact.add", {"fields": fields}, writing=progress))
        await progress.wrote(case.known)
        return id

    async def _in_work(self, ids: Sequence[str]) -> str:
        """The oldest of these leads that is neither won nor lost; empty where none is."""
        if not ids:
            return ""
        semantic = {"STATUS_SEMANTIC_ID": IN_WORK}
        params = {"filter": {"ID": ids, **semantic}, "select": ["ID", *semantic], "order": {"ID": "ASC"}}
        rows = rows_of(await self._rest.call("crm.lead.list", params))
        # A portal that keeps to no filter must not have a stranger's lead told of this visitor.
        in_work = [row for row in rows if row.get("STATUS_SEMANTIC_ID") == IN_WORK]
        return min((id for row in in_work if (id := number_of(row.get("ID"))) in ids), key=int, default="")

    async def _person(self, what: str, id: str) -> Person:
        params = {"filter": {"ID": id}, "select": ["ID", "NAME", "LAST_NAME", "PHONE", "EMAIL"]}
        rows = rows_of(await self._rest.call(f"crm.{what}.list", params))
        if not rows or number_of(rows[0].get("ID")) != id:
            return Person()
        row = rows[0]
        reach = tuple(str(one.get("VALUE", "")) for name in ("PHONE", "EMAIL") for one in parts_of(row.get(name)))
        # What is given without a number takes the place of nothing.
        hidden = hidden_of(name="NAME" in row, phones=True, emails=True)
        return Person(id=id, name=given_name(row.get("NAME"), row.get("LAST_NAME")), reach=reach, hidden=hidden)

    def _name(self, case: Case) -> str:
        return fill(self._mapping["NAME"], case, max_chars=MAX_NAME_CHARS)


def reach_of(case: Case) -> dict[str, list[dict[str, str]]]:
    """How somebody can be reached, as fields of a card or a contact."""
    return _multiple(phones=filter(None, (case.phone,)), emails=filter(None, (case.email,)))


def _multiple(*, phones: Iterable[str], emails: Iterable[str]) -> dict[str, list[dict[str, str]]]:
    named = (("PHONE", phones), ("EMAIL", emails))
    written = {name: [{"VALUE": value, "VALUE_TYPE": "WORK"} for value in values] for name, values in named}
    return {name: values for name, values in written.items() if values}


async def find_ours(rest: Bitrix24Rest, what: str, origin_id: str) -> str | None:
    """Our card, or contact; where there are two after all, the older one, which has been worked with for longer.

    Raises:
        CrmMisconfigured: strangers' come where ours are looked for.
    """
    origin = origin_of(origin_id)
    params = {"filter": origin, "select": ["ID", *origin], "order": {"ID": "ASC"}}
    rows = rows_of(await rest.call(f"crm.{what}.list", params))
    if any(row.get(name) != value for row in rows for name, value in origin.items()):
        # Among strangers' cards ours may be on any page, and the first must not get what is said here.
        raise CrmMisconfigured(NOT_SEARCHED)
    return id_of(rows[0].get("ID")) if rows else None


def origin_of(origin_id: str) -> dict[str, str]:
    """By what a card, or a contact, is known as ours."""
    return {"ORIGINATOR_ID": ORIGINATOR, "ORIGIN_ID": origin_id}


def id_of(value: object) -> str:
    """The number of what was made or found. Raises as `card_number`."""
    return card_number(value, crm="Битрикс24")
