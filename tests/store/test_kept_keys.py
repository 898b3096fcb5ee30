"""Refusals of mail outlive secret keys, also from before anything was kept. Where keys lack nobody is mailed."""

import asyncio
import hmac
from base64 import urlsafe_b64encode
from secrets import token_urlsafe
from uuid import UUID

import pytest
from itsdangerous import URLSafeSerializer
from structlog.testing import capture_logs

from ryadom.core.kept_keys import KeptKeys
from ryadom.core.mail_refusals import ADDRESSES, LINKS, MailRefusals
from ryadom.core.resealing import Resealing
from ryadom.errors import RefusalsSealed, RouteUnknown
from ryadom.privacy.derived_keys import derive_key
from ryadom.store.database import Database, open_database
from ryadom.store.sealed_values import Place
from ryadom.store.visitor_mails import is_refused, put_refusal
from tests.store.scenes import make_scene

FIRST, SECOND, THIRD = (token_urlsafe(40) for _ in range(3))
ANNA, BORIS, VERA = "anna@example.ru", "boris@example.ru", "vera@example.ru"


@pytest.fixture
async def site_id(database: Database) -> UUID:
    async with database.transaction() as connection:
        return (await make_scene(connection)).head.site_id


def mark_of_before(secret_key: str, email: str) -> bytes:
    """As servers before there were such keys have stored it."""
    return hmac.digest(derive_key(secret_key, "mail refusals"), email.encode(), "sha256")


def link_of_before(secret_key: str, site_id: UUID, email: str) -> str:
    """As they have mailed it."""
    mark = urlsafe_b64encode(mark_of_before(secret_key, email)).decode()
    link = URLSafeSerializer([secret_key], salt="ryadom.mail_stop").dumps([site_id.hex, mark])
    return link if isinstance(link, str) else link.decode()


async def refused(database: Database, secret_keys: list[str], site_id: UUID, email: str) -> bool:
    async with database.connection() as connection:
        return await MailRefusals(database, secret_keys).has_refused(connection, site_id, email)


async def test_what_was_refused_and_mailed_before_there_were_keys_outlives_the_secret_key(
    database: Database, site_id: UUID
) -> None:
    async with database.connection() as connection:
        await put_refusal(connection, site_id=site_id, address_hmac=mark_of_before(FIRST, ANNA))
    mailed = link_of_before(FIRST, site_id, BORIS)
    assert await refused(database, [FIRST], site_id, ANNA)
    # The first mail of a new version, which keeps the keys
    fresh = await MailRefusals(database, [FIRST]).link(site_id, VERA)
    for keys in ([SECOND, FIRST], [THIRD, SECOND]):
        await Resealing(database, keys).reseal()
    assert not any(one.older or one.lost for one in (await Resealing(database, [THIRD]).look()).values())
    assert await refused(database, [THIRD], site_id, ANNA)
    for link, email in ((mailed, BORIS), (fresh, VERA)):
        assert not await refused(database, [THIRD], site_id, email)
        await MailRefusals(database, [THIRD]).refuse(link)
        assert await refused(database, [THIRD], site_id, email)


async def test_reseal_alone_keeps_what_the_old_key_stood_for(database: Database, site_id: UUID) -> None:
    async with database.connection() as connection:
        await put_refusal(connection, site_id=site_id, address_hmac=mark_of_before(FIRST, ANNA))
    for _ in range(2):
        await Resealing(database, [SECOND, FIRST]).reseal()
    assert (await Resealing(database, [SECOND]).look())[Place.KEPT_KEYS].newest == 2, "twice is once"
    assert await refused(database, [SECOND], site_id, ANNA)
    await MailRefusals(database, [SECOND]).check(link_of_before(FIRST, site_id, BORIS))


async def test_older_key_may_not_go_before_what_it_stands_for_is_kept(database: Database, site_id: UUID) -> None:
    async with database.connection() as connection:
        await put_refusal(connection, site_id=site_id, address_hmac=mark_of_before(FIRST, ANNA))
    for older in (2, 0):
        found = (await Resealing(database, [SECOND, FIRST]).look())[Place.KEPT_KEYS]
        assert found.older == older
        await Resealing(database, [SECOND, FIRST]).reseal()
    assert await refused(database, [SECOND], site_id, ANNA)


async def test_nobody_is_mailed_and_nothing_is_made_where_the_secret_key_is_another(
    database: Database, site_id: UUID
) -> None:
    link, unused = [await MailRefusals(database, [FIRST]).link(site_id, email) for email in (ANNA, BORIS)]
    await MailRefusals(database, [FIRST]).refuse(link)
    wrong = MailRefusals(database, [SECOND])
    with capture_logs() as logs:
        for _ in range(2):
            for email in (ANNA, BORIS):
                with pytest.raises(RefusalsSealed):
                    await wrong.link(site_id, email)
                async with database.connection() as connection:
                    with pytest.raises(RefusalsSealed):
                        await wrong.has_refused(connection, site_id, email)
            with pytest.raises(RefusalsSealed):
                await wrong.check(unused)
    assert [one["event"] for one in logs] == ["kept_key_sealed"] * 2, "once for each"
    await Resealing(database, [SECOND]).reseal()
    async with database.connection() as connection:
        assert await connection.fetchval("SELECT count(*) FROM kept_keys") == 2
    # Nothing is lost once the right one is back
    for keys in ([FIRST], [SECOND, FIRST]):
        assert await refused(database, keys, site_id, ANNA)
        assert not await refused(database, keys, site_id, BORIS)
        await MailRefusals(database, keys).check(unused)


async def test_servers_of_the_version_before_know_what_is_mailed_and_refused_by_this_one(
    database: Database, site_id: UUID
) -> None:
    link = await MailRefusals(database, [SECOND, FIRST]).link(site_id, ANNA)
    assert link == link_of_before(SECOND, site_id, ANNA)
    await MailRefusals(database, [SECOND, FIRST]).refuse(link)
    async with database.connection() as connection:
        assert await is_refused(connection, site_id=site_id, address_hmacs=[mark_of_before(SECOND, ANNA)])
        await put_refusal(connection, site_id=site_id, address_hmac=mark_of_before(SECOND, BORIS))
    assert await refused(database, [SECOND, FIRST], site_id, BORIS)


async def test_two_processes_that_keep_a_key_at_once_keep_it_once(
    database: Database, database_url: str, site_id: UUID
) -> None:
    async with open_database(database_url, pool_size=4) as other:
        all_ = [MailRefusals(each, [FIRST]) for each in (database, other) for _ in range(3)]
        links = await asyncio.gather(*(one.link(site_id, ANNA) for one in all_))
    assert len(set(links)) == 1
    async with database.connection() as connection:
        kept = await connection.fetch("SELECT purpose FROM kept_keys ORDER BY purpose")
    assert [row["purpose"] for row in kept] == [ADDRESSES, LINKS]


async def test_links_that_nobody_knows_take_one_connection_however_many_ask(database_url: str) -> None:
    async with open_database(database_url, pool_size=3) as small, small.connection(), small.connection():
        refusals = MailRefusals(small, [FIRST])
        asked = [refusals.check(f"WyJhIl0.{number}") for number in range(200)]
        assert [type(one) for one in await asyncio.gather(*asked, return_exceptions=True)] == [RouteUnknown] * 200


async def test_what_was_read_a_moment_ago_takes_no_connection(database_url: str) -> None:
    now = 0.0
    async with open_database(database_url, pool_size=1) as small:
        keys = KeptKeys(small, [FIRST], purpose="one", made_of=str.encode, clock=lambda: now)
        known = await keys.known_lately()
        async with small.connection():
            now = 0.9
            assert await keys.known_lately(not_older_s=1.0) is known
            now = 59.0
            assert await keys.known_lately() is known
        now = 61.0
        assert await keys.known_lately() is not known


async def test_key_is_none_for_another_purpose_and_is_not_shown(database: Database) -> None:
    keys = [
        KeptKeys(database, [FIRST], purpose="one", made_of=str.encode),
        KeptKeys(database, [FIRST], purpose="other", made_of=lambda secret: secret[::-1].encode()),
    ]
    first, second = [await one.kept() for one in keys]
    assert first.keys[0] not in second.keys
    assert FIRST not in f"{first} {keys[0]}"
    async with database.connection() as connection:
        # Moved to another row, it opens nowhere.
        await connection.execute(
            "UPDATE kept_keys SET sealed = (SELECT sealed FROM kept_keys WHERE purpose = 'one') WHERE purpose = 'other'"
        )
        moved = KeptKeys(database, [FIRST], purpose="other", made_of=str.encode)
        assert len((await moved.known(connection)).sealed) == 1


async def test_whoever_only_looks_keeps_nothing(database: Database, site_id: UUID) -> None:
    refusals = MailRefusals(database, [FIRST])
    async with database.transaction() as connection:
        assert not await refusals.has_refused(connection, site_id, ANNA)
        assert await connection.fetchval("SELECT count(*) FROM kept_keys") == 0
    link = await refusals.link(site_id, ANNA)
    await refusals.refuse(link)
    assert await refused(database, [FIRST], site_id, ANNA)
