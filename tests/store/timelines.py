"""Random timelines of conversations as the product would have left them, with what reports should say of each.

Whoever tells a timeline here notes its rounds while telling it, so what is expected comes from no reading of entries.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from uuid import UUID, uuid4

from msgspec import Struct

from ryadom.store.sql import Connection

ENTRY = (
    "INSERT INTO entries (site_id, conversation_id, seq, kind, public, prev_public_seq, author_kind, author_id, "
    "echo_id, body, operator_id, department_id, status, score, message_seq, bot_id, created_at) "
    "VALUES ($1, $2, $3, $4, true, 0, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)"
)
CONVERSATION = (
    "INSERT INTO conversations (site_id, id, visitor_id, department_id, landing_url, page_url, page_referrer, "
    "queued_at) VALUES ($1, $2, $3, $4, $5, $5, $6, now())"
)
PAGES = (
    ("https://shop.test/?utm_source=Yandex&utm_medium=cpc", None, "yandex"),
    ("https://shop.test/?a=1&UTM_SOURCE=vk", "https://ya.ru/", "vk"),
    ("https://shop.test/", "https://Ya.ru/search?text=%D0%B0", "ya.ru"),
    ("https://shop.test/", "https://shop.test/catalog", ""),
    ("https://shop.test/", None, ""),
    (None, None, "?"),
)
BOT = (
    "INSERT INTO bots (id, controller_id, name) SELECT $2, controller_id, 'Бот ' || $3::text FROM sites WHERE id = $1 "
    "ON CONFLICT DO NOTHING"
)

BOTS = (uuid4(), uuid4())
PROGRAM = uuid4()


class Expected(Struct, kw_only=True):
    """One round as it should be told."""

    site_id: UUID
    conversation_id: UUID
    number: int
    source: str
    asked_at: datetime
    department_id: UUID | None
    operator_id: UUID | None = None
    answered_at: datetime | None = None
    answered_by: UUID | None = None
    closed_at: datetime | None = None
    score: int | None = None
    has_comment: bool = False
    visitor_messages: int = 0
    operator_messages: int = 0
    bot: UUID | None = None
    bot_messages: int = 0


class Telling:
    """One conversation. `entries` are rows for `ENTRY`, `rounds` what is expected."""

    def __init__(
        self, random: Random, site_id: UUID, begins: datetime, *, operators: Sequence[UUID], departments: Sequence[UUID]
    ) -> None:
        self.random, self.site_id, self.at = random, site_id, begins
        self.id, self.visitor_id = uuid4(), uuid4()
        self.operators, self.departments = operators, departments
        page: tuple[str | None, str | None, str] = random.choice(PAGES)
        self.page, self.referrer, self.source = page
        self.first_department = random.choice([None, *departments])
        self.department = self.first_department
        self.is_closed = False
        self.assignee: UUID | None = None
        self.bot: UUID | None = None
        self.entries: list[tuple[object, ...]] = []
        self.rounds: list[Expected] = []
        self._visitor_writes()

    def go_on(self, steps: int) -> None:
        """Some more things happen."""
        for _ in range(steps):
            deeds = [
                self._visitor_writes,
                self._operator_writes,
                self._assign,
                self._set_status,
                self._edit,
                self._rate,
                self._bot_writes,
                self._bot_hands_over,
                self._program_writes,
            ]
            self.random.choices(deeds, [4, 2, 1, 2, 1, 2, 4, 1, 1])[0]()

    def _visitor_writes(self) -> None:
        moved = self.random.random() < 0.3 and self.is_closed
        if self.is_closed and (self.assignee or self.bot or moved):
            self.department = self.random.choice(self.departments) if moved else self.department
            self._add("assignment", "visitor", department=self.department if moved else None)
            self.assignee = self.bot = None
        if self.is_closed:
            self._add("status", "visitor", status="open")
        if (self.is_closed or not self.rounds) and self.random.random() < 0.6:
            self.bot = self.random.choice(BOTS)
            self._add("assignment", "bot", self.bot, bot=self.bot)
        self._add("message", "visitor", body="вопрос")
        if not self.rounds or self.is_closed:
            self.is_closed = False
            self.rounds.append(
                Expected(
                    site_id=self.site_id,
                    conversation_id=self.id,
                    number=len(self.rounds) + 1,
                    source=self.source,
                    asked_at=self.at,
                    department_id=self.department,
                    bot=self.bot,
                )
            )
        self.rounds[-1].visitor_messages += 1

    def _operator_writes(self) -> None:
        operator = self.random.choice(self.operators)
        self._reopen(operator)
        if self.assignee is None:
            self._give(operator, operator)
        self._add("message", "operator", operator, body="ответ")
        now = self.rounds[-1]
        now.operator_messages += 1
        if now.answered_at is None:
            now.answered_at, now.answered_by = self.at, operator

    def _assign(self) -> None:
        to = self.random.choice([None, *self.operators])
        department = self.random.choice([None, None, *self.departments])
        self._give(self.random.choice(self.operators), to, department)

    def _give(self, by: UUID, to: UUID | None, department: UUID | None = None) -> None:
        self._add("assignment", "operator", by, operator=to, department=department)
        self.assignee = to
        self.bot = self.rounds[-1].bot = None
        self.department = department or self.department
        self.rounds[-1].operator_id = to or self.rounds[-1].operator_id
        self.rounds[-1].department_id = self.department

    def _bot_writes(self) -> None:
        if self.bot and not self.is_closed:
            self._add("message", "bot", self.bot, body="ответ бота")
            self.rounds[-1].bot_messages += 1

    def _bot_hands_over(self) -> None:
        if self.bot and not self.is_closed:
            self._add("assignment", "bot", self.bot)
            self.bot = self.rounds[-1].bot = None

    def _program_writes(self) -> None:
        self._add("message", "bot", PROGRAM, body="заказ собран")

    def _set_status(self) -> None:
        if self.is_closed:
            self._reopen(self.random.choice(self.operators))
            return
        self._add(
            "status", self.random.choice(("visitor", "operator")), self.random.choice(self.operators), status="closed"
        )
        self.is_closed = True
        self.rounds[-1].closed_at = self.at

    def _reopen(self, operator: UUID) -> None:
        if self.is_closed:
            self._add("status", "operator", operator, status="open")
            self.is_closed = False
            self.rounds[-1].closed_at = None

    def _edit(self) -> None:
        self._add("edit", "visitor", body="прежнее", message=1)

    def _rate(self) -> None:
        if self.is_closed:
            words = self.random.choice(("", "спасибо"))
            self.rounds[-1].score, self.rounds[-1].has_comment = self.random.randint(1, 5), bool(words)
            self._add("rating", "visitor", body=words, score=self.rounds[-1].score)

    def _add(
        self,
        kind: str,
        author: str,
        operator_by: UUID | None = None,
        *,
        body: str | None = None,
        operator: UUID | None = None,
        department: UUID | None = None,
        status: str | None = None,
        score: int | None = None,
        message: int | None = None,
        bot: UUID | None = None,
    ) -> None:
        self.at += timedelta(seconds=self.random.choice((0.5, 20, 600, 7_200, 90_000)) * self.random.random())
        author_id = self.visitor_id if author == "visitor" else operator_by
        self.entries.append(
            (
                *(self.site_id, self.id, len(self.entries) + 1, kind, author, author_id, uuid4()),
                *(body, operator, department, status, score, message, bot, self.at),
            )
        )


async def store_timeline(connection: Connection, told: Telling, *, after: int = 0) -> None:
    """Stores what was told behind the entry `after`; with 0, the conversation too."""
    for number, bot in enumerate((*BOTS, PROGRAM), 1):
        await connection.execute(BOT, told.site_id, bot, str(number))
    if not after:
        await connection.execute(
            "INSERT INTO visitors (site_id, id, locale) VALUES ($1, $2, 'ru')", told.site_id, told.visitor_id
        )
        await connection.execute(
            CONVERSATION, told.site_id, told.id, told.visitor_id, told.first_department, told.page, told.referrer
        )
    for entry in told.entries[after:]:
        await connection.execute(ENTRY, *entry)
    await connection.execute(
        "UPDATE conversations SET last_seq = $3, department_id = $4 WHERE site_id = $1 AND id = $2",
        told.site_id,
        told.id,
        len(told.entries),
        told.department,
    )
