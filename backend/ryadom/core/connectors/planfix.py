"""Planfix by a REST token: a task with its contact as the counterparty, and the transcript in its comments.

Planfix keeps no number of ours, so a task's name has the last letters of the conversation's id at its end: by them a
push that lost an answer finds the task that it has made, or by a field that holds the whole id, if one is mapped.
Source: planfix.com/help, REST API, and the specification that it leads to.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from ryadom.core.connectors.card_marks import CONVERSATION, NAME, mark_of, marked_fields
from ryadom.core.connectors.cards import Card
from ryadom.core.connectors.line import CrmLine
from ryadom.core.connectors.markup import markup_of, text_of
from ryadom.core.connectors.planfix_people import FOUND, OF_CONTACT, PlanfixPeople, id_of, link_to
from ryadom.core.connectors.planfix_rest import PlanfixRest, Told
from ryadom.core.connectors.planfix_settings import (
    DESCRIPTION,
    PlanfixSettings,
    read_mapping,
    read_settings,
    target_of,
)
from ryadom.core.connectors.protocol import NOBODY, Case, Checked, Choice, Connector, Kind, Lists, Progress, Receipt
from ryadom.core.connectors.replies import number_of, parts_of, rows_of, shown
from ryadom.core.connectors.steps import push_card
from ryadom.errors import AnswerUnreadable, CrmMisconfigured, CrmRefused

PER_SECOND = 0.9
BURST = 1.0
"""An account may be called once a second."""

MAX_DESCRIPTION_CHARS = 2_000
MAX_COMMENT_CHARS = 4_000
COMMENTS_PAGE = 20
"""So that a page of the longest comments, each letter as HTML and written in six, stays within what we read."""

MAX_PAGES = 20
OF_NAME = 8
OF_TEXT_FIELD = 101
"""Numbers of filters: of tasks by name and by a field that is text."""

NOT_SEARCHED = (
    "Планфикс не ищет задачи по их названию: он показал слишком много чужих. Задачи повторялись бы, поэтому ничего "
    "не отправлено."
)


class Planfix:
    """One account."""

    def __init__(self, settings: PlanfixSettings, templates: Mapping[str, str], line: CrmLine) -> None:
        self._settings = settings
        self._templates = templates
        self._target = line.target
        self._rest = PlanfixRest(line, token=settings.token)
        self.people = PlanfixPeople(self._rest, settings)

    async def check(self) -> Checked:
        """See `Connector.check`."""
        # Tasks and contacts must be readable and be found by what we write there, or each push would make another.
        await self._find_by(NOBODY)
        await self._rest.rows("contact/list", {"fields": "id"}, what="contacts", size=1)
        return Checked(account=self._target.host)

    async def lists(self) -> Lists:
        """See `Connector.lists`. `stages` are templates of tasks, `sources` those of contacts."""
        notes: list[str] = []
        people: list[Choice] = []
        asked = {"fields": "id,name,lastname"}
        try:
            async for page in self._rest.pages("user/list", asked, what="users", size=FOUND, max_pages=MAX_PAGES):
                people += [
                    Choice(
                        str(one.get("id", "")).removeprefix("user:"),
                        " ".join(filter(None, (one.get("name"), one.get("lastname")))),
                    )
                    for one in page
                ]
        except CrmMisconfigured as error:
            notes.append(f"Сотрудников (user/list) Планфикс не показал. {error.message}")
        return Lists(
            stages=await self._listed("task", notes),
            people=tuple(people),
            sources=await self._listed("contact", notes),
            fields=await self._fields(notes),
            notes=tuple(notes),
        )

    def preview(self, case: Case) -> Mapping[str, str]:
        """See `Connector.preview`."""
        return marked_fields(self._templates, case, long_field=DESCRIPTION, max_long_chars=MAX_DESCRIPTION_CHARS)

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
        found = await self._rest.find(f"task/{id}", {"fields": "id"})
        if found is None:
            return None
        task = found.get("task")
        if not isinstance(task, dict) or number_of(task.get("id")) != id:
            raise AnswerUnreadable("Planfix answered with another task than was asked for.")
        return Card(id=id)

    async def make_card(self, case: Case, progress: Progress) -> Card:
        """See `Cards.make_card`. Somebody whom nobody can reach is no contact: nobody would find it again."""
        contact_id = await self.people.of(case, progress)
        fields = self.preview(case)
        own = [
            {"field": {"id": int(name)}, "value": text}
            for name, text in fields.items()
            if name not in (NAME, DESCRIPTION)
        ]
        task: dict[str, Any] = {"name": fields[NAME]}
        chosen = {
            "description": markup_of(fields.get(DESCRIPTION, "")),
            "template": link_to(self._settings.template_id),
            "counterparty": {"id": f"{OF_CONTACT}{contact_id}"} if contact_id else None,
            "assignees": _people(self._settings.responsible_id),
            "customFieldData": own,
        }
        task |= {name: value for name, value in chosen.items() if value}
        made = await self._rest.write("task/", task, writing=progress)
        # A template may have put comments there already, none of which is ours.
        return Card(id=id_of(made.get("id")), is_new=True)

    def url_of(self, id: str) -> str:
        """See `Cards.url_of`."""
        return f"{self._target.origin}/task/{id}"

    def heading(self, case: Case, card: Card) -> str:
        """See `Cards.heading`. The task's description says it."""
        return ""

    async def texts_of(self, card: Card) -> AsyncIterator[Sequence[str]]:
        """See `Cards.texts_of`."""
        asked = {"fields": "id,description", "typeList": "Comments", "resultOrder": "Desc"}
        path = f"task/{card.id}/comments/list"
        async for page in self._rest.pages(path, asked, what="comments", size=COMMENTS_PAGE, max_pages=MAX_PAGES):
            yield [text_of(str(row.get("description", ""))) for row in page]

    async def add_text(self, card: Card, text: str, progress: Progress) -> None:
        """See `Cards.add_text`."""
        await self._rest.write(f"task/{card.id}/comments/", {"description": markup_of(text)}, writing=progress)

    async def _find_by(self, conversation_id: str) -> Card | None:
        """By the name, and by each field that holds the whole id."""
        filters: list[dict[str, object]] = [{"type": OF_NAME, "value": mark_of(conversation_id)}]
        filters += [
            {"type": OF_TEXT_FIELD, "field": int(name), "value": conversation_id}
            for name, template in self._templates.items()
            if template == CONVERSATION and name not in (NAME, DESCRIPTION)
        ]
        for one in filters:
            place = NAME if one["type"] == OF_NAME else str(one["field"])
            asked = {"fields": f"id,{place}", "filters": [{"operator": "equal", **one}]}
            rows = await self._rest.rows("task/list", asked, what="tasks", size=FOUND)
            ours = [row for row in rows if str(one["value"]) in _text_at(row, place)]
            if not ours and len(rows) >= FOUND:
                # A few may have the mark by chance. Among so many ours may be on any page.
                raise CrmMisconfigured(NOT_SEARCHED)
            if ours:
                return Card(id=str(min(int(id_of(row.get("id"))) for row in ours)))
        return None

    async def _fields(self, notes: list[str]) -> tuple[Choice, ...]:
        """The account's own fields of tasks, by number."""
        try:
            told = await self._rest.get("customfield/task", {"fields": "id,name,type"})
        except (CrmMisconfigured, CrmRefused) as error:
            notes.append(f"Своих полей задач (customfield/task) Планфикс не показал. {error.message}")
            return ()
        rows = parts_of(told.get("customfields"))
        named = [Choice(number_of(one.get("id")), shown(str(one.get("name") or ""))) for one in rows]
        return tuple(one for one in named if one.id)

    async def _listed(self, what: str, notes: list[str]) -> tuple[Choice, ...]:
        query = {"offset": 0, "pageSize": FOUND, "fields": "id,name"}
        try:
            told = await self._rest.get(f"{what}/templates", query)
        except CrmMisconfigured as error:
            notes.append(f"Шаблонов ({what}/templates) Планфикс не показал. {error.message}")
            return ()
        return tuple(Choice(str(one.get("id", "")), str(one.get("name", ""))) for one in rows_of(told.get("templates")))


def _text_at(task: Told, place: str) -> str:
    """A task's name, or what stands in the field with this number."""
    if place == NAME:
        return str(task.get(NAME, ""))
    for one in parts_of(task.get("customFieldData")):
        field = one.get("field")
        if isinstance(field, dict) and number_of(field.get("id")) == place:
            return str(one.get("value") or one.get("stringValue") or "")
    return ""


def _people(id: int) -> dict[str, object] | None:
    return {"users": [{"id": f"user:{id}"}]} if id else None


def _open(settings: bytes, mapping: Mapping[str, str], line: CrmLine) -> Connector:
    return Planfix(read_settings(settings), read_mapping(mapping), line)


PLANFIX = Kind(
    name="planfix",
    title="Планфикс",
    per_second=PER_SECOND,
    burst=BURST,
    target_of=lambda settings: target_of(read_settings(settings)),
    open=_open,
    placed_by=(),
)
