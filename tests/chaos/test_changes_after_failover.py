"""A standby takes over while a program pulls: its place is told to be gone, and a new pull has all that is there."""

from pathlib import Path

import pytest

from ryadom.errors import CursorExpired
from ryadom.store.database import Database, open_database
from ryadom.store.embedded_account import server_account
from ryadom.store.embedded_folder import ServerFolder, open_folder
from tests.chaos.postgres import CrashingPostgres
from tests.chaos.test_changes_after_restore import furnish, say
from tests.conftest import passable_folder
from tests.mirror import Mirror, catch_up, desk_on, expected, held, programme
from tests.standby import back_up, caught_up, copy_stopped, cut_off, life_of, promote, running

NEW_COMMITS = 20
"""More numbers of transactions than were lost: by its number alone a place from before would look good again."""


async def standby_of(
    postgres: CrashingPostgres, first: ServerFolder, into: Path, *, is_cold_copy: bool
) -> ServerFolder:
    if not is_cold_copy:
        return await back_up(first, into)
    await postgres.stop()
    standby = copy_stopped(first, into)
    await postgres.start()
    return standby


def bodies(mirror: Mirror) -> set[str]:
    return {body for (body,) in mirror.column("message", "body").values()}


@pytest.mark.parametrize(
    ("is_cold_copy", "is_behind"),
    [(False, False), (True, True)],
    ids=["from a backup, with all commits", "from a cold copy, without the last"],
)
async def test_place_is_gone_once_a_standby_has_taken_over(
    own_postgres: CrashingPostgres, short_folder: Path, is_cold_copy: bool, is_behind: bool
) -> None:
    mirror = Mirror()
    first = open_folder(short_folder, server_account())
    with passable_folder() as place:
        standby = await standby_of(own_postgres, first, place, is_cold_copy=is_cold_copy)
        async with running(standby, first):
            if is_cold_copy:
                # Nothing but the timeline tells this one from the first.
                assert await life_of(standby) == await life_of(first)
            async with open_database(own_postgres.url, pool_size=2) as database:
                desk = desk_on(database)
                site, conversation_id = await furnish(database)
                program = await programme(desk, [site])
                await catch_up(desk, program, mirror)
                await caught_up(standby, first)
                if is_behind:
                    await cut_off(standby)
                await say(database, site, conversation_id, "последнее")
                await catch_up(desk, program, mirror)
                if not is_behind:
                    await caught_up(standby, first)
            assert bodies(mirror) == {"раз", "последнее"}
            await own_postgres.crash()
            await promote(standby)
            async with open_database(standby.url, pool_size=2) as database:
                desk = desk_on(database)
                for number in range(NEW_COMMITS):
                    await say(database, site, conversation_id, f"после {number}")
                with pytest.raises(CursorExpired):
                    await catch_up(desk, program, mirror)
                anew = Mirror()
                page = await desk.page(program, program.chosen([]), "", limit=100, network=None)
                assert page.is_resync
                anew.apply(page)
                await catch_up(desk, program, anew)
                await same(database, anew)
                assert ("последнее" in bodies(anew)) is not is_behind
                # And from here on as ever
                await say(database, site, conversation_id, "дальше")
                pages = anew.pages
                await catch_up(desk, program, anew)
                assert anew.pages == pages + 1
                await same(database, anew)


async def same(database: Database, mirror: Mirror) -> None:
    async with database.connection() as connection:
        assert held(mirror) == await expected(connection)
