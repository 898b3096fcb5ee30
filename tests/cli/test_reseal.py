"""`ryadom reseal`, as an engineer types it who replaces the server's secret key and wants the old one gone."""

import asyncio
from functools import partial
from secrets import token_urlsafe
from uuid import UUID

import pytest
from msgspec import Struct

from ryadom.core.connectors.opening import PURPOSE as CONNECTOR_SETTINGS
from ryadom.core.mail_refusals import MailRefusals
from ryadom.core.resealing import PURPOSES, Resealing
from ryadom.core.sealing import Seal
from ryadom.privacy.person_keys import PersonKeys
from ryadom.store.database import Database
from ryadom.store.ids import new_id
from ryadom.store.journal_chain import Sealed
from ryadom.store.sealed_values import FIRST, Place, SealedValue, list_values
from ryadom.store.sql import Connection
from tests.cli.command import ryadom
from tests.store.scenes import make_scene

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
