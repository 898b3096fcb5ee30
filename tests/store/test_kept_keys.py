"""Refusals of mail outlive secret keys: those of before there were keys for them, and whoever makes these at once."""

import asyncio
import hmac
from base64 import urlsafe_b64encode
from secrets import token_urlsafe
from uuid import UUID

import pytest
from itsdangerous import URLSafeSerializer

from ryadom.core.kept_keys import KeptKeys
from ryadom.core.mail_refusals import ADDRESSES, LINKS, MailRefusals
from ryadom.core.resealing import Resealing
from ryadom.errors import RouteUnknown
from ryadom.privacy.derived_keys import derive_key
from ryadom.store.database import Database, open_database
from ryadom.store.sealed_values import Place
from ryadom.store.visitor_mails import put_refusal
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
    # The first mail of a new version, which makes the keys
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


async def test_key_that_went_without_being_sealed_anew_still_counts_once_it_is_back(
    database: Database, site_id: UUID
) -> None:
    link = await MailRefusals(database, [FIRST]).link(site_id, ANNA)
    await MailRefusals(database, [FIRST]).refuse(link)
    alone = MailRefusals(database, [SECOND])
    assert not await refused(database, [SECOND], site_id, ANNA)
    with pytest.raises(RouteUnknown):
        await alone.check(link)
    # Mails go on meanwhile, with links of their own
    other = await alone.link(site_id, BORIS)
    await alone.refuse(other)
    assert await refused(database, [SECOND, FIRST], site_id, ANNA)
    assert await refused(database, [SECOND, FIRST], site_id, BORIS)
    for each in (link, other):
        await MailRefusals(database, [SECOND, FIRST]).check(each)


async def test_two_processes_that_need_a_key_at_once_make_one(
    database: Database, database_url: str, site_id: UUID
) -> None:
    async with open_database(database_url, pool_size=4) as other:
        all_ = [MailRefusals(each, [FIRST]) for each in (database, other) for _ in range(3)]
        links = await asyncio.gather(*(one.link(site_id, ANNA) for one in all_))
    assert len(set(links)) == 1
    async with database.connection() as connection:
        own = await connection.fetch("SELECT purpose FROM kept_keys WHERE is_own ORDER BY purpose")
    assert [row["purpose"] for row in own] == [ADDRESSES, LINKS]


async def test_key_is_none_for_another_purpose_and_is_not_shown(database: Database) -> None:
    keys = [KeptKeys(database, [FIRST], purpose=one, made_of=str.encode) for one in ("one", "other")]
    first, second = [await one.made() for one in keys]
    assert first.own is not None
    assert first.own not in second.all
    assert first.own.hex() not in f"{first} {keys[0]}"
    async with database.connection() as connection:
        # Moved to another row, it opens nowhere.
        await connection.execute(
            "UPDATE kept_keys SET sealed = (SELECT sealed FROM kept_keys WHERE purpose = 'one' AND is_own) "
            "WHERE purpose = 'other' AND is_own"
        )
        moved = KeptKeys(database, [FIRST], purpose="other", made_of=str.encode)
        assert (await moved.known(connection)).own is None


async def test_key_that_was_not_committed_is_used_by_nobody(database: Database, site_id: UUID) -> None:
    refusals = MailRefusals(database, [FIRST])
    async with database.transaction() as connection:
        # Whoever only looks makes none.
        assert not await refusals.has_refused(connection, site_id, ANNA)
        assert await connection.fetchval("SELECT count(*) FROM kept_keys") == 0
    link = await refusals.link(site_id, ANNA)
    await refusals.refuse(link)
    assert await refused(database, [FIRST], site_id, ANNA)
