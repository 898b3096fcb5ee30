"""Megaplan as an employee: a deal with its client, and the transcript in the deal's comments.

Megaplan keeps no number of ours, so a deal's name has the last letters of the conversation's id at its end: by them a
push that lost an answer finds the deal that it has made, or by a field that holds the whole id, if one is mapped.
Clients have no comments there. Source: dev.megaplan.ru/apiv3.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from ryadom.core.connectors.card_marks import CONVERSATION, NAME, mark_of, marked_fields
from ryadom.core.connectors.cards import Card
from ryadom.core.connectors.line import CrmLine
from ryadom.core.connectors.markup import markup_of, text_of
from ryadom.core.connectors.megaplan_people import FOUND, MegaplanPeople, id_of, link_to
from ryadom.core.connectors.megaplan_rest import MegaplanRest
from ryadom.core.connectors.megaplan_settings import (
    NOTE,
    MegaplanSettings,
    read_mapping,
    read_settings,
    target_of,
)
from ryadom.core.connectors.protocol import NOBODY, Case, Checked, Choice, Connector, Kind, Lists, Progress, Receipt
from ryadom.core.connectors.replies import number_of, rows_of
from ryadom.core.connectors.steps import push_card
from ryadom.errors import AnswerUnreadable, CrmMisconfigured

PER_SECOND = 2.0
BURST = 3.0
"""Megaplan names no limit: so ours is what a person might do."""

MAX_HEADING_CHARS = 1_000
MAX_COMMENT_CHARS = 4_000
COMMENTS_PAGE = 20
"""So that a page of the longest comments, each letter as HTML and written in six, stays within what we read."""

MAX_PAGES = 20
NOT_SEARCHED = (
    "Мегаплан не ищет сделки по их названию: он показал слишком много чужих. Сделки повторялись бы, поэтому ничего "
    "не отправлено."
)


class Megaplan:
    """One account."""

    def __init__(self, settings: MegaplanSettings, templates: Mapping[str, str], line: CrmLine) -> None:
        self._settings = settings
        self._templates = templates
        self._target = line.target
        self._rest = MegaplanRest(line, user=settings.user, password=settings.password)
        self.people = MegaplanPeople(self._rest)

    async def check(self) -> Checked:
        """See `Connector.check`."""
        program = await self._rest.get(f"program/{self._program_id()}")
        # Deals and clients must be readable and be found by what we write there, or each push would make another.
        await self._find_by(NOBODY)
        await self._rest.get("contractor", {"limit": 1})
        name = program.get("name") if isinstance(program, dict) else None
        return Checked(account=f"{self._target.host}: {name}" if name else self._target.host)

    async def lists(self) -> Lists:
        """See `Connector.lists`. `stages` are schemes of deals."""
        notes: list[str] = []
        people: list[Choice] = []
        asked = {"fields": ["firstName", "lastName"]}
        try:
            async for page in self._rest.pages("employee", asked, kind="Employee", size=FOUND, max_pages=MAX_PAGES):
                people += [
                    Choice(
                        str(one.get("id", "")),
                        " ".join(str(name) for name in (one.get("firstName"), one.get("lastName")) if name),
                    )
                    for one in page
                ]
        except CrmMisconfigured as error:
            notes.append(f"Сотрудников Мегаплан не показал. {error.message}")
        programs = rows_of(await self._rest.get("program", {"limit": FOUND}))
        return Lists(
            stages=tuple(Choice(str(one.get("id", "")), str(one.get("name", ""))) for one in programs),
            people=tuple(people),
            notes=tuple(notes),
        )

    def preview(self, case: Case) -> Mapping[str, str]:
        """See `Connector.preview`. `note`: what stands before the transcript."""
        return marked_fields(self._templates, case, long_field=NOTE, max_long_chars=MAX_HEADING_CHARS)

    async def push(self, case: Case, progress: Progress) -> Receipt:
        """See `Connector.push`."""
        return await push_card(self, case, progress)

    @property
    def text_chars(self) -> int:
        """See `Cards`."""
        return MAX_COMMENT_CHARS

    async def find_card(self, case: Case) -> Card | None:
        """See `Cards.find_card`."""
        return await self._find_by(str(case.conversation_id))

    async def known_card(self, id: str) -> Card | None:
        """See `Cards.known_card`."""
        found = await self._rest.find(f"deal/{id}", {"fields": [NAME], "onlyRequestedFields": True})
        if found is None:
            return None
        if number_of(found.get("id")) != id:
            raise AnswerUnreadable("Megaplan answered with another deal than was asked for.")
        return Card(id=id)

    async def make_card(self, case: Case, progress: Progress) -> Card:
        """See `Cards.make_card`. Somebody whom nobody can reach is no client: nobody would find them again."""
        program_id = self._program_id()
        client = await self.people.of(case, progress)
        fields = self.preview(case)
        deal: dict[str, Any] = {
            "contentType": "Deal",
            "program": link_to("Program", program_id),
            **{name: text for name, text in fields.items() if name != NOTE},
        }
        if client:
            deal["contractor"] = client
        if self._settings.responsible_id:
            deal["manager"] = link_to("Employee", self._settings.responsible_id)
        made = await self._rest.write("deal", deal, writing=progress)
        return Card(id=id_of(made.get("id")), is_new=True)

    def url_of(self, id: str) -> str:
        """See `Cards.url_of`."""
        return f"{self._target.origin}/deals/{id}/card/"

    def heading(self, case: Case, card: Card) -> str:
        """See `Cards.heading`. Which of a deal's fields are texts, only its scheme knows."""
        return self.preview(case).get(NOTE, "")

    async def texts_of(self, card: Card) -> AsyncIterator[Sequence[str]]:
        """See `Cards.texts_of`; all at once, for nothing says in which order they come."""
        texts: list[str] = []
        asked = {"fields": ["content"], "onlyRequestedFields": True}
        path = f"deal/{card.id}/comments"
        async for page in self._rest.pages(path, asked, kind="Comment", size=COMMENTS_PAGE, max_pages=MAX_PAGES):
            texts += [text_of(str(row.get("content", ""))) for row in page]
        yield texts

    async def add_text(self, card: Card, text: str, progress: Progress) -> None:
        """See `Cards.add_text`."""
        comment = {"contentType": "Comment", "content": markup_of(text)}
        await self._rest.write(f"deal/{card.id}/comments", comment, writing=progress)

    def _program_id(self) -> int:
        """The scheme of deals.

        Raises:
            CrmMisconfigured: none is chosen, and there is no deal without.
        """
        if self._settings.program_id:
            return self._settings.program_id
        raise CrmMisconfigured("Выберите схему сделок в настройках подключения: без неё Мегаплан сделку не создаст.")

    async def _find_by(self, conversation_id: str) -> Card | None:
        """By the name, and by each field that holds the whole id."""
        places = [(NAME, "contains", mark_of(conversation_id))]
        places += [
            (name, "equals", conversation_id)
            for name, template in self._templates.items()
            if template == CONVERSATION and name not in (NAME, NOTE)
        ]
        for field, comparison, value in places:
            asked = {"filter": self._filter(field, comparison, value), "fields": [field], "limit": FOUND}
            rows = rows_of(await self._rest.get("deal", asked))
            ours = [row for row in rows if value in str(row.get(field, ""))]
            if not ours and len(rows) >= FOUND:
                # A few may have the mark by chance. Among so many ours may be on any page.
                raise CrmMisconfigured(NOT_SEARCHED)
            if ours:
                return Card(id=str(min(int(id_of(row.get("id"))) for row in ours)))
        return None

    def _filter(self, field: str, comparison: str, value: str) -> dict[str, object]:
        """What finds deals by a text in them. Fields of a scheme's own are known only beside it."""
        term = {"contentType": "FilterTermString", "field": field, "comparison": comparison, "value": value}
        group = {"contentType": "FilterTermGroup", "join": "and", "terms": [term]}
        found: dict[str, object] = {
            "contentType": "TradeFilter",
            "id": None,
            "config": {"contentType": "FilterConfig", "termGroup": group},
        }
        return found if field == NAME else found | {"program": link_to("Program", self._settings.program_id)}


def _open(settings: bytes, mapping: Mapping[str, str], line: CrmLine) -> Connector:
    return Megaplan(read_settings(settings), read_mapping(mapping), line)


MEGAPLAN = Kind(
    name="megaplan",
    title="Мегаплан",
    per_second=PER_SECOND,
    burst=BURST,
    target_of=lambda settings: target_of(read_settings(settings)),
    open=_open,
    placed_by=(),
)
