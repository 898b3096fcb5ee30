"""Answers that a visitor did not see go to the address they left: each once, and nothing that may not go any more."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from uuid import UUID, uuid4

import httpx
import pytest

from ryadom.core.mail_choices import MailChoices
from ryadom.core.mailer import Mailer, list_mails
from ryadom.privacy.detect import Kind
from ryadom.privacy.egress import Clearance, connect
from ryadom.store import mails as store
from ryadom.store.database import Database
from tests.consents import ask_for_consent
from tests.waiting import until_true
from tests.web.client import Client
from tests.web.mailing import ANNA, PUBLIC_URL, Mailing, choose_mail, html_of, mailing, text_of


@pytest.fixture
async def post(database_url: str, database: Database) -> AsyncIterator[Mailing]:
    async with mailing(database_url, database) as running:
        yield running


async def test_answers_are_gathered_in_one_mail_with_a_way_back_and_a_way_out(post: Mailing) -> None:
    visitor = await post.left()
    await post.answer(visitor, "Есть <b>два</b> улуна", "Какой хотите?")
    assert await post.mail_answers() == 1
    mail = await post.mails.next_mail()
    assert (mail["To"], mail["From"]) == ("anna@example.ru", "Лавка <chat@shop.test>")
    assert mail["Subject"] == "Ответ на ваше сообщение"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["List-Unsubscribe"].startswith(f"<{PUBLIC_URL}/mail/stop/")
    content = post.mails.envelopes[-1].content
    assert isinstance(content, bytes)
    assert b"\r\nList-Unsubscribe: <https://chat.shop.test/mail/stop/" in content, "whole, not in encoded pieces"
    assert max(map(len, content.split(b"\r\n"))) < 998
    text = text_of(mail)
    assert text.index("Есть <b>два</b> улуна") < text.index("Какой хотите?")
    assert "Анна:" in text
    assert "Есть улун?" not in text, "what they wrote themselves they know"
    assert f"{PUBLIC_URL}/chat/shop-key-1#" in text
    html = html_of(mail)
    assert "Есть &lt;b&gt;два&lt;/b&gt; улуна" in html
    assert "<img" not in html
    assert await list_mails(post.database) == []
    assert await post.rows("SELECT action, details ->> 'what' AS what FROM journal WHERE action = 'mailed'") == [
        {"action": "mailed", "what": "answers"}
    ]


async def test_each_answer_is_mailed_once_and_the_next_one_alone(post: Mailing) -> None:
    visitor = await post.left()
    await post.answer(visitor, "Первый")
    assert await post.mail_answers() == 1
    assert await post.mail_answers() == 0
    await post.answer(visitor, "Второй")
    assert await post.mail_answers() == 1
    assert "Первый" in text_of(await post.mails.next_mail())
    text = text_of(await post.mails.next_mail())
    assert "Второй" in text
    assert "Первый" not in text


async def test_many_processes_that_look_at_once_queue_one_mail(post: Mailing) -> None:
    visitor = await post.left()
    await post.answer(visitor, "Один раз")
    assert sum(await asyncio.gather(*(post.looker().look() for _ in range(6)))) == 1
    assert sum(await asyncio.gather(*(post.mailer().send_due() for _ in range(4)))) == 1
    assert post.mails.mails.qsize() == 1


async def test_nobody_is_mailed_who_is_here_or_has_read_or_is_still_being_written_to(post: Mailing) -> None:
    visitor = await post.left()
    async with post.server.visitor(token=visitor.welcome["token"]) as returned:
        [answer] = await post.answer(visitor, "Вы здесь")
        assert await post.looker().look() == 0
        await returned.send("mark_read", conversation_id=answer["conversation_id"], seq=answer["seq"])
        await returned.ping()
    await post.gone(visitor.welcome["visitor_id"])
    assert await post.looker().look() == 0
    await post.answer(visitor, "А теперь нет")
    assert await post.looker(quiet_s=120.0).look() == 0, "more may come"
    async with post.database.connection() as connection:
        await connection.execute("UPDATE entries SET created_at = created_at - interval '11 minutes'")
    await post.answer(visitor, "И ещё")
    assert await post.looker(quiet_s=120.0).look() == 1, "the first has waited long enough"
    [queued] = await list_mails(post.database)
    assert (queued.subject, queued.body) == ("", ""), "the queue holds no words"


async def test_mail_waits_for_a_server_that_is_busy_and_says_what_is_so_by_then(post: Mailing) -> None:
    visitor = await post.left()
    [first, _] = await post.answer(visitor, "Ошибся", "Верно")
    post.mails.refusals = ["451 4.7.1 greylisted"]
    assert await post.mail_answers() == 0
    async with post.server.operator() as operator:
        target = {"conversation_id": first["conversation_id"], "message_seq": first["seq"]}
        await operator.send("delete_message", echo_id=uuid4(), **target)
        await operator.receive("message_deleted")
    await post.make_due()
    assert await post.mailer().send_due() == 1
    text = text_of(await post.mails.next_mail())
    assert "Верно" in text
    assert "Ошибся" not in text


async def _last_seq(post: Mailing) -> int:
    [row] = await post.rows("SELECT max(seq) AS seq FROM entries WHERE kind = 'message'")
    return int(row["seq"])


async def _read(post: Mailing, visitor: Client) -> None:
    conversation = visitor.welcome["conversation"]["id"]
    async with post.server.visitor(token=visitor.welcome["token"]) as returned:
        await returned.send("mark_read", conversation_id=conversation, seq=await _last_seq(post))
        await returned.ping()


async def _delete(post: Mailing, visitor: Client) -> None:
    async with post.server.operator() as operator:
        target = {"conversation_id": visitor.welcome["conversation"]["id"], "message_seq": await _last_seq(post)}
        await operator.send("delete_message", echo_id=uuid4(), **target)
        await operator.receive("message_deleted")


async def _withdraw(post: Mailing, visitor: Client) -> None:
    document = await ask_for_consent(post.database, post.server.site)
    async with post.server.visitor(token=visitor.welcome["token"]) as returned:
        await returned.send("agree", echo_id=uuid4(), document_ids=[str(document.id)])
        await returned.receive("consents_changed")
        await returned.send("withdraw_consent", echo_id=uuid4())
        await returned.receive("consents_changed")


async def _erase(post: Mailing, visitor: Client) -> None:
    async with post.database.connection() as connection:
        await connection.execute(
            "UPDATE visitors SET erased_at = now() WHERE id = $1", UUID(visitor.welcome["visitor_id"])
        )


async def _block(post: Mailing, visitor: Client) -> None:
    async with post.database.connection() as connection:
        visitor_id = UUID(visitor.welcome["visitor_id"])
        await connection.execute("UPDATE conversations SET is_blocked = true WHERE visitor_id = $1", visitor_id)


async def _unsubscribe(post: Mailing, visitor: Client) -> None:
    link = await post.context.mail_refusals.link(post.server.site.id, ANNA["email"])
    async with httpx.AsyncClient(base_url=post.server.http_url, trust_env=False) as http:
        answer = await http.post(f"/mail/stop/{link}", data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200


async def _turn_off(post: Mailing, visitor: Client) -> None:
    await choose_mail(post.database, post.server.site, MailChoices(copies=True), over_version=1)


ENDS = (_read, _delete, _withdraw, _erase, _block, _unsubscribe, _turn_off)


@pytest.mark.parametrize("end", ENDS)
async def test_mail_in_the_queue_is_dropped_where_nothing_may_be_said_any_more(
    post: Mailing, end: Callable[[Mailing, Client], Awaitable[None]]
) -> None:
    visitor = await post.left()
    await post.answer(visitor, "Не дойдёт")
    assert await post.looker().look() == 1
    await end(post, visitor)
    assert await post.mailer().send_due() == 0
    assert post.mails.mails.empty()
    assert await list_mails(post.database) == []


@pytest.mark.parametrize("end", ENDS)
async def test_nothing_is_queued_where_nothing_may_be_said(
    post: Mailing, end: Callable[[Mailing, Client], Awaitable[None]]
) -> None:
    visitor = await post.left()
    await post.answer(visitor, "Не дойдёт")
    await end(post, visitor)
    assert await post.looker().look() == 0
    assert await list_mails(post.database) == []


async def test_mail_whose_process_died_before_the_server_had_it_is_sent_by_another(post: Mailing) -> None:
    visitor = await post.left()
    await post.answer(visitor, "Дойдёт")
    await post.looker().look()
    assert await post.mailer()._claim() is not None
    assert await post.mailer().send_due() == 0, "somebody else is at it"
    await post.make_due()
    assert await post.mailer().send_due() == 1
    assert post.mails.mails.qsize() == 1


async def test_mail_whose_process_died_while_the_server_had_it_is_not_sent_again(post: Mailing) -> None:
    visitor = await post.left()
    await post.answer(visitor, "Может быть, дошло")
    await post.looker().look()
    claimed = await post.mailer()._claim()
    assert claimed is not None
    async with post.database.connection() as connection:
        assert await store.take_in_hand(connection, claimed)
    await post.make_due()
    assert await post.mailer().send_due() == 0
    [given_up] = await list_mails(post.database)
    assert given_up.dead_at is not None
    assert "may have been taken" in given_up.last_error
    assert post.mails.mails.empty()
    assert await post.looker().look() == 0


async def test_sending_that_ends_before_the_server_is_given_the_mail_closes_its_line(
    post: Mailing, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = await post.left()
    await post.answer(visitor, "Дойдёт позже")
    await post.looker().look()
    lines: asyncio.Queue[socket.socket] = asyncio.Queue()
    async with post.database.transaction() as connection:

        async def keep(clearance: Clearance) -> socket.socket:
            line = await connect(clearance)
            await connection.execute("SELECT FROM outgoing_mails FOR UPDATE")  # the mail can't be taken in hand
            lines.put_nowait(line)
            return line

        monkeypatch.setattr("ryadom.core.mailer.connect", keep)
        sending = asyncio.create_task(post.mailer().send_due())
        line = await lines.get()
        sending.cancel()
        await asyncio.wait([sending])
        assert line.fileno() == -1
    [waiting] = await list_mails(post.database)
    assert (waiting.in_hand, waiting.dead_at) == (False, None)


async def test_mail_is_not_repeated_to_a_server_that_hangs_up_after_it_was_told(post: Mailing) -> None:
    told = asyncio.Event()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 mail.test\r\n")
        while line := await reader.readline():
            if line == b".\r\n":
                told.set()
                break
            if line.startswith((b"EHLO", b"MAIL", b"RCPT")):
                writer.write(b"250 OK\r\n")
            elif line.startswith(b"DATA"):
                writer.write(b"354 go on\r\n")
        writer.close()

    async with await asyncio.start_server(talk, "127.0.0.1", 0) as silent:
        port = silent.sockets[0].getsockname()[1]
        async with post.database.connection() as connection:
            await connection.execute("UPDATE egress_recipients SET port = $1", port)
        visitor = await post.left()
        await post.answer(visitor, "Может быть, дошло")
        await post.looker().look()
        assert await post.mailer(port=port).send_due() == 0
        assert told.is_set()
    [given_up] = await list_mails(post.database)
    assert given_up.dead_at is not None


async def test_address_is_kept_only_where_answers_can_be_mailed(database_url: str, database: Database) -> None:
    async with mailing(database_url, database, choices=MailChoices(copies=True)) as post:
        visitor = await post.left()
        assert await post.rows("SELECT email FROM answer_addresses") == []
        await choose_mail(database, post.server.site, MailChoices(answers=True), over_version=1)
        async with post.server.visitor(token=visitor.welcome["token"]) as returned:
            await returned.say("Вот почта", about=ANNA)
        assert await post.rows("SELECT email, mailed_seq FROM answer_addresses") == [
            {"email": "anna@example.ru", "mailed_seq": 2}
        ]


async def test_address_that_the_site_does_not_store_in_texts_is_not_kept_either(post: Mailing) -> None:
    async with post.database.connection() as connection:
        await connection.execute(
            "INSERT INTO masking_policies (site_id, kind, policy) VALUES ($1, $2, 'replace')",
            post.server.site.id,
            str(Kind.EMAIL),
        )
    await post.context.masking.refresh()
    await post.left()
    assert await post.rows("SELECT email FROM answer_addresses") == []


async def test_without_a_mail_server_nothing_is_kept_and_nobody_looks(database_url: str, database: Database) -> None:
    async with mailing(database_url, database, smtp_url=None, mail_from=None) as post:
        await post.left()
        assert await post.rows("SELECT email FROM answer_addresses") == []


async def test_mail_speaks_the_visitors_language_in_the_owners_words(database_url: str, database: Database) -> None:
    choices = MailChoices(
        answers=True, subject_en="Your tea", greeting_en="Hello from <the shop>.", reply_to="tea@shop.test"
    )
    async with mailing(database_url, database, choices=choices) as post:
        async with post.server.visitor(locale="en-GB") as visitor:
            posted = await visitor.say("Any oolong?", about=ANNA)
        visitor.welcome["conversation"] = {"id": posted["conversation_id"]}
        await post.gone(visitor.welcome["visitor_id"])
        await post.answer(visitor, "Two of them")
        await post.mail_answers()
        mail = await post.mails.next_mail()
    assert (mail["Subject"], mail["Reply-To"]) == ("Your tea", "tea@shop.test")
    assert text_of(mail).startswith("Hello from <the shop>.")
    assert "Go on with the conversation" in text_of(mail)


async def test_servers_own_mailer_sends_what_is_queued(database_url: str, database: Database) -> None:
    async with mailing(database_url, database) as post:
        visitor = await post.left()
        await post.answer(visitor, "Само")
        running: Mailer = post.mailer()
        looker = post.looker()
        looker._mailer = running
        task = asyncio.create_task(running.run())
        assert await looker.look() == 1
        assert "Само" in text_of(await post.mails.next_mail())

        async def is_empty() -> bool:
            return await list_mails(database) == []

        await until_true(is_empty)
        task.cancel()
