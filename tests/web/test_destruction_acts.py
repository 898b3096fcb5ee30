"""The act and the log that every erasure ends with: complete, true, numbered without gaps, and never changed."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4

import asyncpg
import pytest

from ryadom.core.acts import export_act, list_acts
from ryadom.core.controllers import describe_controller
from ryadom.core.erasure import Erased, erase_person
from ryadom.errors import ActUnknown
from ryadom.privacy.classification import Table
from ryadom.privacy.destruction import finish
from ryadom.privacy.erasure import overwrite, shut_out
from ryadom.privacy.persons import Person, count_left
from ryadom.store import destructions
from ryadom.store.database import Database
from ryadom.store.destructions import ActPapers, Ground
from ryadom.store.journal_chain import COMMAND_LINE
from tests.files import no_files
from tests.unit.test_paper import text_of
from tests.web.client import Server
from tests.web.test_erasure import MARK, line_of, places_of, planted


async def erase(
    server: Server,
    database_url: str,
    person: Person,
    *,
    ground: Ground = Ground.REQUEST,
    on_page: Callable[[Table, int], None] = lambda _table, _changed: None,
) -> Erased:
    line = await line_of(server, database_url)
    return await erase_person(
        server.database,
        line,
        person,
        contents=no_files(server.database),
        now=datetime.now(UTC),
        ground=ground,
        by=COMMAND_LINE,
        on_page=on_page,
    )


async def papers_of(server: Server) -> list[ActPapers]:
    """All acts, the oldest first."""
    acts = await list_acts(server.database, [server.site.id])
    return [await export_act(server.database, act.id, [server.site.id], by=COMMAND_LINE) for act in reversed(acts)]


def rows_of(log: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(log.decode("utf-8-sig")), delimiter=";"))


async def test_act_has_every_field_of_the_order_and_the_log_its_line(server: Server, database_url: str) -> None:
    await describe_controller(
        server.database,
        None,
        legal_name="ООО «Чайная лавка»",
        inn="7707083893",
        address="Москва, Чайный пер., 1",
        officer_name="Ёлкина Вера Павловна",
        officer_post="специалист по защите данных",
        ispdn_name="ИСПДн «Чат сайта»",
        processor_name="ООО «Хостинг»",
        processor_address="Тверь, Центральная ул., 2",
    )
    async with planted(server) as scene:
        erased = await erase(server, database_url, scene.person)
    [papers] = await papers_of(server)
    act = text_of(papers.pdf)
    visitor_id = str(scene.person.visitor_id)

    assert erased.act_number == papers.act.number == 1
    for words in (
        "Акт № 1 об уничтожении персональных данных", "ООО «Чайная лавка», ИНН 7707083893", "Москва, Чайный пер., 1",
        "ООО «Хостинг»", "Тверь, Центральная ул., 2", "ИСПДн «Чат сайта»", "Требование субъекта", "Программное",
        "имя и контакты", "текст сообщений", "посещённые страницы", visitor_id, papers.act.log_sha256[:30],
        "Ёлкина Вера Павловна, специалист по защите данных", "подпись",
    ):  # fmt: skip
        assert words in act, words
    heading, line = rows_of(papers.csv)
    assert len(heading) == 5
    assert line[0] == visitor_id
    assert set(line[1].split(", ")) >= {"имя и контакты", "текст сообщений", "посещённые страницы"}
    assert line[2] == "ИСПДн «Чат сайта»"
    assert line[3].startswith("Требование субъекта")
    assert papers.act.changed == {name: rows for name, rows in erased.changed.items() if rows}
    assert (papers.act.kept_until - papers.act.finished_at).days >= 3 * 365


async def test_act_names_nobody_who_was_erased(server: Server, database_url: str) -> None:
    async with planted(server) as scene:
        await erase(server, database_url, scene.person)
    [papers] = await papers_of(server)
    assert MARK not in text_of(papers.pdf) + papers.csv.decode()
    assert await places_of(server.database, MARK) == set()
    # Bytes are shown in hexadecimal digits.
    assert await places_of(server.database, MARK.encode().hex()) == set()


async def test_what_the_controller_has_not_told_is_a_dash(server: Server, database_url: str) -> None:
    async with planted(server) as scene:
        await erase(server, database_url, scene.person)
    [papers] = await papers_of(server)
    assert "—, ответственный за обработку ПДн" in text_of(papers.pdf)
    assert rows_of(papers.csv)[1][2] == "—"


async def test_erasure_killed_between_any_two_pages_ends_in_one_act_of_all_that_was_erased(
    server: Server, database_url: str
) -> None:
    class Killed(Exception):
        pass

    async with planted(server) as scene:
        shut = await shut_out(server.database, scene.person, generation=2**53)
        planned = await count_left(server.database, scene.person)

        def die(_table: Table, changed: int) -> None:
            if changed:
                raise Killed

        kills = 0
        for _ in range(20):
            try:
                await overwrite(server.database, scene.person, on_page=die, page_rows=1)
                break
            except Killed:
                kills += 1
        again = await erase(server, database_url, scene.person)
        repeated = await finish(server.database, shut.destruction)

    [papers] = await papers_of(server)
    assert kills == sum(planned.values()) == 5
    assert sum(again.changed.values()) == 0
    assert papers.act.changed == {name: rows for name, rows in planned.items() if rows}
    assert repeated == again.act_number == 1
    assert "Прервано и продолжено" in text_of(papers.pdf)


async def test_erasure_killed_before_its_act_makes_it_the_next_time_and_then_no_other(
    server: Server, database_url: str
) -> None:
    async with planted(server) as scene:
        await shut_out(server.database, scene.person, generation=2**53)
        await overwrite(server.database, scene.person)
        assert await papers_of(server) == []
        late = await erase(server, database_url, scene.person, ground=Ground.WITHDRAWAL)
        repeated = await erase(server, database_url, scene.person)
    [papers] = await papers_of(server)
    assert (late.act_number, repeated.act_number) == (1, None)
    # It says why it was begun, not why it was gone on with.
    assert papers.act.ground is Ground.COMMAND_LINE
    async with server.database.connection() as connection:
        assert await destructions.list_begun(connection) == []


async def test_clock_set_back_ends_no_destruction_before_it_began(server: Server, database_url: str) -> None:
    async with planted(server) as scene:
        await shut_out(server.database, scene.person, generation=2**53)
        async with server.database.connection() as connection:
            await connection.execute("UPDATE destructions_begun SET started_at = now() + interval '1 day'")
        await erase(server, database_url, scene.person)
    [papers] = await papers_of(server)
    assert papers.act.finished_at == papers.act.started_at


async def test_numbers_have_no_gap_though_an_erasure_found_nothing(server: Server, database_url: str) -> None:
    numbers = []
    for _ in range(2):
        async with planted(server) as scene:
            numbers += [(await erase(server, database_url, scene.person)).act_number for _ in range(2)]
    assert numbers == [1, None, 2, None]


@pytest.mark.parametrize(
    "change", ["UPDATE destructions SET number = 7", "DELETE FROM destructions", "TRUNCATE destructions"]
)
async def test_nobody_changes_or_deletes_an_act(server: Server, database_url: str, change: str) -> None:
    async with planted(server) as scene:
        await erase(server, database_url, scene.person)
    async with server.database.connection() as connection:
        with pytest.raises(asyncpg.RestrictViolationError, match="append-only"):
            await connection.execute(change)


async def test_journal_holds_the_hashes_of_act_and_log_and_who_took_them(server: Server, database_url: str) -> None:
    async with planted(server) as scene:
        await erase(server, database_url, scene.person)
    [papers] = await papers_of(server)
    rows = await journalled(server.database)
    assert [row["action"] for row in rows] == ["deleted", "deleted", "exported"]
    assert rows[0]["visitor_ids"] == [scene.person.visitor_id]
    assert papers.act.act_sha256 in rows[1]["details"]
    assert papers.act.log_sha256 in rows[1]["details"]


async def journalled(database: Database) -> list[asyncpg.Record]:
    async with database.connection() as connection:
        return list(
            await connection.fetch(
                "SELECT action, visitor_ids, details::text AS details FROM journal "
                "WHERE action IN ('deleted', 'exported') ORDER BY number"
            )
        )


async def test_act_of_another_site_is_unknown(server: Server, database_url: str) -> None:
    async with planted(server) as scene:
        await erase(server, database_url, scene.person)
    [act] = await list_acts(server.database, [server.site.id])
    for act_id, site_id in ((act.id, uuid4()), (uuid4(), server.site.id)):
        with pytest.raises(ActUnknown):
            await export_act(server.database, act_id, [site_id], by=COMMAND_LINE)
