"""URLs of other servers: whatever two readers could read differently is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ryadom.core.outgoing.urls import CLOSED_PORTS, MAX_URL_CHARS, read_url
from ryadom.errors import BadBody


@pytest.mark.parametrize(
    ("text", "origin", "path"),
    [
        ("https://crm.example.ru/hook?key=1", "https://crm.example.ru", "/hook?key=1"),
        ("https://crm.example.ru", "https://crm.example.ru", "/"),
        ("https://CRM.example.ru:8443/a%20b", "https://crm.example.ru:8443", "/a%20b"),
        ("https://чай.рф/%D1%85", "https://xn--80as4b.xn--p1ai", "/%D1%85"),
        ("http://1c.office.lan:8080/", "http://1c.office.lan:8080", "/"),
        ("http://10.0.0.5/", "http://10.0.0.5", "/"),
        ("https://[2A02:6b8::1]:8443/", "https://[2a02:6b8::1]:8443", "/"),
        ("https://crm.example.ru:443/", "https://crm.example.ru", "/"),
    ],
)
def test_plain_url_is_read(text: str, origin: str, path: str) -> None:
    target = read_url(text)
    assert (target.origin, target.path) == (origin, path)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "crm.example.ru/hook",
        "ftp://crm.example.ru/",
        "file:///etc/passwd",
        "//crm.example.ru/",
        "http:/\\crm.example.ru/",
        "https:\\\\crm.example.ru/",
        "https://crm.example.ru\\@other.ru/",
        "https:///hook",
        "https://user@crm.example.ru/",
        "https://user:password@crm.example.ru/",
        "https://crm.example.ru@other.ru/",
        "https://crm.example.ru/#part",
        "https://crm.example.ru#@other.ru/",
        "https://crm.example.ru?at=once",
        "https://crm.example.ru/\r\nHost: other.ru",
        "https://crm.example.ru/a b",
        "https://crm.example.ru/\x00",
        "https://crm\u200b.example.ru/",
        "https://crm.example.ru/хук",
        "https://crm.example.ru/%zz",
        "https://crm.example.ru/100%",
        'https://crm.example.ru/"',
        "https://crm..example.ru/",
        "https://.example.ru/",
        "https://-crm.example.ru/",
        "https://crm.example.ru./",
        "https://crm.example.ru:/",
        "https://crm.example.ru:0/",
        "https://crm.example.ru:0443/",
        "https://crm.example.ru:65536/",
        "https://crm.example.ru:-1/",
        "https://crm.example.ru:٤٤٣/",
        "https://crm.example.ru:80:443/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0x7f.1/",
        "https://017700000001/",
        "https://0177.0.0.1/",
        "https://127.1/",
        "https://127.0.0.01/",
        "https://127.0.0.1.5/",
        "https://crm.1/",
        "https://１２７.０.０.１/",
        "https://127。0。0。1/",
        "https://①②⑦.0.0.1/",
        "https://ＣＲＭ.example.ru/",
        "https://straße.example/",
        "https://[::1/",
        "https://::1/",
        "https://[fe80::1%25eth0]/",
        "https://[fe80::1%eth0]/",
        "https://[127.0.0.1]/",
        "https://[]/",
        "https://" + "a" * 64 + ".ru/",
        "https://" + "a." * 130 + "ru/",
        "https://crm.example.ru/" + "a" * MAX_URL_CHARS,
    ],
)
def test_url_of_two_readings_is_refused_by_its_field(text: str) -> None:
    with pytest.raises(BadBody) as refusal:
        read_url(text)
    assert refusal.value.field == "url"


@pytest.mark.parametrize("port", sorted(CLOSED_PORTS & {22, 25, 5432, 6379}))
def test_port_of_another_protocol_is_refused(port: int) -> None:
    with pytest.raises(BadBody, match="other protocols"):
        read_url(f"https://crm.example.ru:{port}/")


@given(st.text(max_size=60), st.sampled_from(["https://", "http://", "https://[", ""]))
def test_whatever_is_read_is_plain_and_reads_the_same_again(text: str, before: str) -> None:
    try:
        target = read_url(before + text)
    except BadBody:
        return
    again = read_url(target.origin + target.path)
    assert again == target
    assert (target.origin + target.path).isascii()


def test_path_is_not_shown_where_a_target_is() -> None:
    assert "s3cret" not in repr(read_url("https://crm.example.ru/s3cret?key=s3cret"))
