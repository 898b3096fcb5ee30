"""Bitrix24 by an inbound webhook: a lead, or a deal with its contact, and the transcript in its timeline.

A card is found again by ORIGINATOR_ID and ORIGIN_ID, which hold the conversation's id: a push is begun by looking for
it, so one that lost an answer makes no second card. Source: github.com/bitrix24/b24restdocs.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from ryadom.core.connectors.bitrix24_people import NOT_SEARCHED, Bitrix24People, find_ours, id_of, origin_of, reach_of
from ryadom.core.connectors.bitrix24_rest import Bitrix24Rest
from ryadom.core.connectors.bitrix24_settings import (
    DEFAULTS,
    RESERVED,
    Bitrix24Settings,
    Creates,
    base_path,
    read_settings,
    target_of,
)
from ryadom.core.connectors.bitrix24_trial import (
    MAX_PAGES,
    NO_LEADS,
    check_chosen,
    choices_of,
    directory_of,
    fields_of,
    funnels_of,
    is_without_leads,
)
from ryadom.core.connectors.card_marks import marked
from ryadom.core.connectors.cards import Card
from ryadom.core.connectors.line import CrmLine
from ryadom.core.connectors.mapping import check_mapping, fill
from ryadom.core.connectors.protocol import (
    NOBODY,
    Case,
    Checked,
    Choice,
    Connector,
    Kind,
    Lists,
    Progress,
    Receipt,
)
from ryadom.core.connectors.replies import rows_of
from ryadom.core.connectors.steps import push_card
from ryadom.errors import CrmMisconfigured, CrmRefused

PER_SECOND = 2.0
BURST = 10.0
"""A portal takes 50 calls at once and two a second, from all that calls it from one address: so ours are a part."""

MAX_TITLE_CHARS = 255
MAX_TEXT_CHARS = 4_000
MAX_HEADING_CHARS = 1_000
MAX_COMMENT_CHARS = 3_000
"""A page has 50 of them: each letter written in six, they stay within what we read (`line.BOUNDS`)."""

_NOT_OF_DEALS = frozenset(("NAME", "COMPANY_TITLE"))


class Bitrix24:
    """One portal."""

    def __init__(self, settings: Bitrix24Settings, mapping: Mapping[str, str], line: CrmLine) -> None:
        self._settings = settings
        self._mapping = {**DEFAULTS, **mapping}
        self._line = line
        self._rest = Bitrix24Rest(line, base=base_path(line.target))
        self.people = Bitrix24People(self._rest, settings, self._mapping)

    async def check(self) -> Checked:
        """See `Connector.check`. The portal tells which rights the webhook has."""
        scopes = await self._rest.call("scope")
        if not isinstance(scopes, list) or "crm" not in scopes:
            raise CrmMisconfigured("У вебхука Битрикс24 нет права «CRM (crm)»: добавьте его в настройках вебхука.")
        profile = await self._rest.call("profile")
        # Cards must be readable and be found by what we write there, or each push would make another.
        await find_ours(self._rest, self._settings.creates, NOBODY)
        await check_chosen(self._rest, self._settings, self._sent_mapping())
        names = (profile.get("NAME"), profile.get("LAST_NAME")) if isinstance(profile, dict) else ()
        return Checked(account=" ".join(str(name) for name in names if name) or self._line.target.origin)

    async def lists(self) -> Lists:
        """See `Connector.lists`. Who works there is told only to a webhook with the right to know of users."""
        notes: list[str] = []
        people: tuple[Choice, ...] = ()
        try:
            rows = await self._rest.rows("user.get", {"FILTER": {"ACTIVE": True}}, max_pages=MAX_PAGES)
            people = tuple(
                Choice(str(row.get("ID", "")), " ".join(filter(None, (row.get("NAME"), row.get("LAST_NAME")))))
                for row in rows
            )
        except CrmMisconfigured:
            notes.append("Сотрудников Битрикс24 не показал: у вебхука нет права «Пользователи (user)».")
        places: tuple[Choice, ...] = ()
        try:
            # Of leads too: whoever turns to deals in the form finds them there.
            places = await funnels_of(self._rest)
        except (CrmMisconfigured, CrmRefused):
            # A box of before has no such method.
            notes.append("Воронок Битрикс24 не показал: впишите номер воронки, пусто — общая.")
        return Lists(
            stages=await choices_of(self._rest, directory_of(self._settings)),
            people=people,
            sources=await choices_of(self._rest, "SOURCE"),
            places=places,
            fields=await fields_of(self._rest, self._settings.creates),
            notes=tuple(notes),
        )

    def preview(self, case: Case) -> Mapping[str, str]:
        """See `Connector.preview`."""
        fields: dict[str, str] = {}
        for name, template in self._sent_mapping().items():
            text = fill(template, case, max_chars=MAX_TEXT_CHARS if name == "COMMENTS" else MAX_TITLE_CHARS)
            if text:
                fields[name] = text
        return fields

    async def push(self, case: Case, progress: Progress) -> Receipt:
        """See `Connector.push`."""
        return await push_card(self, case, progress)

    @property
    def text_chars(self) -> int:
        """See `Cards`."""
        return MAX_COMMENT_CHARS

    async def find_card(self, case: Case) -> Card | None:
        """See `Cards.find_card`."""
        id = await find_ours(self._rest, self._settings.creates, str(case.conversation_id))
        return Card(id=id, begun_by=str(case.conversation_id)) if id else None

    async def known_card(self, id: str) -> Card | None:
        """See `Cards.known_card`."""
        params = {"filter": {"ID": id}, "select": ["ID", "ORIGIN_ID"]}
        rows = rows_of(await self._rest.call(f"crm.{self._settings.creates}.list", params))
        if any(str(row.get("ID")) != id for row in rows):
            raise CrmMisconfigured(NOT_SEARCHED)
        return Card(id=id, begun_by=str(rows[0].get("ORIGIN_ID") or "")) if rows else None

    async def make_card(self, case: Case, progress: Progress) -> Card:
        """See `Cards.make_card`. A lead in work of the same person is the card: two would have two people call them.

        Nothing is written before its number is noted, so whoever goes on after a kill looks again, or knows it.
        """
        is_lead = self._settings.creates is Creates.LEAD
        if is_lead and await is_without_leads(self._rest):
            # It would be made, and be a deal at once: no later push would find it among leads.
            raise CrmMisconfigured(NO_LEADS)
        known = await self.people.known(case, progress)
        if known.lead_id:
            return Card(id=known.lead_id)
        contact_id = known.contact_id
        if not contact_id and not is_lead:
            contact_id = await self.people.own(case, progress)
        fields: dict[str, Any] = {**self.preview(case), **origin_of(str(case.conversation_id)), "OPENED": "Y"}
        if is_lead:
            fields |= reach_of(case)
            fields |= {"CONTACT_ID": contact_id} if contact_id else {}
        else:
            fields |= {"CONTACT_IDS": [contact_id], "CATEGORY_ID": self._settings.category_id}
        chosen = {
            "STATUS_ID" if is_lead else "STAGE_ID": self._settings.stage,
            "ASSIGNED_BY_ID": self._settings.responsible_id,
            "SOURCE_ID": self._settings.source,
        }
        fields |= {name: value for name, value in chosen.items() if value}
        params = {"fields": fields, "params": {"REGISTER_SONET_EVENT": "Y"}}
        made = await self._rest.call(f"crm.{self._settings.creates}.add", params, writing=progress)
        return Card(id=id_of(made), is_new=True, begun_by=str(case.conversation_id))

    def url_of(self, id: str) -> str:
        """See `Cards.url_of`."""
        return f"{self._line.target.origin}/crm/{self._settings.creates}/details/{id}/"

    def heading(self, case: Case, card: Card) -> str:
        """See `Cards.heading`. The card's own fields say it, unless they are somebody else's."""
        if card.begun_by == str(case.conversation_id):
            return ""
        fields = self.preview(case)
        # Some of it the card may lack: of several contacts of somebody one alone may have led to it.
        contacts = ", ".join(filter(None, (case.name, case.phone, case.email)))
        lines = (
            f"Контакты: {contacts}" if contacts else "",
            fields.get("COMMENTS", ""),
            fields.get("SOURCE_DESCRIPTION", ""),
        )
        title = marked(fields.get("TITLE", "") or "Чат с сайта", str(case.conversation_id))
        return "\n".join((title, *filter(None, lines)))[:MAX_HEADING_CHARS]

    async def texts_of(self, card: Card) -> AsyncIterator[Sequence[str]]:
        """See `Cards.texts_of`."""
        select = {"filter": self._owner(card), "select": ["ID", "COMMENT"], "order": {"ID": "DESC"}}
        async for page in self._rest.pages("crm.timeline.comment.list", select, max_pages=MAX_PAGES):
            yield [str(row.get("COMMENT", "")) for row in page]

    async def add_text(self, card: Card, text: str, progress: Progress) -> None:
        """See `Cards.add_text`."""
        comment = {"fields": self._owner(card) | {"COMMENT": text}}
        await self._rest.call("crm.timeline.comment.add", comment, writing=progress)

    def _sent_mapping(self) -> Mapping[str, str]:
        """The templates of the fields that what is made has."""
        is_lead = self._settings.creates is Creates.LEAD
        return {name: one for name, one in self._mapping.items() if is_lead or name not in _NOT_OF_DEALS}

    def _owner(self, card: Card) -> dict[str, object]:
        return {"ENTITY_ID": int(card.id), "ENTITY_TYPE": self._settings.creates.value}


def _open(settings: bytes, mapping: Mapping[str, str], line: CrmLine) -> Connector:
    read = read_settings(settings)
    check_mapping(mapping, reserved=RESERVED)
    return Bitrix24(read, mapping, line)


BITRIX24 = Kind(
    name="bitrix24",
    title="Битрикс24",
    per_second=PER_SECOND,
    burst=BURST,
    target_of=lambda settings: target_of(read_settings(settings)),
    open=_open,
)
