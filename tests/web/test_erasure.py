"""A person is planted wherever the product can store anything, told what is held, and erased while the server runs."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from msgspec import Struct

from ryadom.core.erasure import erase_person
from ryadom.errors import ConversationUnknown, VisitorUnknown
from ryadom.live.line import Line
from ryadom.live.lines import installation_line
from ryadom.privacy.answers import AnswerFolder
from ryadom.privacy.classification import Disposal, Found, Table
from ryadom.privacy.data_map import TABLES
from ryadom.privacy.erasure import overwrite, shut_out
from ryadom.privacy.persons import Person, count_held, count_left, find_person, owner_ids, read_held
from ryadom.protocol.shared import Page
from ryadom.store.controllers import all_controllers
from ryadom.store.conversations import set_page
from ryadom.store.database import Database
from ryadom.store.visitors import name_visitor
from tests.files import no_files
from tests.search import feed_all
from tests.store.test_data_map import actual_columns
from tests.web.client import Client, Server

MARK = "ПЛАНТА"
"""In every text of the person's; numbers of theirs that are to go are looked for beside it."""


class Planted(Struct, frozen=True):
    """A visitor with two messages and an answer, whose socket and whose operator's are open."""

    person: Person
    visitor: Client
    operator: Client
    echo_ids: list[UUID]
    operator_echo_id: UUID
    conversation_id: str
    token: str


@asynccontextmanager
async def planted(server: Server) -> AsyncIterator[Planted]:
    page = {"url": f"http://shop.test/{MARK}", "title": f"Чай {MARK}", "referrer": f"http://search.test/?q={MARK}"}
    async with server.operator() as operator, server.visitor(page=page, locale="tt-RU") as visitor:
        echo_ids = [uuid4(), uuid4()]
        posted = await visitor.say(f"меня зовут {MARK}", echo_id=echo_ids[0])
        conversation_id = posted["conversation_id"]
        visitor_id = UUID(visitor.welcome["visitor_id"])
        async with server.database.connection() as connection:
            await name_visitor(connection, site_id=server.site.id, visitor_id=visitor_id, name=f"Иван {MARK}")
        operator_echo_id = uuid4()
        await operator.say(f"здравствуйте, {MARK}", conversation_id=conversation_id, echo_id=operator_echo_id)
        await visitor.say(f"телефон {MARK}", echo_id=echo_ids[1])
        person = await find_person(server.database, site_key=server.site.key, conversation_id=UUID(conversation_id))
        assert person.visitor_id == visitor_id
        token = visitor.welcome["token"]
        await feed_all(server.database)
        yield Planted(person, visitor, operator, echo_ids, operator_echo_id, conversation_id, token)


async def places_of(database: Database, text: str) -> set[str]:
    """The columns, of all tables there are, in which a text occurs anywhere."""
    places = set()
    for table, columns in (await actual_columns(database)).items():
        for column in columns:
            query = f'SELECT EXISTS (SELECT FROM {table} WHERE CAST("{column}" AS text) ILIKE $1)'  # noqa: S608 - the catalogue's names
            async with database.connection() as connection:
                if await connection.fetchval(query, f"%{text}%"):
                    places.add(f"{table}.{column}")
    return places


async def line_of(server: Server, database_url: str) -> Line:
    return await installation_line(server.database, database_url=database_url, bus_url=None)


async def bodies(client: Client, conversation_id: str) -> list[str]:
    await client.send("fetch_history", request_id="h", conversation_id=conversation_id)
    entries = (await client.receive("history"))["entries"]
    assert [entry["seq"] for entry in entries] == list(range(1, len(entries) + 1))
    return [entry.get("body", entry["type"]) for entry in entries]


async def test_erased_person_is_in_no_column_of_any_table_nor_in_the_log(
    server: Server, database_url: str, capfd: pytest.CaptureFixture[str]
) -> None:
    async with planted(server) as scene:
        async with server.database.connection() as connection:
            page = Page(url=f"http://shop.test/next/{MARK}", title=MARK, referrer="")
            await set_page(connection, site_id=server.site.id, id=UUID(scene.conversation_id), page=page, is_step=True)
        before = await places_of(server.database, MARK)
        await erase_person(
            server.database,
            await line_of(server, database_url),
            scene.person,
            contents=no_files(server.database),
            now=datetime.now(UTC),
        )
        code, frames = await scene.visitor.closed()
    assert (code, frames[-1]["code"]) == (4401, "visitor_erased")
    assert before == {
        "visitors.name", "entries.body",
        "conversations.page_url", "conversations.page_title", "conversations.page_referrer",
        "conversations.landing_url", "visited_pages.url", "visited_pages.title",
    }  # fmt: skip
    assert await places_of(server.database, MARK) == set()
    assert await places_of(server.database, "tt-RU") == set()
    for echo_id in scene.echo_ids:
        assert await places_of(server.database, str(echo_id)) == set()
    assert await places_of(server.database, str(scene.operator_echo_id)) == {"entries.echo_id"}
    said = capfd.readouterr()
    assert MARK not in said.out + said.err


async def test_open_panel_hears_of_it_and_sees_empty_entries_without_a_gap(server: Server, database_url: str) -> None:
    async with planted(server) as scene:
        await erase_person(
            server.database,
            await line_of(server, database_url),
            scene.person,
            contents=no_files(server.database),
            now=datetime.now(UTC),
        )
        erased = await scene.operator.receive("conversation_erased")
        assert erased["conversation_id"] == scene.conversation_id
        assert await bodies(scene.operator, scene.conversation_id) == [
            "", "conversation_assigned", "", "", "status_changed",
        ]  # fmt: skip
        await scene.operator.send("fetch_conversation", request_id="c", conversation_id=scene.conversation_id)
        row = (await scene.operator.receive("conversation_fetched"))["conversation"]
    assert row["visitor"]["name"] == ""
    assert row["last_message"]["body"] == ""
    assert (row["page"], row["status"], row["unread_count"], row["waiting_since"]) == (None, "closed", 0, None)


async def test_nothing_comes_back_from_browsers_that_have_not_heard(server: Server) -> None:
    """As where the bus is away: nobody is told, and the visitor's and the operator's sockets stay open."""
    async with planted(server) as scene:
        await shut_out(server.database, scene.person, generation=2**53)
        await overwrite(server.database, scene.person)

        await scene.visitor.send("send_message", echo_id=scene.echo_ids[0], body=f"снова {MARK}")
        refused = await scene.visitor.error()
        await scene.visitor.send("visit_page", page={"url": f"http://shop.test/{MARK}"})
        await scene.visitor.ping()
        again = {"conversation_id": scene.conversation_id, "body": f"снова {MARK}"}
        await scene.operator.send("send_message", echo_id=uuid4(), **again)
        to_operator = await scene.operator.error()
        # What was stored once is acknowledged once more, and empty.
        known = await scene.operator.say(
            f"снова {MARK}", conversation_id=scene.conversation_id, echo_id=scene.operator_echo_id
        )
        await scene.operator.send("set_status", echo_id=uuid4(), conversation_id=scene.conversation_id, status="open")
        not_opened = await scene.operator.error()
        async with server.visitor(hello=False) as back:
            await back.send("hello", protocol=1, site=server.site.key, token=scene.token)
            code, frames = await back.closed()

    assert [error["code"] for error in (refused, to_operator, not_opened)] == ["visitor_erased"] * 3
    assert known["body"] == ""
    assert (code, frames[-1]["code"]) == (4401, "visitor_erased")
    assert await places_of(server.database, MARK) == set()


async def test_erasure_that_was_killed_between_any_two_pages_goes_on_and_does_nothing_twice(server: Server) -> None:
    class Killed(Exception):
        pass

    async with planted(server) as scene:
        for _ in range(2):  # killed between the two halves, it begins with the first again
            await shut_out(server.database, scene.person, generation=2**53)
        assert (await count_held(server.database, scene.person))["entries"] == 5  # closed once
        planned = await count_left(server.database, scene.person)
        pages, changed = 0, 0

        def die_after(survived: int) -> Callable[[Table, int], None]:
            def on_page(_table: Table, rows: int) -> None:
                nonlocal pages, changed
                pages, changed = pages + 1, changed + rows
                if pages > survived:
                    raise Killed

            return on_page

        for survived in range(20):
            pages = 0
            try:
                await overwrite(server.database, scene.person, on_page=die_after(survived), page_rows=1)
                break
            except Killed:
                continue
        assert await count_left(server.database, scene.person) == dict.fromkeys(planned, 0)
        assert changed == sum(planned.values()) == 5  # the visitor, the conversation, three messages
        assert set((await overwrite(server.database, scene.person)).values()) == {0}
        assert await places_of(server.database, MARK) == set()


UNTOUCHED = dict.fromkeys(("person_keys", "legal_holds", "files"), 0)
NOTHING_TOLD = dict.fromkeys(
    (
        "visitor_identities",
        "visitor_attributes",
        "visitor_events",
        "visited_pages",
        "customer_cards",
        "customer_changes",
        "customer_notes",
        "customer_links",
        "bans",
    ),
    0,
)
NO_REQUESTS = dict.fromkeys(("subject_requests", "subject_request_people", "subject_request_events"), 0)
NO_MAIL = dict.fromkeys(
    (
        *("outgoing_mails", "answer_addresses", "mail_copies", "chat_invitations"),
        *("webhook_deliveries", "connector_pushes"),
    ),
    0,
)
ELSEWHERE = NO_REQUESTS | NOTHING_TOLD | NO_MAIL


async def test_dry_run_counts_what_would_change_and_changes_nothing(server: Server) -> None:
    async with planted(server) as scene:
        nothing = {"consent_events": 0, "rounds": 0, "mentions": 0, "unread_marks": 0} | UNTOUCHED | ELSEWHERE
        theirs = {"visitors": 1, "conversations": 1}
        left = {"entries": 3, "mentions": 0, "unread_marks": 0} | UNTOUCHED | NOTHING_TOLD | NO_MAIL
        assert await count_left(server.database, scene.person) == theirs | left
        assert await count_held(server.database, scene.person) == theirs | {"entries": 4} | nothing
        assert len(await places_of(server.database, MARK)) == 6


async def test_another_persons_data_stay_as_they_were(server: Server, database_url: str) -> None:
    async with server.visitor(page={"url": "http://shop.test/other"}) as other:
        posted = await other.say("чужие слова")
        async with planted(server) as scene:
            await erase_person(
                server.database,
                await line_of(server, database_url),
                scene.person,
                contents=no_files(server.database),
                now=datetime.now(UTC),
            )
        await other.say("и ещё", conversation_id=posted["conversation_id"])
        assert await bodies(other, posted["conversation_id"]) == ["чужие слова", "и ещё"]
    assert await places_of(server.database, "shop.test/other") == {
        "conversations.page_url", "conversations.landing_url",
    }  # fmt: skip


async def test_answer_holds_all_of_the_persons_and_names_no_operator(server: Server, tmp_path: Path) -> None:
    async with planted(server) as scene:
        async with server.database.connection() as connection:
            [controller] = await all_controllers(connection)
        with AnswerFolder(tmp_path / "answer") as answer:
            async for table, rows in read_held(server.database, scene.person, page_rows=1):
                answer.add(table, rows)
            counts = answer.finish(scene.person, controller, made_at=datetime.now(UTC))

    texts = {file.name: file.read_text(encoding="utf-8") for file in (tmp_path / "answer").iterdir()}
    held = {name: json.loads(text) for name, text in texts.items()}
    told = {"visitors": 1, "conversations": 1, "entries": 4, "files": 0, "consent_events": 0, "legal_holds": 0}
    assert counts == told | ELSEWHERE
    assert [entry["body"] for entry in held["entries.json"] if entry["body"]] == [
        f"меня зовут {MARK}", f"здравствуйте, {MARK}", f"телефон {MARK}",
    ]  # fmt: skip
    assert held["visitors.json"][0]["name"] == f"Иван {MARK}"
    assert held["conversations.json"][0]["page_referrer"].endswith(MARK)
    assert held["about.json"]["visitor_id"] == str(scene.person.visitor_id)
    assert sorted(table["rows"] for table in held["about.json"]["tables"]) == [0] * 21 + [1, 1, 4]
    assert "Анна" not in "".join(texts.values())
    assert scene.operator.welcome["operator"]["id"] not in "".join(texts.values())
    assert {file.stat().st_mode & 0o077 for file in (tmp_path / "answer").iterdir()} == {0}


async def test_table_that_registers_itself_is_answered_and_its_rows_are_deleted(server: Server) -> None:
    name = next(column for column in TABLES[0].columns if column.name == "name")
    columns = (
        TABLES[0].columns[0],
        *(
            type(name)(
                name=one,
                meaning="…",
                category=name.category,
                whose=name.whose,
                answered=True,
                disposal=Disposal.DELETED,
            )
            for one in ("visitor_id", "number", "words")
        ),
    )
    drafts = Table(
        name="drafts", meaning="…", kept="…", columns=columns,
        found=Found.VISITOR, owner_column="visitor_id", order_by="number",
    )  # fmt: skip
    async with planted(server) as scene:
        async with server.database.connection() as connection:
            await connection.execute("CREATE TABLE drafts (site_id uuid, visitor_id uuid, number int, words text)")
            for number, visitor_id in enumerate((scene.person.visitor_id, scene.person.visitor_id, uuid4())):
                await connection.execute(
                    "INSERT INTO drafts VALUES ($1, $2, $3, $4)", server.site.id, visitor_id, number, MARK
                )
        held = [
            row["number"] async for _, rows in read_held(server.database, scene.person, tables=[drafts]) for row in rows
        ]
        changed = await overwrite(server.database, scene.person, tables=[drafts], page_rows=1)
        async with server.database.connection() as connection:
            left = await connection.fetchval("SELECT count(*) FROM drafts")
    assert held == [0, 1]
    assert (changed, left) == ({"drafts": 2}, 1)


async def test_unknown_visitor_and_conversation_are_refused(server: Server) -> None:
    for who, refusal in (
        ({"visitor_id": uuid4()}, VisitorUnknown),
        ({"conversation_id": uuid4()}, ConversationUnknown),
    ):
        with pytest.raises(refusal):
            await find_person(server.database, site_key=server.site.key, **who)
    async with planted(server) as scene:
        with pytest.raises(VisitorUnknown):
            await find_person(server.database, site_key="other-key-1", visitor_id=scene.person.visitor_id)
        assert await owner_ids(server.database, scene.person, TABLES[0]) == [scene.person.visitor_id]
