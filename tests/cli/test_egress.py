"""`ryadom egress`, `ryadom mail` and `ryadom doctor --residency`, as an owner uses them one after the other."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from anyio.from_thread import start_blocking_portal

from tests.cli.command import ryadom
from tests.mail_server import MailServer, mail_server

OWN = (
    "--recipient",
    "Свой сервер",
    "--country",
    "RU",
    "--purpose",
    "=Оповещения",
    "--categories",
    "адреса сотрудников",
)


@pytest.fixture
def inbox() -> Iterator[MailServer]:
    """A mail server in a thread of its own, for commands that are processes of their own."""
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(mail_server()) as server:
        yield server


def test_mail_goes_out_once_its_server_is_in_the_register(database_url: str, inbox: MailServer) -> None:
    port = str(inbox.port)
    settings = {
        "RYADOM_DATABASE_URL": database_url,
        "RYADOM_SMTP_URL": f"smtp://127.0.0.1:{port}",
        "RYADOM_MAIL_FROM": "chat@example.ru",
    }

    refused = ryadom("mail", "test", "--to", "dpo@shop.test", **settings)
    undeclared = ryadom("egress", "add", "--host", "127.0.0.1", *OWN, **settings)
    added = ryadom("egress", "add", "--host", "127.0.0.1", "--port", port, "--local", *OWN, **settings)
    sent = ryadom("mail", "test", "--to", "dpo@shop.test", **settings)
    listed = ryadom("egress", "list", "--csv", **settings)
    removed = ryadom("egress", "remove", "--host", "127.0.0.1", "--port", port, **settings)
    closed = ryadom("mail", "test", "--to", "dpo@shop.test", **settings)

    assert (refused.status, undeclared.status, closed.status, removed.status) == (1, 1, 1, 0)
    assert "not in the register" in refused.err
    assert "--local" in undeclared.err
    assert "declared by the owner" in added.out
    assert sent.out == f"127.0.0.1:{port} has taken a mail to dpo@shop.test.\n"
    assert [envelope.rcpt_tos for envelope in inbox.envelopes] == [["dpo@shop.test"]]
    [_, row] = csv.reader(io.StringIO(listed.out.removeprefix("\ufeff")), delimiter=";")
    assert row[1:4] == ["127.0.0.1", port, "Свой сервер"]
    assert row[6] == "'=Оповещения"


def test_mail_without_a_server_is_refused_and_an_empty_queue_listed(database_url: str) -> None:
    refused = ryadom("mail", "test", "--to", "dpo@shop.test", RYADOM_DATABASE_URL=database_url)
    listed = ryadom("mail", "list", RYADOM_DATABASE_URL=database_url)
    unknown = ryadom("mail", "retry", "01900000-0000-7000-8000-000000000000", RYADOM_DATABASE_URL=database_url)

    assert (refused.status, listed.status, unknown.status) == (2, 0, 1)
    assert "RYADOM_SMTP_URL: is not set" in refused.err
    assert listed.out == ""


def test_regulated_controller_is_said_so_in_the_list(database_url: str) -> None:
    settings = {"RYADOM_DATABASE_URL": database_url}
    ryadom("controller", "add", "--legal-name", "АО «Банк»", **settings)

    ryadom("controller", "set", "--regulated", **settings)
    regulated = ryadom("controller", "list", **settings)
    ryadom("controller", "set", "--no-regulated", **settings)
    free = ryadom("controller", "list", **settings)

    assert regulated.out.endswith("\tregulated\n")
    assert "regulated" not in free.out


def test_residency_names_every_place_and_fails_on_a_foreign_one(database_url: str) -> None:
    settings = {"RYADOM_DATABASE_URL": database_url, "RYADOM_BUS_URL": "nats://ryadom:secret@8.8.8.8:4222"}

    abroad = ryadom("doctor", "--residency", **settings)
    listed = ryadom("egress", "add", "--host", "77.88.8.8", *OWN, **settings)
    at_home = ryadom("doctor", "--residency", RYADOM_DATABASE_URL=database_url)

    assert abroad.status == 1
    assert "fail  bus         8.8.8.8:4222, US, foreign" in abroad.out
    assert "secret" not in abroad.out
    assert listed.status == 0, listed.err
    assert at_home.status == 0, at_home.out
    assert [line.split()[1] for line in at_home.out.splitlines()] == [
        "database", "files", "backups", "logs", "bus", "mail", "egress",
    ]  # fmt: skip
    assert "ok    egress      77.88.8.8, RU, declared by the owner: Свой сервер" in at_home.out
    assert "ok    database    this machine" in at_home.out


def test_residency_says_what_it_knows_without_a_database(short_folder: Path) -> None:
    new = ryadom("doctor", "--residency", RYADOM_DATA_DIR=str(short_folder / "data"))
    away = ryadom("doctor", "--residency", RYADOM_DATABASE_URL=f"postgresql://a@/x?host={short_folder}")

    assert new.status == 0
    assert f"this machine ({short_folder}/data), -, not confirmed" in new.out
    assert away.status == 1
    assert "fail  register" in away.out
    assert "warn  backups" in away.out
    assert list(short_folder.iterdir()) == []
