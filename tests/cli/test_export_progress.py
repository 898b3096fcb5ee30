"""`ryadom export` at a terminal: how far it is, about how far it has to go, and a tidy end. A real pseudo-terminal."""

import os
import pty
import re
import signal
import subprocess
import sys
import termios
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from msgspec import Struct

from ryadom.store.database import Database
from tests.cli.command import DEADLINE_S, environment
from tests.web.client import furnish

PEOPLE = 20_000
CURSOR_SHOWN, CURSOR_HIDDEN = "\x1b[?25h", "\x1b[?25l"


@pytest.fixture
async def site_key(database: Database) -> str:
    """Of a site with many customers, of whom Postgres knows how many."""
    site = await furnish(database)
    await add_people(database, PEOPLE)
    return site.key


@pytest.fixture
async def crowd(site_key: str, database: Database) -> str:
    """So many that their export is not through before a signal comes, however busy the machine is."""
    await add_people(database, 10 * PEOPLE)
    return site_key


async def add_people(database: Database, count: int) -> None:
    """More of them, on the site that was added first."""
    async with database.connection() as connection:
        await connection.execute(
            "INSERT INTO visitors (site_id, id, name, locale) SELECT s.id, gen_random_uuid(), 'Анна ' || n, 'ru' "
            "FROM (SELECT id FROM sites ORDER BY id LIMIT 1) AS s, generate_series(1, CAST($1 AS integer)) AS n",
            count,
        )
        await connection.execute("ANALYZE visitors")


class Terminal(Struct, frozen=True):
    """A command at a terminal, and the terminal's other side."""

    process: subprocess.Popen[bytes]
    side: int

    def read(self, until: str = "") -> str:
        """What is shown: up to these words, or all of it."""
        shown = b""
        while not until or until not in shown.decode(errors="ignore"):
            piece = b""
            with suppress(OSError):  # how Linux says that nobody has the terminal any more
                piece = os.read(self.side, 65_536)
            if not piece:
                break
            shown += piece
        return shown.decode()


def number(told: str) -> int:
    return int(told.replace(",", ""))


@contextmanager
def _hearing_interrupts() -> Iterator[None]:
    """What begins meanwhile hears Ctrl+C, as at a terminal, also where a shell runs these tests in its background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def at_terminal(*arguments: str, database_url: str = "", has_rows: bool = False) -> Iterator[Terminal]:
    """Python with standard error, and (`has_rows`) standard output, at a terminal of 100 columns."""
    side, terminal = pty.openpty()
    termios.tcsetwinsize(terminal, (24, 100))
    settings = {"RYADOM_DATABASE_URL": database_url, "TERM": "xterm-256color", "NO_COLOR": "1"}
    with _hearing_interrupts():
        process = subprocess.Popen(
            [sys.executable, *arguments],
            env=environment(settings),
            stdin=subprocess.DEVNULL,
            stdout=terminal if has_rows else subprocess.DEVNULL,
            stderr=terminal,
        )
    os.close(terminal)
    try:
        yield Terminal(process, side)
        process.wait(DEADLINE_S)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait(DEADLINE_S)
        os.close(side)


def test_bar_says_how_far_it_is_and_is_gone_in_the_end(site_key: str, database_url: str, tmp_path: Path) -> None:
    file = tmp_path / "customers.xlsx"
    asked = ("export", "customers", "--site", site_key, "--format", "xlsx", "--out", str(file))
    with at_terminal("-m", "ryadom", *asked, database_url=database_url) as terminal:
        shown = terminal.read()
    assert terminal.process.returncode == 0, shown
    told = [(number(rows), number(about)) for rows, about in re.findall(r"([\d,]+) of about ([\d,]+) rows", shown)]
    assert {abs(about - PEOPLE) < PEOPLE / 5 for _, about in told} == {True}
    assert told == sorted(told)
    assert 0 <= told[0][0] < told[-1][0] <= PEOPLE
    assert re.search(r" \d+% .*[\d,]+ a second \d:\d\d:\d\d", shown)
    assert shown.rindex(CURSOR_SHOWN) > shown.rindex(CURSOR_HIDDEN)
    # The line of the bar is wiped out, and what stays is what is said without a terminal too.
    assert shown.rpartition("\x1b[2K")[2].replace(CURSOR_SHOWN, "").strip() == f"{PEOPLE} rows."
    assert file.stat().st_size > 0


def test_more_rows_than_were_expected_have_no_share() -> None:
    said = """
from ryadom.cli.export_progress import watching_export
with watching_export() as watching:
    watching.on_expected(1000)
    watching.on_progress(900)
    watching.on_progress(2500)
"""
    with at_terminal("-c", said) as terminal:
        shown = terminal.read()
    assert terminal.process.returncode == 0, shown
    *_, last, wiped = shown.split("\x1b[2K")
    assert (last.startswith("2,500 rows "), "%" in last, wiped) == (True, False, ""), repr(shown)


def test_whoever_stops_it_has_their_terminal_back_and_no_half_file(
    crowd: str, database_url: str, tmp_path: Path
) -> None:
    file = tmp_path / "customers.xlsx"
    asked = ("export", "customers", "--format", "xlsx", "--out", str(file))
    with at_terminal("-m", "ryadom", *asked, database_url=database_url) as terminal:
        shown = terminal.read(until="of about")
        terminal.process.send_signal(signal.SIGINT)
        shown += terminal.read()
    assert terminal.process.returncode != 0
    assert shown.rindex(CURSOR_SHOWN) > shown.rindex(CURSOR_HIDDEN)
    assert list(tmp_path.iterdir()) == []


def test_whoever_ends_it_by_a_signal_has_their_cursor_back() -> None:
    said = """
import signal
from ryadom.cli.export_progress import watching_export
with watching_export() as watching:
    watching.on_expected(1000)
    signal.pause()
"""
    with at_terminal("-c", said) as terminal:
        shown = terminal.read(until="of about")
        terminal.process.send_signal(signal.SIGTERM)
        shown += terminal.read()
    assert terminal.process.returncode == -signal.SIGTERM
    assert shown.rindex(CURSOR_SHOWN) > shown.rindex(CURSOR_HIDDEN)


def test_rows_that_go_to_the_terminal_have_no_bar_between_them(site_key: str, database_url: str) -> None:
    asked = ("export", "customers", "--columns", "name", "--no-mark", "--out", "-")
    with at_terminal("-m", "ryadom", *asked, database_url=database_url, has_rows=True) as terminal:
        shown = terminal.read()
    assert terminal.process.returncode == 0, shown
    assert "\x1b" not in shown
    assert shown.startswith("name\r\nАнна ")
    assert shown.endswith(f"{PEOPLE} rows.\r\n")


def test_nothing_but_the_count_is_said_where_there_is_no_terminal(
    site_key: str, database_url: str, tmp_path: Path
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "ryadom", "export", "customers", "--out", str(tmp_path / "customers.csv")],
        env=environment({"RYADOM_DATABASE_URL": database_url, "FORCE_COLOR": "1", "TERM": "xterm-256color"}),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=DEADLINE_S,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", f"{PEOPLE} rows.\n")
