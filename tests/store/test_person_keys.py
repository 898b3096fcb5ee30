"""Personal details in the journal: readable with the person's key, and never again once it is destroyed."""

import pytest

from ryadom.errors import BadSetting
from ryadom.privacy.journal_check import check_journal
from ryadom.privacy.person_keys import PersonKeys
from ryadom.store.conversations import Head
from ryadom.store.database import Database
from ryadom.store.journal_chain import Sealed
from ryadom.store.person_keys import destroy_key
from tests.store.journals import links_of, opening, write
from tests.store.scenes import make_scene

OLD, NEW = "an old secret key of the server's", "a new secret key of the server's"
DETAILS = {"visitor_name": "Марина"}


@pytest.fixture
async def head(database: Database) -> Head:
    async with database.transaction() as connection:
        return (await make_scene(connection)).head


async def _seal(database: Database, keys: PersonKeys, head: Head) -> Sealed:
    async with database.connection() as connection:
        return await keys.seal(connection, site_id=head.site_id, visitor_id=head.visitor.id, details=DETAILS)


async def _open(database: Database, keys: PersonKeys, *sealed: Sealed) -> list[dict[str, str] | None]:
    async with database.connection() as connection:
        opened = await keys.open(connection, sealed)
    return [opened.get(one) for one in sealed]


async def test_details_are_sealed_under_one_key_per_person_and_opened_again(database: Database, head: Head) -> None:
    keys = PersonKeys([OLD])
    first, second = await _seal(database, keys, head), await _seal(database, keys, head)
    assert first.key_id == second.key_id
    assert first.ciphertext != second.ciphertext
    assert "Марина".encode() not in first.ciphertext
    assert await _open(database, keys, first, second) == [DETAILS, DETAILS]


async def test_destroyed_key_leaves_the_chain_whole_and_the_details_unreadable(database: Database, head: Head) -> None:
    keys = PersonKeys([OLD])
    sealed = await _seal(database, keys, head)
    async with database.connection() as connection:
        [row] = await connection.fetch("SELECT controller_id FROM sites")
    await write(database, opening(row["controller_id"], sealed=sealed))
    async with database.transaction() as connection:
        assert await destroy_key(connection, site_id=head.site_id, visitor_id=head.visitor.id)
    again = await _seal(database, keys, head)

    [verdict] = await check_journal(database)
    assert (verdict.number, verdict.broken) == (1, None)
    [link] = await links_of(database, row["controller_id"])
    assert link.record.sealed == sealed
    assert again.key_id != sealed.key_id
    assert await _open(database, keys, sealed, again) == [None, DETAILS]


async def test_older_secret_still_opens_and_its_loss_is_said(database: Database, head: Head) -> None:
    sealed = await _seal(database, PersonKeys([OLD]), head)
    assert await _open(database, PersonKeys([NEW, OLD]), sealed) == [DETAILS]
    with pytest.raises(BadSetting, match="keep older keys"):
        await _open(database, PersonKeys([NEW]), sealed)
