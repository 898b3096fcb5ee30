"""`ryadom reseal`, as an engineer types it who replaces the server's secret key and wants the old one gone."""

import asyncio
import re
from functools import partial
from secrets import token_urlsafe
from uuid import UUID

import pytest
from msgspec import Struct

from ryadom.core.connectors.desk import Connectors
from ryadom.core.connectors.line import Pace
from ryadom.core.connectors.opening import PURPOSE as CONNECTOR_SETTINGS
from ryadom.core.lost_secrets import LostSecrets, code_of
from ryadom.core.mail_refusals import MailRefusals
from ryadom.core.resealing import PURPOSES, Resealing
from ryadom.core.sealing import Seal
from ryadom.core.webhooks.endpoints import Webhooks
from ryadom.errors import JournalUnavailable
from ryadom.privacy.person_keys import PersonKeys
from ryadom.store.database import Database
from ryadom.store.ids import new_id
from ryadom.store.journal_chain import COMMAND_LINE, ActorKind, Sealed
from ryadom.store.operator_sessions import insert_session
from ryadom.store.sealed_values import FIRST, Place, SealedValue, list_values
from ryadom.store.sql import Connection
from tests.cli.command import ryadom
from tests.store.journals import links_of
from tests.store.scenes import make_scene
from tests.webhooks import new_caller

OLD, NEW = token_urlsafe(40), token_urlsafe(40)
DETAILS = {"phone": "+7 912 345-67-89"}


async def run(*arguments: str, database_url: str, secret_key: str) -> tuple[int, list[list[str]], str]:
    """Status, the lines that were printed, and what was said beside them."""
    settings = {"RYADOM_DATABASE_URL": database_url, "RYADOM_SECRET_KEY": secret_key}
    done = await asyncio.to_thread(lambda: ryadom("reseal", *arguments, **settings))
    return done.status, [line.split("\t")[1:] for line in done.out.splitlines()], done.err


class Kept(Struct, frozen=True, kw_only=True):
    """Secrets of every kind, under the old key; whose they are."""

    operator_id: UUID
    site_id: UUID
    endpoint_id: UUID
    connector_id: UUID
    key_id: UUID
    details: Sealed


SECRETS = {
    Place.SECOND_FACTORS: [b"codes", b"pending"],
    Place.IDENTITY_SECRETS: [b"signs", b"signed before"],
    Place.WEBHOOKS: [b"https://a.test/x", b"whsec_new", b"whsec_before"],
    Place.CONNECTORS: [b"{}"],
    Place.KEPT_KEYS: [b"known"],
}


@pytest.fixture
async def kept(database: Database) -> Kept:
    def sealed(place: Place, owner: UUID) -> list[bytes]:
        seal = Seal([OLD], purpose=PURPOSES[place])
        return [seal.close(secret, owner=owner.bytes) for secret in SECRETS[place]]

    async with database.transaction() as connection:
        scene = await make_scene(connection)
        site_id, visitor_id = scene.head.site_id, scene.head.visitor.id
        details = await PersonKeys([OLD]).seal(connection, site_id=site_id, visitor_id=visitor_id, details=DETAILS)
        controller_id = await connection.fetchval("SELECT controller_id FROM sites WHERE id = $1", site_id)
        kept = Kept(
            operator_id=scene.operator.id,
            site_id=site_id,
            endpoint_id=new_id(),
            connector_id=new_id(),
            key_id=new_id(),
            details=details,
        )
        await connection.execute(
            "INSERT INTO operator_second_factors (operator_id, sealed_secret, confirmed_at, pending_secret, "
            "pending_since) VALUES ($1, $2, now(), $3, now())",
            kept.operator_id,
            *sealed(Place.SECOND_FACTORS, kept.operator_id),
        )
        await connection.execute(
            "INSERT INTO identity_secrets (site_id, version, sealed, sealed_before) VALUES ($1, 2, $2, $3)",
            site_id,
            *sealed(Place.IDENTITY_SECRETS, site_id),
        )
        # One that nobody delivers to any more
        await connection.execute(
            "INSERT INTO webhook_endpoints (id, controller_id, site_ids, events, data, origin, sealed_url, "
            "sealed_secret, sealed_before, before_until, disabled_at, disabled_because) "
            "VALUES ($1, $2, '{}', '{message.created}', 'ids', 'https://a.test', $3, $4, $5, now() + INTERVAL '1 day', "
            "now(), 'gone')",
            kept.endpoint_id,
            controller_id,
            *sealed(Place.WEBHOOKS, kept.endpoint_id),
        )
        await connection.execute(
            "INSERT INTO connectors (id, controller_id, site_ids, kind, origin, sealed_settings, mapping, rules) "
            "VALUES ($1, $2, '{}', 'bitrix24', 'https://a.test', $3, '{}', '{}')",
            kept.connector_id,
            controller_id,
            *sealed(Place.CONNECTORS, kept.connector_id),
        )
        await connection.execute(
            "INSERT INTO kept_keys (id, purpose, sealed) VALUES ($1, 'another', $2)",
            kept.key_id,
            *sealed(Place.KEPT_KEYS, kept.key_id),
        )
    return kept


async def test_old_key_may_go_once_all_is_sealed_anew(database: Database, database_url: str, kept: Kept) -> None:
    both = f"{NEW} {OLD}"
    numbers = ["2", "2", "3", "1", "1", "1"]
    # What the old key stands for in refusals of mail, and in links to these, is not kept yet
    older = [["0", one, "0"] for one in (*numbers[:-2], "3", numbers[-1])]
    newest = [[one, "0", "0"] for one in (*numbers[:-2], "3", numbers[-1])]
    assert await run("--check", database_url=database_url, secret_key=both) == (
        1,
        older,
        "12 would be lost with the older keys: run `ryadom reseal`.\n",
    )
    status, counted, said = await run(database_url=database_url, secret_key=NEW)
    # By rows: of each there is one
    assert (status, counted) == (1, [["0", "0", "1"]] * 6)
    assert f"webhooks: {kept.endpoint_id}\n" in said
    status, counted, said = await run(database_url=database_url, secret_key=both)
    assert (status, counted, said) == (0, newest, "Nothing that is sealed in the database needs an older key.\n")
    status, counted, _ = await run("--check", database_url=database_url, secret_key=NEW)
    assert (status, counted) == (0, newest)
    async with database.connection() as connection:
        for place, secrets in SECRETS.items():
            seal = Seal([NEW], purpose=PURPOSES[place])
            values = await list_values(connection, place, after=FIRST, limit=10)
            opened = [seal.open(value.sealed, owner=value.id.bytes) for value in values]
            assert [one and one.secret for one in opened][: len(secrets)] == secrets
        assert await PersonKeys([NEW]).open(connection, [kept.details]) == {kept.details: DETAILS}


async def test_what_is_over_needs_no_key_and_what_is_being_told_is_left_to_its_process(
    database: Database, kept: Kept
) -> None:
    async with database.connection() as connection:
        await connection.execute(
            "UPDATE webhook_endpoints SET before_until = now(), leased_until = now() + INTERVAL '1 minute'"
        )
        await connection.execute("UPDATE operator_second_factors SET pending_since = now() - INTERVAL '1 day'")
    resealing = Resealing(database, [NEW, OLD])
    await resealing.reseal()
    found = await resealing.look()
    assert (found[Place.WEBHOOKS].older, found[Place.WEBHOOKS].newest) == (2, 0)
    assert (found[Place.SECOND_FACTORS].older, found[Place.SECOND_FACTORS].newest) == (0, 1)
    async with database.connection() as connection:
        await connection.execute("UPDATE webhook_endpoints SET leased_until = now()")
    await resealing.reseal()
    assert (await Resealing(database, [NEW]).look())[Place.WEBHOOKS].newest == 2
    assert not any(one.lost for one in (await Resealing(database, [NEW]).look()).values())


async def test_what_is_replaced_meanwhile_stays_as_it_is(
    database: Database, kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer = Seal([NEW], purpose=CONNECTOR_SETTINGS).close(b'{"newer": true}', owner=kept.connector_id.bytes)

    async def read(connection: Connection, place: Place, *, after: UUID, limit: int) -> list[SealedValue]:
        values = await list_values(connection, place, after=after, limit=limit)
        if place is Place.CONNECTORS and values:
            async with database.connection() as other:
                await other.execute("UPDATE connectors SET sealed_settings = $1", newer)
        return values

    monkeypatch.setattr("ryadom.core.resealing.list_values", read)
    await Resealing(database, [NEW, OLD]).reseal()
    async with database.connection() as connection:
        assert await connection.fetchval("SELECT sealed_settings FROM connectors") == newer


async def test_all_pages_are_read(database: Database, kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ryadom.core.resealing.PAGE_ROWS", 1)
    async with database.transaction() as connection:
        for _ in range(3):
            head = (await make_scene(connection)).head
            await PersonKeys([OLD]).seal(connection, site_id=head.site_id, visitor_id=head.visitor.id, details=DETAILS)
    found = (await Resealing(database, [NEW, OLD]).look())[Place.PERSON_KEYS]
    assert (found.older, found.newest, found.lost) == (4, 0, ())


async def test_doctor_says_that_a_secret_key_is_missing_by_which_people_have_refused_mail(
    database: Database, database_url: str, kept: Kept
) -> None:
    await MailRefusals(database, [OLD]).link(kept.site_id, "anna@example.ru")
    for key, state, status in ((OLD, "ok", 0), (NEW, "fail", 1)):
        settings = {"RYADOM_DATABASE_URL": database_url, "RYADOM_SECRET_KEY": key}
        done = await asyncio.to_thread(partial(ryadom, "doctor", **settings))
        [line] = [line.split() for line in done.out.splitlines() if line.split()[1:2] == ["refusals"]]
        assert (line[0], done.status) == (state, status), done.out


async def test_what_is_lost_for_good_is_looked_at_first_and_dropped_by_who_has_seen_it(
    database: Database, database_url: str, kept: Kept
) -> None:
    await MailRefusals(database, [OLD]).link(kept.site_id, "anna@example.ru")
    async with database.transaction() as connection:
        proven = await connection.fetchval("SELECT password_hash FROM operators WHERE id = $1", kept.operator_id)
        await insert_session(
            connection,
            id=new_id(),
            operator_id=kept.operator_id,
            password_hash=proven,
            has_second_factor=True,
            token_sha256=b"t" * 32,
        )
        controller_id = await connection.fetchval("SELECT controller_id FROM sites WHERE id = $1", kept.site_id)
    status, rows, said = await run("--forget-lost", database_url=database_url, secret_key=NEW)
    named = {(name, number) for name, number in rows}
    assert status == 1
    assert {("https://a.test", str(kept.endpoint_id)), ("bitrix24 https://a.test", str(kept.connector_id))} <= named
    assert {name for name, id in named if id == str(kept.operator_id)} == {await address_of(database, kept)}
    assert {name for name, _ in named} >= {"mail refusals", "mail stop links", "another"}
    assert "RYADOM_SECRET_KEY is not simply a wrong one" in said
    assert "whoever refused mail under it is mailed again" in said
    [code] = re.findall(r"--confirm ([0-9a-f]{8})`", said)
    assert await sealed_rows(database) == {**dict.fromkeys(Place, 1), Place.KEPT_KEYS: 3}

    status, _, said = await run("--forget-lost", "--confirm", "00000000", database_url=database_url, secret_key=NEW)
    assert (status, "Nothing was dropped." in said) == (1, True)
    assert await sealed_rows(database) == {**dict.fromkeys(Place, 1), Place.KEPT_KEYS: 3}

    assert await run("--forget-lost", "--confirm", code, database_url=database_url, secret_key=NEW) == (
        0,
        [],
        "Dropped.\n",
    )
    assert await sealed_rows(database) == dict.fromkeys(Place, 0)
    async with database.connection() as connection:
        assert await connection.fetchval("SELECT count(*) FROM operator_sessions") == 0
        # The chain says less of them, and holds
        assert await PersonKeys([OLD]).open(connection, [kept.details]) == {}
    told = [link.record for link in await links_of(database, controller_id)]
    assert {one.details["what"] for one in told if one.actor.kind is ActorKind.COMMAND_LINE} == {
        "second_factor_reset",
        "identity_secret_dropped",
        "identity_secret_lost",
        "webhook_secret_lost",
        "webhook_removed",
        "connector_disabled",
        "connector_removed",
        "person_keys_lost",
        "kept_key_lost",
    }
    status, _, said = await run("--forget-lost", database_url=database_url, secret_key=NEW)
    assert (status, said) == (0, "The keys open everything that is sealed in the database: nothing is lost.\n")
    # Mails go on, by keys of the new secret key
    assert await MailRefusals(database, [NEW]).link(kept.site_id, "anna@example.ru")


async def test_nothing_is_dropped_that_a_key_opens_or_that_is_new_by_now(database: Database, kept: Kept) -> None:
    lost = await lost_secrets(database, [NEW]).look()
    assert await lost_secrets(database, [NEW, OLD]).look() == []
    newer = Seal([NEW], purpose=CONNECTOR_SETTINGS).close(b'{"newer": true}', owner=kept.connector_id.bytes)
    fresh = Seal([NEW], purpose=PURPOSES[Place.WEBHOOKS])
    signs = Seal([NEW], purpose=PURPOSES[Place.IDENTITY_SECRETS])
    async with database.transaction() as connection:
        await connection.execute("UPDATE connectors SET sealed_settings = $1", newer)
        await connection.execute(
            "UPDATE webhook_endpoints SET sealed_url = $1, sealed_secret = $2, sealed_before = NULL, "
            "before_until = NULL",
            fresh.close(b"https://a.test/y", owner=kept.endpoint_id.bytes),
            fresh.close(b"whsec_newer", owner=kept.endpoint_id.bytes),
        )
        # A secret that opens stands before one that does not
        await connection.execute(
            "UPDATE identity_secrets SET sealed_before = $1", signs.close(b"good", owner=kept.site_id.bytes)
        )
        await connection.execute("DELETE FROM operator_second_factors")
    assert code_of(lost) != code_of(await lost_secrets(database, [NEW]).look())
    await lost_secrets(database, [NEW]).drop(lost, by=COMMAND_LINE)
    assert await lost_secrets(database, [NEW]).look() == []
    async with database.connection() as connection:
        assert await connection.fetchval("SELECT sealed_settings FROM connectors") == newer
        assert await connection.fetchval("SELECT count(*) FROM webhook_endpoints") == 1
        secret = await connection.fetchval("SELECT sealed FROM identity_secrets WHERE sealed_before IS NULL")
    opened = signs.open(secret, owner=kept.site_id.bytes)
    assert opened is not None
    assert opened.secret == b"good"


async def test_what_can_not_be_journalled_is_not_dropped(
    database: Database, kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost = await lost_secrets(database, [NEW]).look()

    async def refuse(*_: object) -> None:
        raise JournalUnavailable("The journal is locked.")

    monkeypatch.setattr("ryadom.store.journal.append", refuse)
    for one in lost:
        with pytest.raises(JournalUnavailable):
            await lost_secrets(database, [NEW]).drop([one], by=COMMAND_LINE)
    assert await lost_secrets(database, [NEW]).look() == lost


def lost_secrets(database: Database, keys: list[str]) -> LostSecrets:
    caller = new_caller(database)
    return LostSecrets(
        database=database,
        resealing=Resealing(database, keys),
        webhooks=Webhooks(database=database, caller=caller, seal=Seal(keys, purpose=PURPOSES[Place.WEBHOOKS])),
        connectors=Connectors(
            database=database,
            caller=caller,
            seal=Seal(keys, purpose=CONNECTOR_SETTINGS),
            pace=Pace(database),
            public_url=None,
        ),
    )


async def address_of(database: Database, kept: Kept) -> str:
    async with database.connection() as connection:
        email: str = await connection.fetchval("SELECT email FROM operators WHERE id = $1", kept.operator_id)
    return email


async def sealed_rows(database: Database) -> dict[Place, int]:
    """How many rows have something sealed, by place."""
    async with database.connection() as connection:
        found = {}
        for place in Place:
            values = await list_values(connection, place, after=FIRST, limit=1_000)
            found[place] = len({value.id for value in values})
    return found
