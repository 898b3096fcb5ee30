"""What mail says and how it is written."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from ryadom.core.mail_line import clean_recipient, compose
from ryadom.core.mail_occasions import AccountLocked, Occasion, TrialMail
from ryadom.core.mail_texts import MailText, mail_text
from ryadom.core.mailer import LONGEST_PAUSE_S, MAX_ATTEMPTS, pause_after_s
from ryadom.errors import BadBody

ID = UUID("01900000-0000-7000-8000-000000000000")
AT = datetime(2026, 11, 25, tzinfo=UTC)
LOCKED = AccountLocked(email="anna@shop.test", attempts=50, minutes=15)


@pytest.mark.parametrize("occasion", [TrialMail(), LOCKED])
def test_both_languages_say_it_in_words_of_their_own(occasion: Occasion) -> None:
    russian, english = mail_text(occasion, language="ru"), mail_text(occasion, language="en")
    assert russian != english
    assert english.subject.isascii()
    assert not russian.subject.isascii()


def test_alarm_names_the_account_and_the_figures() -> None:
    for language in ("ru", "en"):
        body = mail_text(LOCKED, language=language).body
        assert "anna@shop.test" in body
        assert "50" in body
        assert "15" in body


def test_header_with_a_line_break_can_not_be_written() -> None:
    with pytest.raises(ValueError, match="linefeed"):
        compose(MailText(subject="a\r\nBcc: c@d", body=""), id=ID, sender="chat@example.ru", to="a@b.ru", at=AT)


@pytest.mark.parametrize(
    "text",
    ["", "anna", "a@b@c", "a@b\r\nBcc: c@d", "a,b@c.ru", "<a@b.ru>", "a@b.ru, c@d.ru", "Анна <a@b.ru>", "a;b@c.ru"],
)
def test_what_is_not_one_address_is_refused(text: str) -> None:
    with pytest.raises(BadBody) as refusal:
        clean_recipient(text)
    assert refusal.value.field == "to"


def test_domain_is_written_as_servers_know_it() -> None:
    assert clean_recipient(" anna@чай.рф ") == "anna@xn--80as4b.xn--p1ai"
    assert clean_recipient("anna@shop.test") == "anna@shop.test"


def test_pauses_grow_to_two_hours_and_outlast_a_night() -> None:
    pauses = [pause_after_s(attempts) for attempts in range(1, MAX_ATTEMPTS)]
    assert pauses[:3] == [60, 120, 240]
    assert pauses[-1] == LONGEST_PAUSE_S
    assert sum(pauses) > 24 * 3600


def test_no_text_can_add_a_header() -> None:
    breaks = "x\r\nBcc: boris@example.ru"
    for text in (
        MailText(subject=breaks, body=""),
        MailText(subject="x", body="", sender_name=breaks),
        MailText(subject="x", body="", reply_to=breaks),
        MailText(subject="x", body="", stop_url=breaks),
    ):
        with pytest.raises((ValueError, IndexError)):
            compose(text, id=ID, sender="chat@example.ru", to="anna@example.ru", at=AT)


def test_long_way_out_stands_whole_in_its_header() -> None:
    url = f"https://chat.example.ru/mail/stop/{'a' * 300}"
    text = MailText(subject="x", body="", stop_url=url)
    message = compose(text, id=ID, sender="chat@example.ru", to="anna@example.ru", at=AT)
    assert f"\r\nList-Unsubscribe: <{url}>\r\n".encode() in message.as_bytes()
