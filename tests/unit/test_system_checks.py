"""What the system page and `ryadom doctor` call sound."""

import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from ryadom.core import system_checks as judge
from ryadom.core.system_checks import Check, Disk, Part, Queues, State
from ryadom.store.system import MailQueue, OldestSnapshot
from tests.unit.test_doctor import ALONE

WORDS = (Path(__file__).parents[2] / "backend/panel/src/texts/pages/system.ts").read_text(encoding="utf-8")
ROOMY = Disk(free_bytes=10**12, total_bytes=10**13)


def _database(**fields: object) -> list[Check]:
    return list(judge.check_database(replace(ALONE, **fields), is_embedded=False))


def test_sound_installation_has_nothing_wrong() -> None:
    checks = [
        *_database(is_local=True),
        judge.check_disk(Part.DATA_DISK, ROOMY),
        judge.check_feed(0.0),
        judge.check_snapshots(OldestSnapshot(age_s=3_599.0)),
        judge.check_search(1.0),
        judge.check_mail(MailQueue(waiting=3, dead=0, oldest_s=10.0)),
        *judge.check_queues(Queues(posts=10)),
        judge.check_secret(0),
    ]
    assert {(check.state, check.why) for check in checks} == {(State.OK, "")}


@pytest.mark.parametrize(
    ("fields", "part", "state", "why"),
    [
        ({"is_read_only": True}, Part.DATABASE, State.FAIL, "read_only"),
        ({"is_superuser": True}, Part.DATABASE, State.WARN, "superuser"),
        ({"is_local": False, "is_encrypted": False}, Part.DATABASE, State.WARN, "no_tls"),
        ({"is_flushed": False}, Part.DURABILITY, State.FAIL, "no_fsync"),
        ({"synchronous_commit": "off"}, Part.DURABILITY, State.FAIL, "no_commit"),
        ({"standby_count": 1}, Part.DURABILITY, State.WARN, "no_standby"),
        ({"clock_ahead_s": -2.0}, Part.CLOCK, State.WARN, "away"),
        ({"clock_ahead_s": 60.0}, Part.CLOCK, State.FAIL, "away"),
    ],
)
def test_what_the_database_says_of_itself_is_judged(
    fields: dict[str, object], part: Part, state: State, why: str
) -> None:
    assert Check(part=part, state=state, why=why) in _database(**({"is_local": True} | fields))


@pytest.mark.parametrize(
    ("found", "state", "why"),
    [
        (judge.check_disk(Part.DATA_DISK, Disk(free_bytes=1, total_bytes=2)), State.FAIL, "full"),
        (judge.check_disk(Part.DATA_DISK, Disk(free_bytes=10**9, total_bytes=2**40)), State.WARN, "full"),
        (
            judge.check_disk(Part.FILES_DISK, Disk(free_bytes=10**12, total_bytes=10**12, is_writable=False)),
            State.FAIL,
            "read_only",
        ),
        (judge.check_feed(40.0), State.WARN, "long_write"),
        (judge.check_feed(400.0), State.FAIL, "long_write"),
        (judge.check_snapshots(OldestSnapshot(age_s=3_600.0, program="psql")), State.WARN, "long"),
        (judge.check_snapshots(OldestSnapshot(age_s=3_600.0, program="ryadom export")), State.WARN, "export"),
        (judge.check_search(None), State.WARN, "not_begun"),
        (judge.check_search(100.0), State.WARN, "late"),
        (judge.check_mail(MailQueue(waiting=0, dead=1, oldest_s=0.0)), State.WARN, "given_up"),
        (judge.check_mail(MailQueue(waiting=1, dead=0, oldest_s=4_000.0)), State.WARN, "late"),
        (judge.check_secret(1), State.WARN, "old_keys"),
    ],
)
def test_what_runs_out_or_lags_is_said(found: Check, state: State, why: str) -> None:
    assert (found.state, found.why) == (state, why)


def test_queues_that_grow_and_a_bus_that_loses_are_said() -> None:
    found = {check.part: check.why for check in judge.check_queues(Queues(journal=10_000, bus_lost=1))}
    assert found == {Part.QUEUES: "long", Part.BUS: "lost"}


def test_page_has_words_in_both_languages_for_every_part_and_everything_wrong() -> None:
    source = Path(judge.__file__).read_text(encoding="utf-8")
    for part in Part:
        assert len(re.findall(rf"^  {part}: \"", WORDS, re.MULTILINE)) >= 2, part
    for part, whys in re.findall(r'Check\(part=Part\.(\w+)[^)]*?why="(\w+)"', source):
        assert len(re.findall(rf"^  {part.lower()}_{whys}:", WORDS, re.MULTILINE)) == 2, (part, whys)
