"""An officer hears of it by mail when somebody guesses at an operator's password."""

import pytest

from ryadom.core.controllers import describe_controller, list_controllers
from ryadom.core.mailer import list_mails
from ryadom.settings.smtp_url import smtp_url
from ryadom.store.database import Database
from ryadom.store.egress import Recipient, insert_recipient
from tests.mail_server import mail_server
from tests.web.client import Server
from tests.web.conftest import serving


@pytest.fixture
def few_attempts(monkeypatch: pytest.MonkeyPatch) -> None:
    """An account that is locked after three attempts from anywhere."""
    monkeypatch.setattr("ryadom.core.sign_in.MAX_PER_ACCOUNT", 3)


async def prepare_mail(database: Database, *, port: int) -> None:
    """A controller whose officer has an address, and a mail server that may be used."""
    await describe_controller(database, None, officer_email="dpo@shop.test")
    [controller] = await list_controllers(database)
    recipient = Recipient(
        controller_id=controller.id,
        host="127.0.0.1",
        port=port,
        recipient="Собственный сервер",
        country="RU",
        purpose="Оповещения",
        categories="адреса сотрудников",
        is_local=True,
    )
    async with database.connection() as connection:
        await insert_recipient(connection, recipient)


async def test_officer_gets_one_mail_when_an_account_is_locked(
    database_url: str, database: Database, few_attempts: None
) -> None:
    async with mail_server() as mails:
        url = smtp_url(f"smtp://127.0.0.1:{mails.port}")
        async with serving(database_url, database, smtp_url=url, mail_from="chat@shop.test") as server:
            await prepare_mail(database, port=mails.port)
            answers = [(await server.sign_in(password=f"a guess, number {n}")).status_code for n in range(6)]
            assert answers == [401, 401, 401, 429, 429, 429]
            mail = await mails.next_mail()
        # The server has stopped, so nothing more is sent; a second alarm would still be queued.
        assert await list_mails(database) == []
    assert mail["To"] == "dpo@shop.test"
    assert "anna@shop.test" in mail.get_content()
    assert mails.mails.empty()


async def test_guesses_at_nobody_and_right_passwords_raise_no_alarm(
    database_url: str, database: Database, few_attempts: None
) -> None:
    url = smtp_url("smtp://127.0.0.1:9")
    async with serving(database_url, database, smtp_url=url, mail_from="chat@shop.test") as server:
        await prepare_mail(database, port=9)
        for number in range(6):
            await server.sign_in("nobody@shop.test", password=f"a guess, number {number}")
        for _ in range(2):
            await server.sign_in("boris@other.test", password="a wrong password")
        assert (await server.sign_in("boris@other.test")).status_code == 200
        assert await list_mails(database) == []


async def test_lock_without_a_mail_server_is_only_a_lock(server: Server, few_attempts: None) -> None:
    answers = [(await server.sign_in(password=f"a guess, number {n}")).status_code for n in range(4)]
    assert answers == [401, 401, 401, 429]
