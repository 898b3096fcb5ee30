"""RetailCRM by an API key: an order with its customer, and the transcript in the customer's notes.

An order is found again by its `externalId`, the conversation's number, of which RetailCRM takes no second one in a
shop; a customer of ours by the visitor's. Notes stand at customers, for an order has one remark that people write in.
Source: docs.retailcrm.ru, Developers, API v5.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from ryadom.core.connectors.cards import Card
from ryadom.core.connectors.line import CrmLine
from ryadom.core.connectors.mapping import fill
from ryadom.core.connectors.protocol import NOBODY, Case, Checked, Choice, Connector, Kind, Lists, Progress, Receipt
from ryadom.core.connectors.replies import number_of, parts_of, shown
from ryadom.core.connectors.retailcrm_people import MAX_VALUE_CHARS, RetailPeople, find_by_ours, held_in, id_of
from ryadom.core.connectors.retailcrm_rest import RetailRest, Told
from ryadom.core.connectors.retailcrm_settings import (
    FIELDS,
    SOURCE,
    RetailSettings,
    read_mapping,
    read_settings,
    target_of,
)
from ryadom.core.connectors.steps import push_card
from ryadom.errors import AnswerUnreadable, CrmMisconfigured, CrmRefused

PER_SECOND = 4.0
BURST = 5.0
"""A key may call about 10 times a second, and a shop's own site does, too: so ours are a part."""

MAX_REMARK_CHARS = 2_000
MAX_NOTE_CHARS = 5_000
MAX_PAGES = 20
_NEEDED = ("orders/create", "customers/create", "customers/notes/create")
_REMARKS = frozenset(("customerComment", "managerComment"))


class RetailCrm:
    """One account."""

    def __init__(self, settings: RetailSettings, templates: Mapping[str, str], line: CrmLine) -> None:
        self._settings = settings
        self._templates = templates
        self._target = line.target
        self._rest = RetailRest(line, key=settings.api_key)
        self._site: dict[str, str] = {"site": settings.site} if settings.site else {}
        self.people = RetailPeople(self._rest, settings)

    async def check(self) -> Checked:
        """See `Connector.check`. The account tells which methods and shops the key has."""
        told = await self._rest.get("credentials")
        granted = _names(told.get("credentials"))
        missing = [one for one in _NEEDED if not any(method.endswith(f"/{one}") for method in granted)]
        if granted and missing:
            raise CrmMisconfigured(
                f"Ключу API RetailCRM не разрешено: {', '.join(missing)}. Добавьте эти методы ключу."
            )
        sites = _names(told.get("sitesAvailable"))
        if sites and self._settings.site not in (sites if len(sites) > 1 else [*sites, ""]):
            raise CrmMisconfigured(f"Выберите магазин RetailCRM (site) из доступных ключу: {', '.join(sites)}.")
        # Orders must be readable and be found by our number, or each push would make another.
        await find_by_ours(self._rest, self._site, "orders", NOBODY)
        return Checked(account=f"{self._target.host}: {', '.join(sites)}" if sites else self._target.host)

    async def lists(self) -> Lists:
        """See `Connector.lists`. `sources`: how orders come."""
        notes: list[str] = []
        people: list[Choice] = []
        try:
            async for page in self._rest.pages("v5/users", {"filter[active]": 1}, what="users", max_pages=MAX_PAGES):
                people += [
                    Choice(str(one.get("id")), " ".join(filter(None, (one.get("firstName"), one.get("lastName")))))
                    for one in page
                ]
        except CrmMisconfigured as error:
            notes.append(f"Сотрудников (users) RetailCRM не показала. {error.message}")
        return Lists(
            stages=await self._reference("statuses", notes),
            people=tuple(people),
            sources=await self._reference("order-methods", notes),
            places=await self._shops(notes),
            fields=await self._fields(notes),
            notes=tuple(notes),
        )

    async def _shops(self, notes: list[str]) -> tuple[Choice, ...]:
        """Those that the key is of, by their names where it may read the directory of shops."""
        try:
            own = _names((await self._rest.get("credentials")).get("sitesAvailable"))
        except CrmMisconfigured as error:
            notes.append(f"Магазинов (credentials) RetailCRM не показала. {error.message}")
            return ()
        named = {one.id: one.name for one in await self._reference("sites", [])}
        return tuple(Choice(code, named.get(code, "")) for code in own or named)

    async def _fields(self, notes: list[str]) -> tuple[Choice, ...]:
        """The account's own fields of orders, by code."""
        found: list[Choice] = []
        query = {"filter[entity]": "order"}
        try:
            async for page in self._rest.pages("v5/custom-fields", query, what="customFields", max_pages=MAX_PAGES):
                found += [
                    Choice(str(one.get("code") or ""), shown(str(one.get("name") or "")))
                    for one in page
                    if one.get("entity", "order") == "order"
                ]
        except CrmMisconfigured as error:
            notes.append(f"Своих полей заказа (custom-fields) RetailCRM не показала. {error.message}")
        return tuple(one for one in found if one.id)

    def preview(self, case: Case) -> Mapping[str, str]:
        """See `Connector.preview`. Parts of the source are named as utm parameters, the account's fields by code."""
        filled = {
            name: fill(template, case, max_chars=MAX_REMARK_CHARS if name in _REMARKS else MAX_VALUE_CHARS)
            for name, template in self._templates.items()
        }
        return {name: text for name, text in filled.items() if text}

    async def push(self, case: Case, progress: Progress) -> Receipt:
        """See `Connector.push`."""
        return await push_card(self, case, progress)

    @property
    def text_chars(self) -> int:
        """See `Cards`."""
        return MAX_NOTE_CHARS

    async def find_card(self, case: Case) -> Card | None:
        """See `Cards.find_card`."""
        found = await find_by_ours(self._rest, self._site, "orders", str(case.conversation_id))
        return _card(found) if found else None

    async def known_card(self, id: str) -> Card | None:
        """See `Cards.known_card`. Who its customer is may have changed."""
        found = await self._rest.find(f"v5/orders/{id}", {"by": "id", **self._site})
        if found is None:
            return None
        order = held_in(found, "order")
        if number_of(order.get("id")) != id:
            raise AnswerUnreadable("RetailCRM answered with another order than was asked for.")
        return _card(order)

    async def make_card(self, case: Case, progress: Progress) -> Card:
        """See `Cards.make_card`. Notes may stand there already, from an order that was deleted since."""
        customer_id = await self.people.known(case, progress) or await self.people.own(case, progress)
        fields = self.preview(case)
        order: dict[str, Any] = {
            "externalId": str(case.conversation_id),
            "customer": {"id": int(customer_id)},
            **{name: text for name, text in fields.items() if name in FIELDS},
        }
        source = {SOURCE[name]: text for name, text in fields.items() if name in SOURCE}
        own = {name: text for name, text in fields.items() if name not in FIELDS and name not in SOURCE}
        chosen = {
            "phone": case.phone,
            "email": case.email,
            "source": source,
            "customFields": own,
            "orderMethod": self._settings.source,
            "status": self._settings.stage,
            "managerId": self._settings.responsible_id,
        }
        order |= {name: value for name, value in chosen.items() if value}
        made = await self._rest.post("v5/orders/create", {**self._site, "order": order}, writing=progress)
        return Card(id=id_of(made.get("id")), holder_id=customer_id)

    def url_of(self, id: str) -> str:
        """See `Cards.url_of`."""
        return f"{self._target.origin}/orders/{id}/edit"

    def heading(self, case: Case, card: Card) -> str:
        """See `Cards.heading`. The order's own remark says it."""
        return ""

    async def texts_of(self, card: Card) -> AsyncIterator[Sequence[str]]:
        """See `Cards.texts_of`; all at once, for nothing says in which order they come."""
        texts: list[str] = []
        query = {"filter[customerIds][]": card.holder_id}
        async for page in self._rest.pages("v5/customers/notes", query, what="notes", max_pages=MAX_PAGES):
            texts += [str(note.get("text", "")) for note in page]
        yield texts

    async def add_text(self, card: Card, text: str, progress: Progress) -> None:
        """See `Cards.add_text`."""
        note = {"text": text, "customer": {"id": int(card.holder_id)}}
        await self._rest.post("v5/customers/notes/create", {**self._site, "note": note}, writing=progress)

    async def _reference(self, what: str, notes: list[str]) -> tuple[Choice, ...]:
        try:
            told = await self._rest.get(f"v5/reference/{what}")
        except CrmMisconfigured as error:
            notes.append(f"Справочника reference/{what} RetailCRM не показала. {error.message}")
            return ()
        # An object whose names are the codes, beside `success`.
        listed = next((value for value in told.values() if isinstance(value, dict)), {})
        return tuple(
            Choice(str(one.get("code", "")), str(one.get("name", "")))
            for one in parts_of(list(listed.values()))
            if one.get("active") is not False
        )


def _card(order: Told) -> Card:
    """An order that is there. Of a firm's order the notes stand at who ordered for it."""
    customer = order.get("customer")
    if isinstance(customer, dict) and customer.get("type") == "customer_corporate":
        customer = order.get("contact")
    holder_id = number_of(customer.get("id")) if isinstance(customer, dict) else ""
    if not holder_id:
        raise CrmRefused("У заказа в RetailCRM нет клиента, к которому можно записать диалог.")
    return Card(id=id_of(order.get("id")), holder_id=holder_id)


def _names(told: object) -> list[str]:
    return [str(one) for one in told] if isinstance(told, list) else []


def _open(settings: bytes, mapping: Mapping[str, str], line: CrmLine) -> Connector:
    return RetailCrm(read_settings(settings), read_mapping(mapping), line)


RETAILCRM = Kind(
    name="retailcrm",
    title="RetailCRM",
    per_second=PER_SECOND,
    burst=BURST,
    target_of=lambda settings: target_of(read_settings(settings)),
    open=_open,
    placed_by=("site",),
)
