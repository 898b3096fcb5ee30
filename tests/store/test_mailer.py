"""Mail from the queue to a real SMTP server: nothing is lost, nothing goes where the register does not say."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

import pytest

from ryadom.core.controllers import add_controller
from ryadom.core.mail_occasions import AccountLocked, TrialMail
from ryadom.core.mailer import MAX_ATTEMPTS, Mailer, list_mails, retry_mail
from ryadom.errors import BadBody, EgressForbidden, MailRefused, MailUnknown
from ryadom.privacy.egress import Clearance, Egress, connect
from ryadom.settings.smtp_url import smtp_url
from ryadom.store.database import Database
from ryadom.store.egress import Recipient, insert_recipient
from ryadom.store.ids import new_id
from tests.mail_server import CERTIFICATE, MailServer, mail_server
from tests.resolver import WrittenResolver
from tests.waiting import until

LOCKED = AccountLocked(email="anna@shop.test", attempts=50, minutes=15)
OFFICER = "dpo@shop.test"


@pytest.fixture
async def controller_id(database: Database) -> UUID:
    return (await add_controller(database, legal_name="ООО «Чайная лавка»")).id


async def _list(database: Database, controller_id: UUID, *, host: str, port: int) -> None:
    """Puts a mail server on this machine into the register."""
    recipient = Recipient(
        controller_id=controller_id,
        host=host,
        port=port,
        recipient="Собственный сервер",
        country="RU",
        purpose="Оповещения",
        categories="адреса сотрудников",
        is_local=True,
    )
    async with database.connection() as connection:
        assert await insert_recipient(connection, recipient)


def _mailer(database: Database, url: str, *, language: str = "ru") -> Mailer:
    resolver = WrittenResolver(**{"127.0.0.1": ["127.0.0.1"], "localhost": ["127.0.0.1"], "mail.test": ["127.0.0.1"]})
    return Mailer(
        database, Egress(database, resolver), server=smtp_url(url), sender="chat@example.ru", language=language
    )


@asynccontextmanager
async def _plain(database: Database, controller_id: UUID) -> AsyncIterator[tuple[MailServer, Mailer]]:
    """A server that is in the register, and a mailer to it."""
    async with mail_server() as server:
        await _list(database, controller_id, host="127.0.0.1", port=server.port)
        yield server, _mailer(database, f"smtp://127.0.0.1:{server.port}")


async def _make_all_due(database: Database) -> None:
    async with database.connection() as connection:
        await connection.execute("UPDATE outgoing_mails SET next_attempt_at = now()")


async def test_mail_arrives_in_russian_with_its_headers_and_leaves_nothing_behind(
    database: Database, controller_id: UUID
) -> None:
    async with _plain(database, controller_id) as (server, mailer):
        await mailer.queue(controller_id, LOCKED, to=OFFICER)
        [queued] = await list_mails(database)
        assert await mailer.send_due() == 1
        mail = await server.next_mail()
    assert mail["Subject"] == "Ryadom: к учётной записи подбирают пароль"
    assert (mail["From"], mail["To"]) == ("Ryadom <chat@example.ru>", OFFICER)
    assert (mail["Auto-Submitted"], mail["Message-ID"]) == ("auto-generated", f"<{queued.id}@example.ru>")
    assert mail["Date"].datetime == queued.queued_at.replace(microsecond=0)
    assert "anna@shop.test" in mail.get_content()
    [envelope] = server.envelopes
    assert (envelope.mail_from, envelope.rcpt_tos) == ("chat@example.ru", [OFFICER])
    assert await list_mails(database) == []


async def test_running_mailer_sends_at_once_what_is_queued(database: Database, controller_id: UUID) -> None:
    async with _plain(database, controller_id) as (server, mailer):
        running = asyncio.create_task(mailer.run())
        await mailer.queue(controller_id, TrialMail(), to=OFFICER)
        assert (await server.next_mail())["To"] == OFFICER
        running.cancel()


async def test_mail_that_is_refused_for_now_is_sent_later_by_whoever_runs_then(
    database: Database, controller_id: UUID
) -> None:
    async with _plain(database, controller_id) as (server, mailer):
        server.refusals = ["451 4.7.1 greylisted"]
        await mailer.queue(controller_id, TrialMail(), to=OFFICER)
        assert await mailer.send_due() == 0
        [waiting] = await list_mails(database)
        assert (waiting.attempts, waiting.dead_at) == (1, None)
        assert "451 4.7.1 greylisted" in waiting.last_error
        assert await mailer.send_due() == 0, "it is not due yet"
        await _make_all_due(database)
        another = _mailer(database, f"smtp://127.0.0.1:{server.port}")
        assert await another.send_due() == 1
        assert (await server.next_mail())["To"] == OFFICER


async def test_mail_of_a_sender_that_died_goes_to_the_next_one(database: Database, controller_id: UUID) -> None:
    async with _plain(database, controller_id) as (server, mailer):
        await mailer.queue(controller_id, TrialMail(), to=OFFICER)
        assert await mailer._claim() is not None
        assert await mailer.send_due() == 0, "somebody else is at it"
        await _make_all_due(database)
        assert await mailer.send_due() == 1
        assert server.mails.qsize() == 1


async def test_several_senders_share_a_queue_and_send_each_mail_once(database: Database, controller_id: UUID) -> None:
    async with _plain(database, controller_id) as (server, mailer):
        addresses = {f"officer-{number}@shop.test" for number in range(20)}
        for address in addresses:
            await mailer.queue(controller_id, TrialMail(), to=address)
        senders = [_mailer(database, f"smtp://127.0.0.1:{server.port}") for _ in range(4)]
        assert sum(await asyncio.gather(*(sender.send_due() for sender in senders))) == 20
        assert sorted(envelope.rcpt_tos[0] for envelope in server.envelopes) == sorted(addresses)


async def test_final_refusal_is_kept_for_people_and_can_be_tried_again(database: Database, controller_id: UUID) -> None:
    async with _plain(database, controller_id) as (server, mailer):
        await mailer.queue(controller_id, TrialMail(), to="nobody@shop.test")
        await mailer.send_due()
        [dead] = await list_mails(database)
        assert dead.dead_at is not None
        assert "550 5.1.1" in dead.last_error
        await _make_all_due(database)
        assert await mailer.send_due() == 0
        assert (await list_mails(database))[0].attempts == 1
        await retry_mail(database, dead.id)
        [revived] = await list_mails(database)
        assert (revived.attempts, revived.dead_at) == (0, None)
        with pytest.raises(MailUnknown):
            await retry_mail(database, new_id())
        assert server.envelopes == []


async def test_mail_is_given_up_after_the_last_attempt_and_forgotten_after_a_month(
    database: Database, controller_id: UUID
) -> None:
    async with _plain(database, controller_id) as (server, mailer):
        server.refusals = ["451 4.7.1 later"]
        await mailer.queue(controller_id, TrialMail(), to=OFFICER)
        async with database.connection() as connection:
            await connection.execute("UPDATE outgoing_mails SET attempts = $1", MAX_ATTEMPTS - 1)
        await mailer.send_due()
        [dead] = await list_mails(database)
        assert (dead.attempts, dead.dead_at is not None) == (MAX_ATTEMPTS, True)
        async with database.connection() as connection:
            await connection.execute("UPDATE outgoing_mails SET dead_at = now() - interval '31 days'")
        running = asyncio.create_task(mailer.run())
        remaining = 1
        async with asyncio.timeout(20):
            while remaining:
                remaining = len(await list_mails(database))
        running.cancel()


async def test_server_outside_the_register_hears_nothing_and_mail_waits_for_the_register(
    database: Database, controller_id: UUID
) -> None:
    async with mail_server() as server:
        mailer = _mailer(database, f"smtp://127.0.0.1:{server.port}")
        with pytest.raises(EgressForbidden, match="not in the register"):
            await mailer.send_now(controller_id, TrialMail(), to=OFFICER)
        await mailer.queue(controller_id, TrialMail(), to=OFFICER)
        await mailer.send_due()
        [waiting] = await list_mails(database)
        assert "not in the register" in waiting.last_error
        await _list(database, controller_id, host="127.0.0.1", port=server.port)
        await _make_all_due(database)
        assert await mailer.send_due() == 1


async def test_server_is_signed_in_to_over_tls_under_the_name_it_proves(
    database: Database, controller_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    async with mail_server(tls=True, asks_who=True) as server:
        for host in ("localhost", "mail.test"):
            await _list(database, controller_id, host=host, port=server.port)
        mailer = _mailer(database, f"smtps://chat:s%3Ae%40cret@localhost:{server.port}")
        await mailer.send_now(controller_id, TrialMail(), to=OFFICER)
        assert server.signed_in == [("chat", "s:e@cret")]
        forged = _mailer(database, f"smtps://chat:s%3Ae%40cret@mail.test:{server.port}")
        with pytest.raises(MailRefused) as refusal:
            await forged.send_now(controller_id, TrialMail(), to=OFFICER)
        assert not refusal.value.is_final
        assert server.signed_in == [("chat", "s:e@cret")]


async def test_server_without_starttls_is_not_told_the_password(database: Database, controller_id: UUID) -> None:
    async with mail_server(asks_who=True) as server:
        await _list(database, controller_id, host="mail.test", port=server.port)
        mailer = _mailer(database, f"smtp://chat:s%3Ae%40cret@mail.test:{server.port}")
        with pytest.raises(MailRefused, match="STARTTLS"):
            await mailer.send_now(controller_id, TrialMail(), to=OFFICER)
        assert server.signed_in == []


async def test_wrong_password_is_for_people_to_mend_and_ends_no_mail(database: Database, controller_id: UUID) -> None:
    async with mail_server(asks_who=True) as server:
        await _list(database, controller_id, host="127.0.0.1", port=server.port)
        mailer = _mailer(database, f"smtp://chat:wrong@127.0.0.1:{server.port}")
        await mailer.queue(controller_id, TrialMail(), to=OFFICER)
        await mailer.send_due()
        [waiting] = await list_mails(database)
        assert waiting.dead_at is None
        assert "535" in waiting.last_error
        assert set(server.signed_in) == {("chat", "wrong")}


@pytest.mark.parametrize("turns", range(8))
async def test_sending_that_ends_midway_closes_its_line(
    database: Database, controller_id: UUID, monkeypatch: pytest.MonkeyPatch, turns: int
) -> None:
    lines: asyncio.Queue[socket.socket] = asyncio.Queue()

    async def keep(clearance: Clearance) -> socket.socket:
        lines.put_nowait(line := await connect(clearance))
        return line

    monkeypatch.setattr("ryadom.core.mailer.connect", keep)
    async with _plain(database, controller_id) as (_, mailer):
        sending = asyncio.create_task(mailer.send_now(controller_id, TrialMail(), to=OFFICER))
        line = await lines.get()
        for _ in range(turns):
            await asyncio.sleep(0)
        sending.cancel()
        await asyncio.wait([sending])
        await until(lambda: line.fileno() == -1)
        assert sending.cancelled()


async def test_address_that_is_several_is_never_queued(database: Database, controller_id: UUID) -> None:
    async with _plain(database, controller_id) as (_, mailer):
        with pytest.raises(BadBody):
            await mailer.queue(controller_id, TrialMail(), to="a@b.ru\r\nBcc: c@d.ru")
        assert await list_mails(database) == []
