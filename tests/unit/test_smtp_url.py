"""The URL of a mail server: its parts, and that nothing secret is said before TLS."""

import pytest

from ryadom.errors import BadSetting
from ryadom.settings import load_settings
from ryadom.settings.smtp_url import SmtpUrl, smtp_url


@pytest.mark.parametrize(
    ("text", "host", "port", "tls", "starts_tls"),
    [
        ("smtps://smtp.example.ru", "smtp.example.ru", 465, True, False),
        ("smtp://smtp.example.ru", "smtp.example.ru", 587, False, True),
        ("smtp://smtp.example.ru:25/", "smtp.example.ru", 25, False, True),
        ("smtp://127.0.0.1:25", "127.0.0.1", 25, False, False),
        ("smtp://localhost:25", "localhost", 25, False, False),
        ("smtps://[::1]", "::1", 465, True, False),
        ("smtp://10.0.0.5:25", "10.0.0.5", 25, False, True),
        ("smtps://почта.рф", "xn--80a1acny.xn--p1ai", 465, True, False),
    ],
)
def test_parts_and_tls_follow_from_scheme_and_host(
    text: str, host: str, port: int, tls: bool, starts_tls: bool
) -> None:
    url = smtp_url(text)
    assert (url.host, url.port, url.tls, url.starts_tls) == (host, port, tls, starts_tls)


def test_user_and_password_are_decoded_and_never_shown() -> None:
    url = smtp_url("smtps://chat%40example.ru:s%3Ae%40cret@smtp.example.ru")
    assert (url.user, url.password) == ("chat@example.ru", "s:e@cret")
    assert "cret" not in f"{url} {url!r}"
    assert isinstance(url, SmtpUrl)


@pytest.mark.parametrize(
    "text",
    [
        "http://smtp.example.ru",
        "smtps://",
        "smtps://user@smtp.example.ru",
        "smtps://:pw@smtp.example.ru",
        "smtps://smtp.example.ru:0",
        "smtps://smtp.example.ru:99999",
        "smtps://smtp.example.ru/path",
        "smtps://smtp.example.ru?tls=no",
        "smtps://smtp example.ru",
        "smtps://" + "а" * 70 + ".рф",
    ],
)
def test_what_is_no_mail_server_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(ValueError, match="must look like") as refusal:
        smtp_url(text)
    assert "pw" not in str(refusal.value)


def test_mail_needs_an_address_that_it_comes_from() -> None:
    with pytest.raises(BadSetting, match="RYADOM_MAIL_FROM: must be set"):
        load_settings({"RYADOM_SMTP_URL": "smtp://localhost:25"})
    with pytest.raises(BadSetting, match="RYADOM_MAIL_FROM"):
        load_settings({"RYADOM_SMTP_URL": "smtp://localhost:25", "RYADOM_MAIL_FROM": "a@b\nBcc: c@d"})
    both = load_settings({"RYADOM_SMTP_URL": "smtp://localhost:25", "RYADOM_MAIL_FROM": "chat@example.ru"})
    assert both.mail_from == "chat@example.ru"
