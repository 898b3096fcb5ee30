"""A copy of the conversation by mail: what is in it, who may have one, and how often."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest

from ryadom.core.mail_choices import MailChoices
from ryadom.core.mail_copies import PER_ADDRESS, PER_SITE, PER_VISITOR, check_limits
from ryadom.core.mailer import list_mails
from ryadom.errors import TooManyCopies
from ryadom.store.database import Database
from ryadom.store.visitor_mails import CopyCounts
from tests.consents import ask_for_consent
from tests.waiting import until_true
from tests.web.client import Client, Server
from tests.web.mailing import Mailing, ask_copy, choose_mail, html_of, mailing, text_of


@pytest.fixture
async def post(database_url: str, database: Database) -> AsyncIterator[Mailing]:
    async with mailing(database_url, database) as running:
        yield running


@pytest.fixture
async def visitor(post: Mailing) -> AsyncIterator[Client]:
    """Somebody who has been answered, and is here."""
    async with post.server.visitor() as client:
        posted = await client.say("Сколько стоит <i>улун</i>?")
        client.welcome["conversation"] = {"id": posted["conversation_id"]}
        await post.answer(client, "Пятьсот рублей")
        yield client


async def test_copy_holds_the_conversation_escaped_and_no_way_into_it(post: Mailing, visitor: Client) -> None:
    sent = await ask_copy(visitor, " Anna@пример.рф ")
    assert (sent["type"], sent["email"]) == ("copy_sent", "Anna@xn--e1afmkfd.xn--p1ai")
    mail = await post.mails.next_mail()
    assert (mail["To"], mail["Subject"]) == ("Anna@xn--e1afmkfd.xn--p1ai", "Копия переписки")
    assert mail["List-Unsubscribe"]
    text = text_of(mail)
    assert text.index("Вы:\nСколько стоит <i>улун</i>?") < text.index("Анна:\nПятьсот рублей")
    assert "/chat/" not in text, "who asks for a copy need not be who reads it"
    assert "Сколько стоит &lt;i&gt;улун&lt;/i&gt;?" in html_of(mail)
    [record] = await post.rows("SELECT action, details ->> 'what' AS what FROM journal WHERE action = 'mailed'")
    assert record == {"action": "mailed", "what": "copy"}


async def test_asked_twice_under_one_number_it_is_mailed_once(post: Mailing, visitor: Client) -> None:
    echo_id = uuid4()
    for _ in range(2):
        assert (await ask_copy(visitor, echo_id=echo_id))["type"] == "copy_sent"
    await post.mails.next_mail()
    await until_true(lambda: is_line_empty(post))
    assert post.mails.mails.empty()


async def is_line_empty(post: Mailing) -> bool:
    """Whether no mail waits, or is still on its way."""
    return not await list_mails(post.database)


@pytest.mark.parametrize(
    "email",
    [
        "",
        "anna",
        "anna@example.ru\r\nBcc: boris@example.ru",
        "anna@example.ru, boris@example.ru",
        "anna@example.ru\u2028Bcc: x@example.ru",
        "Anna <anna@example.ru>",
        "a" * 300 + "@example.ru",
    ],
)
async def test_address_that_is_none_is_refused_and_nothing_is_sent(post: Mailing, visitor: Client, email: str) -> None:
    refused = await ask_copy(visitor, email)
    assert refused["code"] in {"bad_body", "bad_frame"}
    assert await post.rows("SELECT 1 FROM mail_copies") == []
    assert post.mails.mails.empty()


async def test_nobody_who_was_not_answered_has_anything_mailed(post: Mailing) -> None:
    async with post.server.visitor() as newcomer:
        assert (await ask_copy(newcomer))["code"] == "conversation_unknown"
        await newcomer.say("Купите таблетки")
        assert (await ask_copy(newcomer))["code"] == "copy_unsuitable"
    assert post.mails.mails.empty()


async def test_address_that_wants_no_mail_gets_none(post: Mailing, visitor: Client) -> None:
    await post.context.mail_refusals.refuse(
        await post.context.mail_refusals.link(post.server.site.id, "anna@example.ru")
    )
    refused = await ask_copy(visitor, "ANNA@example.ru")
    assert (refused["code"], refused["field"]) == ("copy_unsuitable", "email")


async def test_site_that_mails_no_copies_says_so(post: Mailing, visitor: Client) -> None:
    await choose_mail(post.database, post.server.site, MailChoices(answers=True), over_version=1)
    assert (await ask_copy(visitor))["code"] == "mail_off"


async def test_server_without_mail_says_so(server: Server) -> None:
    await choose_mail(server.database, server.site, MailChoices(copies=True))
    async with server.visitor() as visitor:
        await visitor.say("Здравствуйте")
        assert (await ask_copy(visitor))["code"] == "mail_off"


async def test_copy_needs_the_consent_that_messages_need(post: Mailing, visitor: Client) -> None:
    await ask_for_consent(post.database, post.server.site)
    assert (await ask_copy(visitor))["code"] == "consent_required"


async def test_visitor_has_a_few_and_then_is_told_when(post: Mailing, visitor: Client) -> None:
    for number in range(PER_VISITOR.an_hour):
        assert (await ask_copy(visitor, f"anna{number}@example.ru"))["type"] == "copy_sent"
    refused = await ask_copy(visitor, "anna9@example.ru")
    assert (refused["code"], refused["retry_after_s"]) == ("too_many_copies", 3_600.0)
    await visitor.ping()


async def test_address_has_a_few_whoever_asks(post: Mailing) -> None:
    for number in range(PER_ADDRESS.an_hour + 1):
        async with post.server.visitor() as somebody:
            posted = await somebody.say("Вопрос")
            somebody.welcome["conversation"] = {"id": posted["conversation_id"]}
            await post.answer(somebody, "Ответ")
            answer = await ask_copy(somebody, "victim@example.ru")
        assert answer["type"] == ("copy_sent" if number < PER_ADDRESS.an_hour else "error")


@pytest.mark.parametrize(
    ("counts", "whose"),
    [
        ({"visitor_hour": PER_VISITOR.an_hour}, "visitor"),
        ({"visitor_day": PER_VISITOR.a_day}, "visitor"),
        ({"address_day": PER_ADDRESS.a_day}, "address"),
        ({"site_hour": PER_SITE.an_hour}, "site"),
        ({"site_day": PER_SITE.a_day}, "site"),
    ],
)
def test_each_limit_is_named(counts: dict[str, int], whose: str) -> None:
    none = dict.fromkeys(CopyCounts.__struct_fields__, 0)
    check_limits(CopyCounts(**none))
    with pytest.raises(TooManyCopies) as refused:
        check_limits(CopyCounts(**(none | counts)))
    assert refused.value.limit == f"mail_copies_per_{whose}"


async def test_queue_holds_no_words_while_a_copy_waits(post: Mailing, visitor: Client) -> None:
    post.mails.refusals = ["451 later"] * 3
    await ask_copy(visitor)

    async def has_tried() -> bool:
        [mail] = await list_mails(post.database)
        return mail.last_error != ""

    await until_true(has_tried)
    assert "Пятьсот" not in str(await post.rows("SELECT * FROM outgoing_mails"))
