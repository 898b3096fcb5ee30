"""An invitation goes out by mail where the server can send any, and knows its own address."""

from uuid import uuid4

import pytest

from ryadom.core.controllers import list_controllers
from ryadom.core.operators import add_operator
from ryadom.settings.smtp_url import smtp_url
from ryadom.store.database import Database
from ryadom.store.egress import Recipient, insert_recipient
from ryadom.store.journal_chain import Actor, ActorKind
from ryadom.store.operator_sessions import OperatorSession
from ryadom.store.operators import Role
from ryadom.web.context import Context
from tests.mail_server import mail_server
from tests.web.client import PASSWORD, Server
from tests.web.conftest import serving
from tests.web.test_colleagues import BOTH, person
from tests.web.test_invitations import NEW, invite


@pytest.mark.parametrize(("language", "word"), [("ru", "приглашает вас"), ("en", "invites you")])
async def test_link_is_mailed_where_the_server_knows_its_own_address(
    database_url: str, database: Database, language: str, word: str
) -> None:
    async with mail_server() as mails:
        public_url = "https://chat.shop.test"
        async with serving(
            database_url,
            database,
            smtp_url=smtp_url(f"smtp://127.0.0.1:{mails.port}"),
            mail_from="chat@shop.test",
            mail_language=language,
            public_url=public_url,
        ) as server:
            await let_mail_out(database, port=mails.port)
            admin = await add_operator(
                database, email="olga@shop.test", name="Ольга", password=PASSWORD, site_keys=BOTH, role=Role.ADMIN
            )
            session = OperatorSession(
                id=uuid4(),
                operator_id=admin.id,
                email=admin.email,
                name=admin.name,
                role=admin.role,
                has_second_factor=True,
            )
            context: Context = server.app.state.context
            sent = await context.invitations.invite(
                session,
                email=NEW,
                role=Role.OPERATOR,
                site_ids=[server.site.id],
                by=Actor(kind=ActorKind.OPERATOR, id=admin.id, name=admin.name),
            )
            mail = await mails.next_mail()
    assert sent.is_mailed
    assert mail["To"] == NEW
    text = " ".join(mail.get_content().split())
    assert word in text
    assert "Ольга" in text
    assert "Лавка" in text
    assert f"{public_url}/panel/#invite/{sent.token}" in text
    assert sent.token not in mail["Subject"]


async def test_without_a_mail_server_the_link_is_only_shown(server: Server) -> None:
    async with person(server, Role.ADMIN) as admin:
        sent = await invite(admin, sites=[str(server.site.id)])
    assert sent.json()["is_mailed"] is False


async def let_mail_out(database: Database, *, port: int) -> None:
    """Enters the mail server into the register of recipients."""
    [controller] = await list_controllers(database)
    recipient = Recipient(
        controller_id=controller.id,
        host="127.0.0.1",
        port=port,
        recipient="Собственный сервер",
        country="RU",
        purpose="Приглашения",
        categories="адреса сотрудников",
        is_local=True,
    )
    async with database.connection() as connection:
        await insert_recipient(connection, recipient)
