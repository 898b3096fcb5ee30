"""A place in the pull is good through an orderly restart of Postgres, and is told to be gone after anything else."""

import os
import shutil
from pathlib import Path
from uuid import UUID

import pytest

from ryadom.errors import CursorExpired
from ryadom.store.conversations import lock_head
from ryadom.store.database import Database, open_database
from ryadom.store.entries import NewMessage, append_entry
from ryadom.store.sites import Site, all_sites
from tests.chaos.postgres import CrashingPostgres
from tests.mirror import Mirror, catch_up, desk_on, programme
from tests.store.scenes import make_scene


def copy_whole(source: Path, target: Path) -> None:
    """With owners, as `cp -a` does."""
    shutil.copytree(source, target)
    for copied in (target, *target.rglob("*")):
        owner = (source / copied.relative_to(target)).stat()
        os.chown(copied, owner.st_uid, owner.st_gid)


async def say(database: Database, site: Site, conversation_id: UUID, body: str) -> None:
    async with database.transaction() as connection:
        head = await lock_head(connection, site_id=site.id, id=conversation_id)
        assert head is not None
        await append_entry(connection, head=head, author=head.visitor, echo_id=None, content=NewMessage(body=body))


async def furnish(database: Database) -> tuple[Site, UUID]:
    async with database.transaction() as connection:
        scene = await make_scene(connection)
        site = next(site for site in await all_sites(connection) if site.id == scene.head.site_id)
    await say(database, site, scene.head.id, "раз")
    return site, scene.head.id


async def test_place_is_good_after_a_restart_and_gone_after_a_crash(own_postgres: CrashingPostgres) -> None:
    mirror = Mirror()
    async with open_database(own_postgres.url, pool_size=2) as database:
        desk = desk_on(database)
        site, conversation_id = await furnish(database)
        program = await programme(desk, [site])
        await catch_up(desk, program, mirror)
    await own_postgres.stop()
    await own_postgres.start()
    async with open_database(own_postgres.url, pool_size=2) as database:
        desk = desk_on(database)
        await say(database, site, conversation_id, "два")
        pages = mirror.pages
        await catch_up(desk, program, mirror)
        assert mirror.pages == pages + 1
        assert len(mirror.column("message")) == 2
    await own_postgres.crash()
    await own_postgres.start()
    async with open_database(own_postgres.url, pool_size=2) as database:
        with pytest.raises(CursorExpired):
            await catch_up(desk_on(database), program, mirror)


async def test_copy_of_a_stopped_cluster_that_is_put_back_knows_no_place_from_after_it(
    own_postgres: CrashingPostgres,
) -> None:
    before, after = Mirror(), Mirror()
    async with open_database(own_postgres.url, pool_size=2) as database:
        desk = desk_on(database)
        site, conversation_id = await furnish(database)
        program = await programme(desk, [site])
        await catch_up(desk, program, before)
    await own_postgres.stop()
    cluster = own_postgres.cluster
    copy_whole(cluster, cluster.with_name("copy"))
    await own_postgres.start()
    async with open_database(own_postgres.url, pool_size=2) as database:
        await say(database, site, conversation_id, "потеряно")
        await catch_up(desk_on(database), program, after)
    await own_postgres.stop()
    shutil.rmtree(cluster)
    cluster.with_name("copy").rename(cluster)
    await own_postgres.start()
    async with open_database(own_postgres.url, pool_size=2) as database:
        desk = desk_on(database)
        # As many numbers are given out anew as had been: the place alone would look good
        for _ in range(20):
            await say(database, site, conversation_id, "заново")
        with pytest.raises(CursorExpired):
            await catch_up(desk, program, after)
        await catch_up(desk, program, before)
        assert len(before.column("message")) == 21


async def test_dump_that_was_loaded_over_the_database_is_another_database(own_postgres: CrashingPostgres) -> None:
    mirror = Mirror()
    async with open_database(own_postgres.url, pool_size=2) as database:
        desk = desk_on(database)
        site, _ = await furnish(database)
        program = await programme(desk, [site])
        await catch_up(desk, program, mirror)
        # What `pg_restore --clean` does to each table
        async with database.transaction() as connection:
            await connection.execute("CREATE TABLE loaded AS SELECT * FROM database_starts")
            await connection.execute("DROP TABLE database_starts")
            await connection.execute("ALTER TABLE loaded RENAME TO database_starts")
        with pytest.raises(CursorExpired):
            await catch_up(desk, program, mirror)
