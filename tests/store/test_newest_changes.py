"""Whose change was the newest: the index by which that is found, of whom, and how far back."""

from uuid import UUID

import pytest
from msgspec.structs import replace

from ryadom.store import journal, public_settings
from ryadom.store.database import Database
from ryadom.store.ids import new_id
from ryadom.store.journal import Naming, Noted, newest_change
from ryadom.store.journal_chain import Action, Actor, ActorKind, Record
from tests.store.inbox_town import plan_of, used_indexes
from tests.store.journals import add_chain, write

MODES = ["force_custom_plan", "force_generic_plan"]
TOLD = {"what": "lifetimes"}


def changed(controller_id: UUID, name: str, **fields: object) -> Record:
    actor = Actor(kind=ActorKind.OPERATOR, id=new_id(), name=name)
    record = Record(controller_id=controller_id, action=Action.SETTINGS_CHANGED, actor=actor, details=TOLD)
    return replace(record, **fields)


async def test_newest_of_the_same_chain_site_and_details_is_told(database: Database) -> None:
    one, other = await add_chain(database), await add_chain(database)
    site_id = new_id()
    await write(
        database,
        changed(one, "Первая", site_id=site_id),
        changed(one, "Вторая", site_id=site_id, details=TOLD | {"messages": "30"}),
        changed(one, "Другой сайт", site_id=new_id()),
        changed(one, "Другое", site_id=site_id, details={"what": "masking"}),
        changed(one, "Смотрел", site_id=site_id, action=Action.EXPORTED),
        changed(other, "Чужой", site_id=site_id),
    )
    asker = new_id()

    async def found(controller_id: UUID, *, site_id: UUID | None = None, what: str = "lifetimes") -> str | None:
        noted = Noted(controller_id=controller_id, site_id=site_id, whats=(what,))
        newer = await newest_change(connection, noted, asker)
        return newer.by if newer else None

    async with database.connection() as connection:
        assert await found(one, site_id=site_id) == "Вторая"
        assert await found(one) == "Другой сайт"
        assert await found(one, what="работа") is None
        assert await found(await add_chain(database)) is None


async def test_field_is_of_the_newest_that_names_it_and_of_nobody_where_one_names_none(database: Database) -> None:
    one = await add_chain(database)
    asker = new_id()

    async def found(field: str, naming: Naming) -> str | None:
        noted = Noted(controller_id=one, whats=("lifetimes",), naming=naming)
        newer = await newest_change(connection, noted, asker, field=field)
        return newer.by if newer else None

    async with database.connection() as connection:
        await write(
            database,
            changed(one, "Вера", details=TOLD | {"fields": "inn address"}),
            changed(one, "Олег", details=TOLD | {"fields": "address", "pages": "30"}),
            changed(one, "Ира", details=TOLD | {"fields": ""}),
        )
        assert await found("inn", Naming.FIELDS) == "Вера"
        assert await found("address", Naming.FIELDS) == "Олег"
        assert await found("pages", Naming.KEYS) == "Олег"
        assert await found("inn", Naming.KEYS) is None
        assert await found("inn", Naming.NOT) == "Ира"
        await write(database, changed(one, "Старый сервер"))
        assert await found("inn", Naming.FIELDS) is None
        own = Actor(kind=ActorKind.OPERATOR, id=asker, name="Я")
        await write(database, changed(one, "", actor=own))
        assert await found("inn", Naming.NOT) is None


@pytest.mark.parametrize("mode", MODES)
async def test_it_is_looked_for_by_the_key_of_the_journal(database: Database, mode: str) -> None:
    controller_id = await add_chain(database)
    await write(database, *(changed(controller_id, "Вера") for _ in range(300)))
    values = {
        "controller_id": controller_id,
        "whats": ["masking"],
        "told": '{"host": "a"}',
        "site_id": None,
        "field": "phone",
        "in_fields": True,
        "asker_id": new_id(),
    }
    async with database.transaction() as connection:
        await connection.execute("ANALYZE journal")
        plan = await plan_of(connection, journal._queries.newest_change, values, mode)
    assert used_indexes(plan, "journal") == {"journal_pkey", "journal_heads_pkey"}, plan


@pytest.mark.parametrize("mode", MODES)
async def test_one_setting_is_found_by_its_id(database: Database, mode: str) -> None:
    values = {"site_ids": [new_id()], "controller_id": new_id(), "id": new_id()}
    queries = {
        "find_operator": "operators_pkey",
        "find_department": "departments_pkey",
        "find_tag": "labels_pkey",
        "find_reply": "canned_replies_pkey",
    }
    async with database.transaction() as connection:
        for name, index in queries.items():
            query = getattr(public_settings._queries, name)
            plan = await plan_of(connection, query, {one: values[one] for one in query.parameters}, mode)
            assert index in used_indexes(plan, index), (name, plan)
