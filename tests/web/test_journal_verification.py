"""Whether the journal is whole, as asked over HTTP: its head, the signed ones, and the first record that is broken."""

from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from ryadom.app.chores import keep_heads
from ryadom.settings import Settings
from ryadom.store.database import Database
from ryadom.store.journal_chain import Action
from tests.conftest import PostgresServer
from tests.store.journals import links_of, opening, tamper, write
from tests.web.accounts import Account
from tests.web.client import JsonObject, Server
from tests.web.conftest import SECRET_KEY, serving
from tests.web.test_journal_api import JOURNAL, reader, records_of


async def test_state_names_the_head_and_the_newest_signed_one(
    database_url: str, database: Database, tmp_path: Path
) -> None:
    async with serving(database_url, database, data_dir=tmp_path) as server, reader(server) as person:
        before = (await person.http.get(f"{JOURNAL}/state")).json()
        assert before["signed_head"] is None
        await keep_heads(
            Settings(data_dir=tmp_path, secret_keys=(SECRET_KEY,)), database, datetime(2026, 1, 2, tzinfo=UTC)
        )
        state = (await person.http.get(f"{JOURNAL}/state")).json()
        (tmp_path / "journal_heads.jsonl").write_text("nonsense\n")
        unusable = (await person.http.get(f"{JOURNAL}/state")).json()
    last = (await links_of(database, server.site.controller_id))[-1]
    assert (state["number"], state["hash"]) == (last.number, last.hash.hex())
    assert state["signed_head"]["fits"] is True
    assert (state["signed_head"]["number"], state["signed_head"]["hash"]) == (last.number, last.hash.hex())
    assert (unusable["signed_head"], unusable["are_heads_unusable"]) == (None, True)


async def verify(person: Account, **so_far: object) -> httpx.Response:
    return await person.http.post(f"{JOURNAL}/verify", json=so_far)


def mark_of(part: JsonObject) -> JsonObject:
    """What is sent to go on from a part."""
    return {name: part[name] for name in ("number", "hash", "signature")}


async def test_verification_goes_on_part_by_part_and_is_journalled(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ryadom.core.journal_desk.CHECKED_AT_ONCE", 10)
    await write(server.database, *(opening(server.site.controller_id) for _ in range(25)))
    async with reader(server) as person:
        part, parts = (await verify(person)).json(), 1
        while not part["is_done"]:
            assert part["number"] == parts * 10
            part, parts = (await verify(person, **mark_of(part))).json(), parts + 1
    assert parts > 2
    assert part["broken"] is None
    noted = (await records_of(server))[-1]
    assert (noted.action, noted.details["what"]) == (Action.JOURNAL_VIEWED, "verification")
    assert (noted.details["first"], noted.details["records"]) == ("1", str(part["number"]))
    assert datetime.fromisoformat(noted.details["began"]) <= datetime.now(UTC)


async def test_verification_goes_on_from_no_mark_that_was_not_given(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ryadom.core.journal_desk.CHECKED_AT_ONCE", 10)
    await write(server.database, *(opening(server.site.controller_id) for _ in range(25)))
    links = await links_of(server.database, server.site.controller_id)
    async with reader(server) as person, reader(server) as other:
        given = mark_of((await verify(person)).json())
        skipped = {"number": links[19].number, "hash": links[19].hash.hex()}
        earlier = f"{int(given['signature'].partition('.')[0]) - 9}.{given['signature'].partition('.')[2]}"
        for asker, mark in (
            (person, skipped),
            (person, skipped | {"signature": given["signature"]}),
            (person, given | {"signature": earlier}),
            (other, given),
        ):
            refused = await verify(asker, **mark)
            error = refused.json()["error"]
            assert (refused.status_code, error["code"], error["field"]) == (400, "bad_frame", "signature")
        assert (await verify(person, **given)).status_code == 200
    assert not [one for one in await records_of(server) if one.details.get("what") == "verification"]


async def test_byte_that_was_changed_is_named_by_its_record(
    server: Server, postgres: PostgresServer, database_url: str
) -> None:
    await write(server.database, *(opening(server.site.controller_id) for _ in range(5)))
    await tamper(postgres, database_url, "UPDATE journal SET actor_name = 'Анка' WHERE number = 3")
    async with reader(server) as person:
        found = (await verify(person)).json()
    assert found["is_done"] is True
    assert found["broken"]["number"] == 3
    assert (await records_of(server))[-1].details["broken"] == found["broken"]["reason"]


async def test_record_that_is_rewritten_between_two_parts_is_found(
    server: Server, postgres: PostgresServer, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ryadom.core.journal_desk.CHECKED_AT_ONCE", 4)
    await write(server.database, *(opening(server.site.controller_id) for _ in range(9)))
    async with reader(server) as person:
        part = (await verify(person)).json()
        await tamper(postgres, database_url, "UPDATE journal SET actor_name = 'Анка' WHERE number = 4")
        found = (await verify(person, **mark_of(part))).json()
    assert (found["is_done"], found["broken"]["number"]) == (True, 4)


async def test_chain_that_was_rewritten_with_its_head_is_found_by_the_signed_heads(
    database_url: str, database: Database, postgres: PostgresServer, tmp_path: Path
) -> None:
    async with serving(database_url, database, data_dir=tmp_path) as server, reader(server) as person:
        await keep_heads(Settings(data_dir=tmp_path, secret_keys=(SECRET_KEY,)), database, datetime.now(UTC))
        await tamper(postgres, database_url, "DELETE FROM journal WHERE controller_id = $1", server.site.controller_id)
        await tamper(
            postgres, database_url, "UPDATE journal_heads SET number = 0, hash = decode(repeat('00', 32), 'hex')"
        )
        found = (await verify(person)).json()
        state = (await person.http.get(f"{JOURNAL}/state")).json()
    assert "kept head" in found["broken"]["reason"]
    assert state["signed_head"]["fits"] is False


async def test_record_that_no_record_can_be_is_told_and_not_shown(
    server: Server, postgres: PostgresServer, database_url: str
) -> None:
    await tamper(postgres, database_url, "UPDATE journal SET result = 'looked' WHERE number = 2")
    async with reader(server) as person:
        refused = await person.http.get(JOURNAL)
        found = (await verify(person)).json()
    assert (refused.status_code, refused.json()["error"]["code"]) == (500, "journal_broken")
    assert found["broken"]["number"] == 2


@pytest.mark.parametrize("body", [{"number": -1}, {"number": 5, "hash": "zz"}, {"controller_id": "1"}, []])
async def test_verification_from_nowhere_is_refused(server: Server, body: object) -> None:
    async with reader(server) as person:
        refused = await person.http.post(f"{JOURNAL}/verify", json=body)
    assert (refused.status_code, refused.json()["error"]["code"]) == (400, "bad_frame")
