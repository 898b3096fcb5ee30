"""`ryadom journal`: whole, broken, signed, rewritten, exported."""

import asyncio
import csv
import stat
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import msgspec
import pytest
from msgspec.structs import replace

from ryadom.core.controllers import add_controller
from ryadom.privacy.journal_heads import HeadSigner, SignedHead, append_heads, check_signature, read_heads
from ryadom.privacy.person_keys import PersonKeys
from ryadom.store.database import Database, open_database
from ryadom.store.journal_chain import Actor, ActorKind
from ryadom.store.person_keys import destroy_key
from tests.cli.command import Outcome, ryadom
from tests.conftest import PostgresServer
from tests.store.journals import links_of, opening, tamper, write
from tests.store.scenes import make_scene

SECRET = "a-secret-key-for-the-tests-of-the-journal"


def _journal(database_url: str, *arguments: str) -> Outcome:
    return ryadom("journal", *arguments, RYADOM_DATABASE_URL=database_url, RYADOM_SECRET_KEY=SECRET)


def _on(database_url: str, work: Callable[[Database], Awaitable[UUID]]) -> UUID:
    async def run() -> UUID:
        async with open_database(database_url, pool_size=2) as database:
            return await work(database)

    return asyncio.run(run())


async def _fill(database: Database) -> UUID:
    """A controller with four records, by its id."""
    controller = await add_controller(database, legal_name="ООО «Чайная лавка»")
    await write(database, *(opening(controller.id) for _ in range(3)))
    return controller.id


def test_whole_journal_is_said_to_be_so(database_url: str) -> None:
    controller_id = _on(database_url, _fill)

    done = ryadom("journal", "verify", RYADOM_DATABASE_URL=database_url)  # who checks needs no secret

    assert (done.status, done.out) == (0, f"ok     {controller_id}: 4 records\n")


def test_one_byte_changed_in_the_database_is_named_by_its_number(postgres: PostgresServer, database_url: str) -> None:
    controller_id = _on(database_url, _fill)
    asyncio.run(tamper(postgres, database_url, "UPDATE journal SET actor_name = 'Анне' WHERE number = 3"))

    done = _journal(database_url, "verify", "--controller", str(controller_id))

    assert done.status == 1
    assert done.out.startswith(f"BROKEN {controller_id} at number 3: what it says is not what its hash was made of")


def test_chain_that_was_cut_with_its_head_is_found_by_the_signed_heads(
    postgres: PostgresServer, database_url: str, tmp_path: Path
) -> None:
    controller_id = _on(database_url, _fill)
    kept = tmp_path / "heads.jsonl"
    signed = _journal(database_url, "heads", "--out", str(kept))
    before = _journal(database_url, "verify", "--heads", str(kept))
    cut = (
        "DELETE FROM journal WHERE number = 4",
        "UPDATE journal_heads SET number = 3, hash = (SELECT hash FROM journal WHERE number = 3)",
    )
    for statement in cut:
        asyncio.run(tamper(postgres, database_url, statement))

    alone = _journal(database_url, "verify")
    compared = _journal(database_url, "verify", "--heads", str(kept))

    assert signed.status == 0, signed.err
    assert HeadSigner([SECRET]).public_keys[0] in signed.out
    assert before.out.endswith("ok     1 signed heads fit\n")
    assert (alone.status, compared.status) == (0, 1)
    assert f"BROKEN {controller_id} at number 4: the kept head of" in compared.out


def test_forged_head_is_no_witness(database_url: str, tmp_path: Path) -> None:
    _on(database_url, _fill)
    kept = tmp_path / "heads.jsonl"
    _journal(database_url, "heads", "--out", str(kept))
    [head] = read_heads(kept)
    kept.write_bytes(msgspec.json.encode(replace(head, number=2)) + b"\n")

    done = _journal(database_url, "verify", "--heads", str(kept))

    assert done.status == 1
    assert "FORGED" in done.out
    assert check_signature(head, HeadSigner([SECRET]).public_keys)
    assert not check_signature(head, HeadSigner(["another secret key, of somebody else"]).public_keys)


def test_heads_of_one_day_are_kept_once(tmp_path: Path) -> None:
    file = tmp_path / "made" / "heads.jsonl"
    head = SignedHead(
        at=datetime(2026, 1, 2, 3, tzinfo=UTC),
        controller_id=UUID(int=1),
        number=1,
        hash="",
        public_key="",
        signature="",
    )
    assert append_heads(file, [head], once_a_day=True)
    assert not append_heads(file, [replace(head, at=datetime(2026, 1, 2, 23, tzinfo=UTC))], once_a_day=True)
    assert append_heads(file, [replace(head, at=datetime(2026, 1, 3, tzinfo=UTC))], once_a_day=True)
    assert len(read_heads(file)) == 2


@pytest.mark.parametrize("text", ["{}\n", "rubbish\n", '{"at":1}\n'])
def test_file_that_holds_no_heads_is_refused_by_its_line(database_url: str, tmp_path: Path, text: str) -> None:
    file = tmp_path / "heads.jsonl"
    file.write_text(text)

    done = _journal(database_url, "verify", "--heads", str(file))

    assert done.status == 1
    assert "line 1 is no signed head" in done.err


def test_export_is_csv_without_formulas_and_is_journalled_itself(database_url: str, tmp_path: Path) -> None:
    cunning = Actor(kind=ActorKind.OPERATOR, name='=HYPERLINK("http://evil.test";"Анна")')

    async def fill(database: Database) -> UUID:
        keys = PersonKeys([SECRET])
        async with database.transaction() as connection:
            heads = [(await make_scene(connection)).head for _ in range(2)]
            sealed = [
                await keys.seal(
                    connection, site_id=head.site_id, visitor_id=head.visitor.id, details={"visitor_name": "Марина"}
                )
                for head in heads
            ]
            await destroy_key(connection, site_id=heads[1].site_id, visitor_id=heads[1].visitor.id)
            [row] = await connection.fetch("SELECT id FROM controllers")
        controller_id: UUID = row["id"]
        await write(database, *(opening(controller_id, actor=cunning, sealed=one) for one in sealed))
        return controller_id

    controller_id = _on(database_url, fill)
    file = tmp_path / "journal.csv"

    done = _journal(database_url, "export", "--csv", str(file), "--action", "conversation_opened")
    again = _journal(database_url, "export", "--csv", str(file))

    assert done.status == 0, done.err
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    rows = list(csv.DictReader(file.read_text("utf-8-sig").splitlines(), delimiter=";"))
    assert [row["actor_name"] for row in rows] == [f"'{cunning.name}"] * 2
    assert [row["personal_details"] for row in rows] == ["visitor_name=Марина", "(destroyed)"]
    assert again.status == 1, "a file that is there is not written over"

    async def last(database: Database) -> UUID:
        link = (await links_of(database, controller_id))[-1]
        assert (link.record.action, link.record.actor.kind) == ("exported", ActorKind.COMMAND_LINE)
        assert link.record.details == {"what": "journal", "action": "conversation_opened"}
        return controller_id

    _on(database_url, last)


def test_unknown_action_and_controller_are_refused(database_url: str, tmp_path: Path) -> None:
    file = str(tmp_path / "journal.csv")
    assert "conversation_opened" in _journal(database_url, "export", "--csv", file, "--action", "looked").err
    assert "no such controller" in _journal(database_url, "export", "--csv", file).err
