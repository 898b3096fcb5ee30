"""amoCRM by a long-lived token: a lead with its contact, and the transcript in its notes.

amoCRM keeps no number of ours, so a lead's name has the last letters of the conversation's id at its end: by them a
push that lost an answer finds the lead that it has made, or by a field that holds the whole id, if one is mapped.
Source: amocrm.ru/developers, API v4.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any, NoReturn

from ryadom.core.connectors.amocrm_people import FOUND, AmoPeople, values_of
from ryadom.core.connectors.amocrm_rest import AmoRest, embedded, has_more, listed
from ryadom.core.connectors.amocrm_settings import NOTE, AmoSettings, read_mapping, read_settings, target_of
from ryadom.core.connectors.amocrm_trial import UNSORTED, check_chosen, fields_of
from ryadom.core.connectors.card_marks import NAME, mark_of, marked_fields
from ryadom.core.connectors.cards import Card
from ryadom.core.connectors.line import CrmLine
from ryadom.core.connectors.protocol import NOBODY, Case, Checked, Choice, Connector, Kind, Lists, Progress, Receipt
from ryadom.core.connectors.replies import card_number, number_of, rows_of
from ryadom.core.connectors.steps import push_card
from ryadom.errors import AnswerUnreadable, CrmMisconfigured, CrmRefused

PER_SECOND = 3.0
BURST = 4.0
"""An integration may call 7 times a second, so no second may have more of ours; who goes on beyond that is shut out."""

MAX_HEADING_CHARS = 1_000
MAX_NOTE_CHARS = 5_000
NOTES_PAGE = 20
"""So that a page of the longest notes, each letter written in six, stays within what we read (`line.BOUNDS`)."""

MAX_PAGES = 20
NOT_SEARCHED = (
    "amoCRM не ищет сделки по их названию: она показала слишком много чужих. Сделки повторялись бы, поэтому ничего "
    "не отправлено."
)
SERVICE = "Рядом"


class Amo:
    """One account."""

    def __init__(self, settings: AmoSettings, templates: Mapping[str, str], line: CrmLine) -> None:
        self._settings = settings
        self._templates = templates
        self._origin = line.target.origin
        self._rest = AmoRest(line, token=settings.token)
        self.people = AmoPeople(self._rest, settings)

    async def check(self) -> Checked:
        """See `Connector.check`."""
        account = await self._rest.get("account")
        # Leads and contacts must be readable and be found by what we write there, or each push would make another.
        await self._find_by(NOBODY)
        await self._rest.get("contacts", {"limit": 1})
        await check_chosen(self._rest, self._settings, self._templates)
        name = account.get("name") if isinstance(account, dict) else None
        return Checked(account=str(name or self._origin))

    async def lists(self) -> Lists:
        """See `Connector.lists`. Who works there is told only to administrators."""
        stages = [
            Choice(f"{pipeline.get('id')}/{status.get('id')}", f"{pipeline.get('name')}: {status.get('name')}")
            for pipeline in listed(await self._rest.get("leads/pipelines"), "pipelines")
            for status in embedded(pipeline, "statuses")
            if status.get("type") != UNSORTED
        ]
        notes: list[str] = []
        people: list[Choice] = []
        try:
            async for page in self._rest.pages("users", {"limit": FOUND}, what="users", max_pages=MAX_PAGES):
                people += [Choice(str(one.get("id")), str(one.get("name"))) for one in page]
        except CrmMisconfigured:
            notes.append("Сотрудников amoCRM не показала: их видит только токен администратора.")
        return Lists(stages=tuple(stages), people=tuple(people), fields=await fields_of(self._rest), notes=tuple(notes))

    def preview(self, case: Case) -> Mapping[str, str]:
        """See `Connector.preview`. `note`: what stands before the transcript."""
        return marked_fields(self._templates, case, long_field=NOTE, max_long_chars=MAX_HEADING_CHARS)

    async def push(self, case: Case, progress: Progress) -> Receipt:
        """See `Connector.push`."""
        return await push_card(self, case, progress)

    @property
    def text_chars(self) -> int:
        """See `Cards`."""
        return MAX_NOTE_CHARS

    async def find_card(self, case: Case) -> Card | None:
        """See `Cards.find_card`. One search finds the mark in names and in fields that hold the whole id."""
        return await self._find_by(str(case.conversation_id))

    async def known_card(self, id: str) -> Card | None:
        """See `Cards.known_card`."""
        rows = listed(await self._rest.get("leads", {"filter[id][0]": id, "limit": 1}), "leads")
        if rows and number_of(rows[0].get("id")) != id:
            raise AnswerUnreadable("amoCRM answered with another lead than was asked for.")
        return Card(id=id) if rows else None

    async def make_card(self, case: Case, progress: Progress) -> Card:
        """See `Cards.make_card`. A lead that the search does not know yet may stand at a contact that it knows."""
        contact = await self.people.known(case, progress)
        if contact and (card := await self._lead_of(contact, case)):
            return card
        fields = self.preview(case)
        lead: dict[str, Any] = {
            "name": fields[NAME],
            "request_id": str(case.conversation_id),
            "_embedded": {"contacts": [{"id": int(_id(contact.get("id")))} if contact else self.people.new(case)]},
        }
        if self._settings.stage:
            pipeline_id, _, status_id = self._settings.stage.partition("/")
            lead |= {"pipeline_id": int(pipeline_id), "status_id": int(status_id)}
        if self._settings.responsible_id:
            lead["responsible_user_id"] = self._settings.responsible_id
        if values := [_custom(name, text) for name, text in fields.items() if name not in (NAME, NOTE)]:
            lead["custom_fields_values"] = values
        rows = rows_of(await self._rest.post("leads/complex", [lead], writing=progress))
        if not rows:
            raise AnswerUnreadable("amoCRM answered with no lead where one was made.")
        made = rows[0]
        # Duplicate control, if it is on for the integration, may have joined it to a lead that has been worked with.
        return Card(id=_id(made.get("id")), is_new=not made.get("merged"))

    def url_of(self, id: str) -> str:
        """See `Cards.url_of`."""
        return f"{self._origin}/leads/detail/{id}"

    def heading(self, case: Case, card: Card) -> str:
        """See `Cards.heading`: leads have no field for remarks."""
        return self.preview(case).get(NOTE, "")

    async def texts_of(self, card: Card) -> AsyncIterator[Sequence[str]]:
        """See `Cards.texts_of`."""
        query = {"limit": NOTES_PAGE, "order[id]": "desc"}
        try:
            async for page in self._rest.pages(_notes(card), query, what="notes", max_pages=MAX_PAGES):
                yield [str(one.get("text", "")) for note in page if isinstance(one := note.get("params"), dict)]
        except CrmMisconfigured:
            await self._tell_who_is_shut()

    async def add_text(self, card: Card, text: str, progress: Progress) -> None:
        """See `Cards.add_text`. A note of this type is folded in the lead's feed."""
        note = {"note_type": "extended_service_message", "params": {"service": SERVICE, "text": text}}
        try:
            made = listed(await self._rest.post(_notes(card), [note], writing=progress), "notes")
        except CrmMisconfigured:
            await self._tell_who_is_shut()
        if not made:
            raise AnswerUnreadable("amoCRM answered with no note where one was made.")

    async def _tell_who_is_shut(self) -> NoReturn:
        """Tells an account that lets us do nothing from one lead that the token's maker may not see.

        Raises:
            CrmMisconfigured: it is the account.
            CrmRefused: it is the lead.
        """
        await self._rest.get("leads", {"limit": 1})
        raise CrmRefused("Создатель токена не видит эту сделку в amoCRM.")

    async def _lead_of(self, contact: Mapping[str, Any], case: Case) -> Card | None:
        """Ours among the contact's newest leads, read by their numbers and not by the search."""
        numbers = [int(id) for lead in embedded(contact, "leads") if (id := number_of(lead.get("id")))]
        if not numbers:
            return None
        newest = sorted(numbers, reverse=True)[:FOUND]
        asked: dict[str, object] = {f"filter[id][{place}]": id for place, id in enumerate(newest)}
        rows = listed(await self._rest.get("leads", asked | {"limit": FOUND}), "leads")
        return _ours(rows, str(case.conversation_id))

    async def _find_by(self, conversation_id: str) -> Card | None:
        told = await self._rest.get("leads", {"query": mark_of(conversation_id), "limit": FOUND, "order[id]": "asc"})
        rows = listed(told, "leads")
        card = _ours(rows, conversation_id)
        if card is None and (len(rows) >= FOUND or has_more(told)):
            # A few may have the mark by chance. Among so many ours may be on any page.
            raise CrmMisconfigured(NOT_SEARCHED)
        return card


def _ours(leads: Sequence[Mapping[str, Any]], conversation_id: str) -> Card | None:
    """The first that has the mark in its name, or the whole id in a field."""
    for lead in leads:
        if mark_of(conversation_id) in str(lead.get("name", "")) or conversation_id in values_of(lead):
            return Card(id=_id(lead.get("id")))
    return None


def _notes(card: Card) -> str:
    return f"leads/{card.id}/notes"


def _custom(name: str, text: str) -> dict[str, object]:
    field: dict[str, object] = {"field_id": int(name)} if name.isdecimal() else {"field_code": name}
    return field | {"values": [{"value": text}]}


def _id(value: object) -> str:
    return card_number(value, crm="amoCRM")


def _open(settings: bytes, mapping: Mapping[str, str], line: CrmLine) -> Connector:
    return Amo(read_settings(settings), read_mapping(mapping), line)


AMOCRM = Kind(
    name="amocrm",
    title="amoCRM",
    per_second=PER_SECOND,
    burst=BURST,
    target_of=lambda settings: target_of(read_settings(settings)),
    open=_open,
    placed_by=(),
)
