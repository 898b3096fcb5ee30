"""Whoever gets mail can end it: by a page that asks, or by their mail program with one POST (RFC 8058)."""

from collections.abc import AsyncIterator
from ipaddress import ip_network
from urllib.parse import urlsplit

import httpx
import pytest

from ryadom.core.mail_refusals import MailRefusals
from ryadom.core.mailer import MAX_ATTEMPTS
from ryadom.core.resealing import Resealing
from ryadom.store.database import Database
from ryadom.web.form_limits import LINKS
from tests.web.conftest import SECRET_KEY
from tests.web.mailing import Mailing, mailing

NEWER_KEY = "another secret key, long enough as well"


@pytest.fixture
async def post(database_url: str, database: Database) -> AsyncIterator[Mailing]:
    async with mailing(database_url, database) as running:
        yield running


async def stop_path(post: Mailing) -> str:
    """Of the header of a mail that has arrived."""
    visitor = await post.left()
    await post.answer(visitor, "Первый")
    assert await post.mail_answers() == 1
    mail = await post.mails.next_mail()
    return urlsplit(str(mail["List-Unsubscribe"]).strip("<>")).path


async def test_looking_asks_and_one_post_ends_it_for_that_address_on_that_site(post: Mailing) -> None:
    path = await stop_path(post)
    async with httpx.AsyncClient(base_url=post.server.http_url, trust_env=False) as http:
        page = await http.get(path, headers={"Accept-Language": "en-GB"})
        assert page.status_code == 200
        assert "No more mail" in page.text
        assert page.headers["referrer-policy"] == "no-referrer"
        assert await post.rows("SELECT 1 FROM mail_refusals") == []
        # Mail programs name no origin and send this body.
        ended = await http.post(path, data={"List-Unsubscribe": "One-Click"})
        assert ended.status_code == 200
        assert "больше не" in ended.text
        assert (await http.post(path)).status_code == 200, "once more is once"
    assert len(await post.rows("SELECT 1 FROM mail_refusals")) == 1
    again = await post.left()
    await post.answer(again, "Второй")
    assert await post.mail_answers() == 0
    other = await post.left(email="vera@example.ru")
    await post.answer(other, "Ей можно")
    assert await post.mail_answers() == 1
    assert (await post.mails.next_mail())["To"] == "vera@example.ru"


async def test_link_that_was_not_made_here_ends_nothing(post: Mailing) -> None:
    async with httpx.AsyncClient(base_url=post.server.http_url, trust_env=False) as http:
        for link in ("x", "WyJhIl0.abc", "a" * 500):
            assert (await http.get(f"/mail/stop/{link}")).status_code == 404
            assert (await http.post(f"/mail/stop/{link}")).status_code == 404
    assert await post.rows("SELECT 1 FROM mail_refusals") == []


async def test_links_that_lead_nowhere_are_tried_so_often_only(database_url: str, database: Database) -> None:
    async with (
        mailing(database_url, database, trusted_proxies=(ip_network("127.0.0.1"),)) as post,
        httpx.AsyncClient(base_url=post.server.http_url, trust_env=False) as http,
    ):

        async def asked(address: str) -> int:
            return (await http.get("/mail/stop/x", headers={"X-Forwarded-For": address})).status_code

        found = [await asked("203.0.113.7") for _ in range(int(LINKS.burst) + 5)]
        assert set(found[: int(LINKS.burst)]) == {404}
        assert 429 in found
        assert await asked("203.0.113.8") == 404


async def test_mail_waits_as_long_as_a_secret_key_is_missing(post: Mailing, database: Database) -> None:
    await stop_path(post)
    await post.answer(await post.left(email="vera@example.ru"), "Второй")
    assert await post.looker().look() == 1
    wrong = MailRefusals(database, [NEWER_KEY])
    for _ in range(MAX_ATTEMPTS + 1):
        assert await post.mailer(refusals=wrong).send_due() == 0
        await post.make_due()
    [mail] = await post.rows("SELECT dead_at, last_error FROM outgoing_mails")
    assert mail["dead_at"] is None
    assert "RYADOM_SECRET_KEY" in mail["last_error"]
    assert len(await post.rows("SELECT 1 FROM kept_keys")) == 2, "nothing is made by a wrong key"
    assert await post.mailer().send_due() == 1


async def test_refusal_outlives_a_change_of_the_secret_key_and_holds_no_address(
    post: Mailing, database: Database
) -> None:
    old = MailRefusals(database, [SECRET_KEY])
    site_id = post.server.site.id
    link, unused = [await old.link(site_id, email) for email in ("Anna@example.ru", "boris@example.ru")]
    assert "anna" not in link.lower()
    await old.refuse(link)
    await Resealing(database, [NEWER_KEY, SECRET_KEY]).reseal()
    new = MailRefusals(database, [NEWER_KEY])
    async with database.connection() as connection:
        assert await new.has_refused(connection, site_id, "anna@EXAMPLE.ru")
        assert not await new.has_refused(connection, site_id, "vera@example.ru")
        assert not await new.has_refused(connection, site_id, "boris@example.ru")
    await new.check(unused)
    await new.refuse(unused)
    await new.refuse(link)
    assert len(await post.rows("SELECT 1 FROM mail_refusals")) == 2
    async with database.connection() as connection:
        assert await new.has_refused(connection, site_id, "boris@example.ru")
