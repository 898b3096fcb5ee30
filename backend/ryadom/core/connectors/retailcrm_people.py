"""Customers of RetailCRM: found by how they are reached, made, and completed."""

from collections.abc import Mapping
from typing import Any

from ryadom.core.connectors.cards import NAMELESS, Card, Person, given_name, hidden_of
from ryadom.core.connectors.mapping import fill
from ryadom.core.connectors.protocol import Case, Lately, Progress
from ryadom.core.connectors.replies import alike, card_number, is_whole, number_of, parts_of
from ryadom.core.connectors.retailcrm_rest import RetailRest, Told
from ryadom.core.connectors.retailcrm_settings import RetailSettings
from ryadom.errors import AnswerUnreadable, CrmMisconfigured

MAX_VALUE_CHARS = 255
NOT_SEARCHED = (
    "RetailCRM не ищет заказы и клиентов по внешнему номеру: она показала чужой. Заказы повторялись бы, поэтому ничего "
    "не отправлено."
)


class RetailPeople:
    """Those of one account."""

    def __init__(self, rest: RetailRest, settings: RetailSettings) -> None:
        self._rest = rest
        self._settings = settings
        self._site: dict[str, str] = {"site": settings.site} if settings.site else {}

    async def at(self, card: Card) -> Person | None:
        """See `People.at`. An order is somebody's, or it is no card of ours."""
        told = await self._rest.find(f"v5/customers/{card.holder_id}", {"by": "id", **self._site})
        customer = held_in(told, "customer") if told else {}
        if number_of(customer.get("id")) != card.holder_id:
            return Person()
        name = given_name(customer.get("firstName"), customer.get("lastName"))
        # It leaves out what is empty, but for lists.
        hidden = hidden_of(name=True, phones=is_whole(customer.get("phones"), "number"), emails=True)
        reach = tuple(filter(None, _reach(customer)))
        return Person(id=card.holder_id, name=name, reach=reach, record=customer, hidden=hidden)

    async def add(self, case: Case, card: Card, progress: Progress) -> Person | None:
        """See `People.add`. They are there from the start."""
        return None

    async def fill(self, case: Case, card: Card, person: Person, lacks: Lately, progress: Progress) -> None:
        """See `People.fill`. What the order itself lacks comes first: by the customer is seen whether all is done."""
        place = {"by": "id", **self._site}
        order = held_in(await self._rest.get(f"v5/orders/{card.id}", place), "order")
        chosen = {"phone": lacks.phones[:1], "email": lacks.emails[:1]}
        empty = {name: values[0] for name, values in chosen.items() if values and not order.get(name)}
        if empty:
            await self._rest.post(f"v5/orders/{card.id}/edit", {**place, "order": empty}, writing=progress)
            await progress.wrote(case.known)
        changed: dict[str, object] = {"firstName": lacks.name[:MAX_VALUE_CHARS]} if lacks.name else {}
        if lacks.phones:
            # All of them, whether or not what is written takes the place of what there is: nothing says it.
            held = [str(one.get("number", "")) for one in parts_of(person.record.get("phones"))]
            changed["phones"] = [{"number": number} for number in (*held, *lacks.phones)]
        if lacks.emails and not person.record.get("email"):
            changed["email"] = lacks.emails[0]
        if changed:
            await self._rest.post(f"v5/customers/{person.id}/edit", {**place, "customer": changed}, writing=progress)

    async def known(self, case: Case, progress: Progress) -> str | None:
        """The customer that the shop has by this telephone or address already, the oldest."""
        of_site = {"filter[sites][]": self._settings.site} if self._settings.site else {}
        for name, value in (("name", case.phone), ("email", case.email)):
            wanted = alike(value)
            if not wanted:
                continue
            query = {f"filter[{name}]": value, **of_site}
            async for page in self._rest.pages("v5/customers", query, what="customers", max_pages=1, asking=progress):
                # The search for telephones looks into names, too, and for parts of both.
                same = [number_of(one.get("id")) for one in page if wanted in map(alike, _reach(one))]
                if numbers := [int(number) for number in same if number]:
                    return str(min(numbers))
        return None

    async def own(self, case: Case, progress: Progress) -> str:
        """The customer that is the visitor's by our number; it is made unless it is there."""
        if found := await find_by_ours(self._rest, self._site, "customers", str(case.visitor_id)):
            return id_of(found.get("id"))
        customer: dict[str, Any] = {
            "externalId": str(case.visitor_id),
            "firstName": fill("{name}", case, max_chars=MAX_VALUE_CHARS) or NAMELESS,
        }
        if case.phone:
            customer["phones"] = [{"number": case.phone}]
        if case.email:
            customer["email"] = case.email
        made = await self._rest.post("v5/customers/create", {**self._site, "customer": customer}, writing=progress)
        id = id_of(made.get("id"))
        await progress.wrote(case.known)
        return id


def _reach(customer: Told) -> list[str]:
    """A customer's telephones and address."""
    return [*(str(one.get("number", "")) for one in parts_of(customer.get("phones"))), str(customer.get("email") or "")]


async def find_by_ours(rest: RetailRest, site: Mapping[str, str], what: str, external_id: str) -> Told | None:
    """The order or customer with this number of ours.

    Raises:
        CrmMisconfigured: a stranger's comes where ours is looked for.
    """
    told = await rest.find(f"v5/{what}/{external_id}", {"by": "externalId", **site})
    if told is None:
        return None
    held = held_in(told, what.removesuffix("s"))
    if held.get("externalId") != external_id:
        raise CrmMisconfigured(NOT_SEARCHED)
    return held


def held_in(told: Told, what: str) -> Told:
    """The one that was asked for.

    Raises:
        AnswerUnreadable: it is not there. That is not to say that there is none.
    """
    held = told.get(what)
    if not isinstance(held, dict):
        raise AnswerUnreadable(f"RetailCRM answered with something else where one {what} was wanted.")
    return held


def id_of(value: object) -> str:
    """The number of what was made or found. Raises as `card_number`."""
    return card_number(value, crm="RetailCRM")
