"""A server that mails visitors, a real mail server, and the processes that look and send: one step at a time."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest

from ryadom.core.answer_mails import AnswerMails
from ryadom.core.controllers import list_controllers
from ryadom.core.letters import Letters
from ryadom.core.mail_choices import MailChoices
from ryadom.core.mail_refusals import MailRefusals
from ryadom.core.mailer import Mailer
from ryadom.core.widget_settings import Form, WidgetSettings
from ryadom.live.owner import Owner
from ryadom.privacy.egress import Egress
from ryadom.privacy.resolver import SystemResolver
from ryadom.settings.smtp_url import smtp_url
from ryadom.store.database import Database
from ryadom.store.egress import Recipient, insert_recipient
from ryadom.store.sites import Site
from ryadom.store.widget_settings import put_settings
from ryadom.web.context import Context
from tests.mail_server import MailServer, mail_server
from tests.waiting import until
from tests.web.client import Client, JsonObject, Server
from tests.web.conftest import serving

PUBLIC_URL = "https://chat.shop.test"
ANNA = {"name": "Анна", "email": "anna@example.ru"}


class Mailing:
    """The server and what mails its visitors; nothing looks or sends by itself but what a visitor asks for."""

    def __init__(self, server: Server, mails: MailServer) -> None:
        self.server = server
        self.database = server.database
        self.mails = mails
        self.context: Context = server.app.state.context

    def mailer(self, *, port: int | None = None, refusals: MailRefusals | None = None) -> Mailer:
        """Another process that sends."""
        refusals = refusals or self.context.mail_refusals
        return Mailer(
            self.database,
            Egress(self.database, SystemResolver()),
            server=smtp_url(f"smtp://127.0.0.1:{port or self.mails.port}"),
            sender="chat@shop.test",
            language="ru",
            letters=Letters(self.database, self.context.chat_links, refusals, public_url=PUBLIC_URL),
        )

    def looker(self, *, quiet_s: float = 0.0) -> AnswerMails:
        """Another process that looks."""
        return AnswerMails(
            self.database,
            self.mailer(),
            self.context.mail_refusals,
            is_here=self.context.visitor_desk.presence.visitor_online,
            quiet_s=quiet_s,
        )

    async def mail_answers(self) -> int:
        """Looks and sends; gives how many mails were taken."""
        await self.looker().look()
        return await self.mailer().send_due()

    async def gone(self, visitor_id: str) -> None:
        """Returns once nobody thinks the visitor here any more."""
        owner = Owner(self.server.site.id, UUID(visitor_id))
        await until(lambda: not self.context.visitor_desk.presence.visitor_online(owner))

    async def left(self, **about: str) -> Client:
        """A visitor who has left an address, and is gone."""
        async with self.server.visitor() as visitor:
            posted = await visitor.say("Есть улун?", about=ANNA | about)
        visitor.welcome["conversation"] = {"id": posted["conversation_id"]}
        await self.gone(visitor.welcome["visitor_id"])
        return visitor

    async def answer(self, visitor: Client, *texts: str) -> list[JsonObject]:
        """Anna answers them."""
        conversation_id = visitor.welcome["conversation"]["id"]
        async with self.server.operator() as operator:
            return [await operator.say(text, conversation_id=conversation_id) for text in texts]

    async def rows(self, query: str) -> list[dict[str, Any]]:
        async with self.database.connection() as connection:
            return [dict(row) for row in await connection.fetch(query)]

    async def make_due(self) -> None:
        """As if pauses and leases were over."""
        async with self.database.connection() as connection:
            await connection.execute("UPDATE outgoing_mails SET next_attempt_at = now()")


@asynccontextmanager
async def mailing(
    database_url: str, database: Database, *, choices: MailChoices | None = None, **settings: Any
) -> AsyncIterator[Mailing]:
    """The server, whose mail server is in the register; answers and copies are on unless said otherwise."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("mailer", "answer_mails"):
            patch.setattr(f"ryadom.core.{name}.LOOK_INTERVAL_S", 3_600.0)
        patch.setattr("ryadom.core.presence.LINGER_S", 0.05)
        options = {"public_url": PUBLIC_URL, "mail_from": "chat@shop.test"} | settings
        async with mail_server() as mails:
            options.setdefault("smtp_url", smtp_url(f"smtp://127.0.0.1:{mails.port}"))
            async with serving(database_url, database, **options) as server:
                server.own_origin = options["public_url"] or server.http_url
                await let_mail_out(database, mails.port)
                await choose_mail(database, server.site, choices or MailChoices(answers=True, copies=True))
                yield Mailing(server, mails)


async def let_mail_out(database: Database, port: int) -> None:
    """Enters a mail server on this machine into the register."""
    [controller] = await list_controllers(database)
    recipient = Recipient(
        controller_id=controller.id,
        host="127.0.0.1",
        port=port,
        recipient="Собственный сервер",
        country="RU",
        purpose="Ответы посетителям",
        categories="адреса и переписка посетителей",
        is_local=True,
    )
    async with database.connection() as connection:
        assert await insert_recipient(connection, recipient)


async def choose_mail(
    database: Database, site: Site, choices: MailChoices, *, over_version: int = 0, form: Form | None = None
) -> None:
    """What the owner of a site has chosen."""
    json = msgspec.json.encode(WidgetSettings(mail=choices, form=form or Form())).decode()
    async with database.connection() as connection:
        assert await put_settings(connection, site.id, json, over_version=over_version)


def text_of(mail: Any) -> str:
    """The plain part."""
    return str(mail.get_body(("plain",)).get_content()).replace("\r\n", "\n")


def html_of(mail: Any) -> str:
    """The other one."""
    return str(mail.get_body(("html",)).get_content())


async def ask_copy(visitor: Client, email: str = "anna@example.ru", *, echo_id: UUID | None = None) -> JsonObject:
    """Asks for a copy and gives what the server says."""
    await visitor.send("send_copy", echo_id=echo_id or uuid4(), email=email)
    return await visitor.receive("copy_sent", "error")
