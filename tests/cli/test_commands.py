"""The commands that run and end: on a database of the test's own."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from ryadom import __version__
from ryadom.cli.commands import COMMANDS
from ryadom.cli.commands import ryadom as group
from ryadom.store.embedded import embedded_postgres
from tests.cli.command import ryadom

KEY = "0123456789-abcdefghijklmnopqrstuvwxyz"


def test_version_is_told() -> None:
    assert CliRunner().invoke(group, ["--version"]).output == f"ryadom {__version__}\n"


def test_help_lists_every_command_without_importing_a_driver() -> None:
    script = "import sys; from ryadom.__main__ import main\ntry: main()\nfinally: assert 'asyncpg' not in sys.modules"

    done = subprocess.run(
        [sys.executable, "-c", script, "--help"], capture_output=True, text=True, check=True, timeout=60
    )

    assert all(f"  {command} " in done.stdout for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str) -> None:
    result = CliRunner().invoke(group, [command, "--help"])

    assert result.exit_code == 0
    assert "Usage:" in result.output


def test_unknown_command_is_refused() -> None:
    assert CliRunner().invoke(group, ["sreve"]).exit_code == 2


@pytest.mark.parametrize("count", ["0", "65", "two"])
def test_impossible_number_of_workers_is_refused(count: str) -> None:
    result = CliRunner().invoke(group, ["serve", "--workers", count])

    assert result.exit_code == 2
    assert "'--workers'" in result.output


def test_migrating_applies_what_waits_and_then_finds_nothing(empty_database_url: str) -> None:
    first = ryadom("migrate", RYADOM_DATABASE_URL=empty_database_url)
    second = ryadom("migrate", RYADOM_DATABASE_URL=empty_database_url)

    assert (first.status, second.status) == (0, 0)
    assert first.out.startswith("applied 0001_")
    assert second.out == "nothing to apply: the schema is up to date\n"


def test_site_that_is_added_is_listed_and_its_snippet_printed(database_url: str) -> None:
    settings = {"RYADOM_DATABASE_URL": database_url, "RYADOM_PUBLIC_URL": "https://chat.example.ru"}
    origins = ("--origin", "https://чай.рф", "--origin", "http://localhost:8001")

    added = ryadom("site", "add", "--name", "Чайная лавка", *origins, "--key", "tea-shop", **settings)
    listed = ryadom("site", "list", **settings)

    assert added.status == 0, added.err
    snippet = '<script async src="https://chat.example.ru/widget.js" data-site="tea-shop"></script>'
    assert snippet in added.out
    assert listed.out == "tea-shop\tЧайная лавка\thttps://xn--80as4b.xn--p1ai http://localhost:8001\tundecided\n"


def test_site_says_what_is_done_with_personal_data(database_url: str) -> None:
    settings = {"RYADOM_DATABASE_URL": database_url}
    ryadom("site", "add", "--name", "Чай", "--origin", "https://tea.ru", "--key", "tea-shop", **settings)

    changed = ryadom(
        "site", "masking", "--site", "tea-shop", "--set", "phone=replace", "--set", "card=keep", **settings
    )
    shown = ryadom("site", "masking", **settings)
    refused = ryadom("site", "masking", "--set", "phone=burn", **settings)

    assert changed.status == 0, changed.err
    assert changed.out == shown.out
    assert {"phone\treplace", "card\tkeep", "passport\treplace", "email\tmask"} < set(shown.out.splitlines())
    assert (refused.status, "KIND=POLICY" in refused.err) == (1, True)


def test_site_with_a_bad_origin_is_refused_in_one_line(database_url: str) -> None:
    refused = ryadom("site", "add", "--name", "x", "--origin", "shop.ru", RYADOM_DATABASE_URL=database_url)

    assert refused.status == 1
    assert refused.err.startswith("ryadom: 'shop.ru' is not an origin.")
    assert len(refused.err.splitlines()) == 1


def test_operator_is_added_listed_and_given_another_password(database_url: str) -> None:
    settings = {"RYADOM_DATABASE_URL": database_url}
    ryadom("site", "add", "--name", "x", "--origin", "https://shop.ru", "--key", "tea-shop", **settings)
    who = ("--email", "anna@shop.ru")

    added = ryadom(
        "operator", "add", *who, "--name", "Анна", "--site", "tea-shop", "--password-stdin",
        stdin="correct horse battery\n", **settings,
    )  # fmt: skip
    listed = ryadom("operator", "list", **settings)
    changed = ryadom("operator", "passwd", *who, "--password-stdin", stdin="another long one\n", **settings)
    short = ryadom("operator", "passwd", *who, "--password-stdin", stdin="short\n", **settings)

    assert added.status == 0, added.err
    assert listed.out == "anna@shop.ru\tАнна\toperator\toff\ttea-shop\tall\n"
    assert (changed.status, short.status) == (0, 1)


def test_operator_gets_another_name_and_another_address(database_url: str) -> None:
    settings = {"RYADOM_DATABASE_URL": database_url}
    ryadom("site", "add", "--name", "Лавка", "--origin", "https://shop.ru", "--key", "tea-shop", **settings)
    for name, email in (("Анна", "anna@shop.ru"), ("Вера", "vera@shop.ru")):
        who = ("--email", email, "--name", name, "--site", "tea-shop", "--password-stdin")
        assert ryadom("operator", "add", *who, stdin="correct horse battery\n", **settings).status == 0

    renamed = ryadom("operator", "rename", "--email", "anna@shop.ru", "--name", "Анна Ильина", **settings)
    again = ryadom("operator", "rename", "--email", "anna@shop.ru", "--name", "Анна Ильина", **settings)
    moved = ryadom("operator", "set-email", "--email", "anna@shop.ru", "--to", "ilyina@shop.ru", **settings)
    taken = ryadom("operator", "set-email", "--email", "ilyina@shop.ru", "--to", "VERA@shop.ru", **settings)
    gone = ryadom("operator", "rename", "--email", "anna@shop.ru", "--name", "Никто", **settings)
    listed = ryadom("operator", "list", **settings)

    assert (renamed.status, moved.status) == (0, 0)
    assert again.out == "It was so already.\n"
    assert (taken.status, gone.status) == (1, 1)
    assert "Another operator signs in with this address" in taken.err
    assert listed.out.splitlines() == [
        "ilyina@shop.ru\tАнна Ильина\toperator\toff\ttea-shop\tall",
        "vera@shop.ru\tВера\toperator\toff\ttea-shop\tall",
    ]


def test_operator_is_limited_to_their_departments_and_freed_and_an_owner_is_not(database_url: str) -> None:
    settings = {"RYADOM_DATABASE_URL": database_url}
    ryadom("site", "add", "--name", "Лавка", "--origin", "https://shop.ru", "--key", "tea-shop", **settings)
    who = ("--email", "anna@shop.ru")
    person = ("--name", "Анна", "--site", "tea-shop", "--password-stdin")

    added = ryadom(
        "operator", "add", *who, *person, "--own-departments-only", stdin="correct horse battery\n", **settings
    )
    listed = ryadom("operator", "list", **settings)
    freed = ryadom("operator", "sight", *who, "--all-departments", **settings)
    unsaid = ryadom("operator", "sight", *who, **settings)
    ryadom("operator", "role", *who, "--role", "owner", **settings)
    refused = ryadom("operator", "sight", *who, "--own-departments-only", **settings)

    assert added.status == 0
    assert listed.out == "anna@shop.ru\tАнна\toperator\toff\ttea-shop\town departments\n"
    assert freed.out == "anna@shop.ru sees conversations of their sites now. Sessions that were open have ended.\n"
    assert unsaid.status == 2
    assert refused.status == 1
    assert "only operators and supervisors can be limited" in refused.err


def test_operator_is_given_another_role_and_a_second_factor_is_forgotten(database_url: str) -> None:
    settings = {"RYADOM_DATABASE_URL": database_url}
    ryadom("site", "add", "--name", "x", "--origin", "https://shop.ru", "--key", "tea-shop", **settings)
    who = ("--email", "anna@shop.ru")

    added = ryadom(
        "operator", "add", *who, "--name", "Анна", "--site", "tea-shop", "--role", "owner", "--password-stdin",
        stdin="correct horse battery\n", **settings,
    )  # fmt: skip
    given = ryadom("operator", "role", *who, "--role", "auditor", **settings)
    listed = ryadom("operator", "list", **settings)
    unknown = ryadom("operator", "role", *who, "--role", "king", **settings)
    forgotten = ryadom("operator", "reset-totp", *who, **settings)
    nobody = ryadom("operator", "reset-totp", "--email", "nobody@shop.ru", **settings)

    assert "(owner)" in added.out
    assert (given.status, given.out) == (0, "anna@shop.ru is auditor now. Sessions that were open have ended.\n")
    assert listed.out == "anna@shop.ru\tАнна\tauditor\toff\ttea-shop\tall\n"
    assert unknown.status == 2
    assert (forgotten.status, forgotten.out) == (0, "There was no second factor.\n")
    assert nobody.status == 1


def test_password_is_never_an_argument_and_is_not_waited_for_without_a_terminal() -> None:
    asked = ryadom("operator", "passwd", "--email", "a@b.ru")
    given = ryadom("operator", "passwd", "--email", "a@b.ru", "--password", "swordfish-swordfish")

    assert asked.status == 2
    assert "--password-stdin" in asked.err
    assert given.status == 2


def test_command_on_a_database_without_the_schema_says_to_migrate(empty_database_url: str) -> None:
    refused = ryadom("site", "list", RYADOM_DATABASE_URL=empty_database_url)

    assert refused.status == 2
    assert "run `ryadom migrate` first" in refused.err


def test_database_that_does_not_answer_is_said_in_one_line(short_folder: Path) -> None:
    refused = ryadom("site", "list", RYADOM_DATABASE_URL=f"postgresql://a@/x?host={short_folder}")

    assert refused.status == 1
    assert refused.err.startswith("ryadom: Postgres does not ")
    assert len(refused.err.splitlines()) == 1


def test_bad_settings_are_all_said_and_nothing_starts() -> None:
    refused = ryadom("migrate", RYADOM_PORT="0", RYADOM_PROT="1")

    assert refused.status == 2
    assert refused.err == (
        "ryadom: RYADOM_PROT: no such setting; did you mean RYADOM_PORT?\n"
        "RYADOM_PORT: '0' must be a whole number from 1 to 65535\n"
    )


def test_settings_are_shown_without_their_secrets() -> None:
    shown = ryadom("settings", RYADOM_SECRET_KEY=KEY, RYADOM_PORT="9000")

    assert "RYADOM_PORT\t9000\tport" in shown.out
    assert "RYADOM_SECRET_KEY\t(set)\tkeys" in shown.out
    assert KEY not in shown.out


def test_doctor_finds_a_good_external_database_well(database_url: str) -> None:
    healthy = ryadom("doctor", RYADOM_DATABASE_URL=database_url, RYADOM_SECRET_KEY=KEY)

    assert healthy.status == 0, healthy.out
    assert "fail" not in healthy.out
    for check in (
        "settings",
        "secret",
        "address",
        "calendar",
        "database",
        "durability",
        "clock",
        "migrations",
        "subjects",
        "incidents",
        "changes",
        "webhooks",
    ):
        assert f"ok    {check}" in healthy.out


def test_doctor_warns_of_waiting_migrations(empty_database_url: str) -> None:
    warned = ryadom("doctor", RYADOM_DATABASE_URL=empty_database_url, RYADOM_SECRET_KEY=KEY)

    assert warned.status == 0
    assert "warn  migrations" in warned.out


def test_doctor_fails_without_a_key_or_a_database(short_folder: Path) -> None:
    failed = ryadom("doctor", RYADOM_DATABASE_URL=f"postgresql://a@/x?host={short_folder}")

    assert failed.status == 1
    assert "fail  secret" in failed.out
    assert "fail  database" in failed.out


def test_doctor_fails_on_bad_settings_with_a_line_for_each() -> None:
    failed = ryadom("doctor", RYADOM_PORT="0", RYADOM_HOST="a b")

    assert failed.status == 1
    assert failed.out.count("fail  settings") == 2


def test_doctor_makes_nothing_where_nothing_was_started_yet(short_folder: Path) -> None:
    found = ryadom("doctor", RYADOM_DATA_DIR=str(short_folder / "data"))

    assert found.status == 0
    assert "ok    disk" in found.out
    assert "the first start makes it" in found.out
    assert list(short_folder.iterdir()) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to root")
def test_doctor_fails_on_a_data_folder_that_is_closed_to_it(short_folder: Path) -> None:
    closed = short_folder / "closed"
    closed.mkdir(mode=0o000)

    failed = ryadom("doctor", RYADOM_DATA_DIR=str(closed / "data"))

    assert failed.status == 1
    assert f"fail  disk        {closed} can't be written to" in failed.out


async def test_doctor_warns_of_a_key_that_others_can_read(short_folder: Path) -> None:
    async with embedded_postgres(short_folder):
        (short_folder / "secret_key").write_text(KEY)
        (short_folder / "secret_key").chmod(stat.S_IRUSR | stat.S_IROTH)

        warned = ryadom("doctor", RYADOM_DATA_DIR=str(short_folder))

    assert warned.status == 0
    assert "warn  secret" in warned.out
    assert "embedded Postgres 18" in warned.out
