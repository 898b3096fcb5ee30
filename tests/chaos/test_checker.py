"""The checker finds every kind of violation: a sound history, and what each way of spoiling it is called."""

from collections.abc import Callable
from typing import TypeVar

import pytest
from msgspec import Struct
from msgspec.structs import replace

from tests.chaos.checker import Broken, check
from tests.chaos.history import Acknowledged, AnyRecord, Final, Head, Held, Joined, Refused, Row, Seen, Sent, assignment

R = TypeVar("R", bound=Struct)

TALK = {"hello": 1, "and?": 2, "hi there": 4}
ANNA = "anna's id"
AUTHORS = {"hello": "visitor 1", "and?": "visitor 1", "hi there": ANNA}
SENDERS = {"visitor 1": "tab", ANNA: "panel"}


class Trial:
    """A conversation c1 of visitor 1: two messages, an assignment by the server, an answer. And one of visitor 2."""

    def __init__(self) -> None:
        self.records: list[AnyRecord] = [
            Joined(at=0, client="tab", site="shop", visitor="visitor 1"),
            Joined(at=0, client="panel", site="shop"),
        ]
        self.rows = [
            Row(conversation_id="c1", seq=seq, author=AUTHORS[body], echo_id=f"echo {seq}", content=body)
            for body, seq in TALK.items()
        ]
        self.rows.insert(2, Row(conversation_id="c1", seq=3, author=ANNA, echo_id=None, content=assignment(ANNA)))
        self.heads = [Head(conversation_id="c1", site="shop", visitor="visitor 1", last_seq=4)]
        for row in self.rows:
            self._add_story_of(row)
        entries = [(row.seq, row.echo_id) for row in self.rows]
        self.records += [
            Held(at=9, client=client, conversation_id="c1", entries=entries) for client in ("tab", "panel")
        ]

    def _add_story_of(self, row: Row) -> None:
        if row.echo_id is not None:
            client = SENDERS[row.author]
            self.records.append(
                Sent(at=row.seq, client=client, author=row.author, echo_id=row.echo_id, content=row.content)
            )
            self.records.append(
                Acknowledged(at=row.seq, client=client, echo_id=row.echo_id, conversation_id="c1", seq=row.seq)
            )
        for client in ("tab", "panel"):
            self.records.append(
                Seen(
                    at=row.seq,
                    client=client,
                    conversation_id="c1",
                    seq=row.seq,
                    author=row.author,
                    echo_id=row.echo_id,
                    content=row.content,
                )
            )

    def change(self, kind: type[R], number: int, **fields: object) -> None:
        """Changes the record of this kind with this number, counted from 0."""
        records: list[Struct] = list(self.rows if kind is Row else self.records)
        old = [record for record in records if isinstance(record, kind)][number]
        changed = [replace(record, **fields) if record is old else record for record in records]
        if kind is Row:
            self.rows = changed  # type: ignore[assignment]
        else:
            self.records = changed  # type: ignore[assignment]

    def drop(self, kind: type[R]) -> None:
        """Removes the first record of this kind."""
        self.records.remove(next(record for record in self.records if isinstance(record, kind)))

    def broken(self) -> set[Broken]:
        return {violation.broken for violation in check(self.records, Final(heads=self.heads, rows=self.rows))}


def _lose(trial: Trial) -> None:
    """The last entry, which everybody saw, is gone, and the conversation does not know of it."""
    del trial.rows[3]
    trial.heads[0] = replace(trial.heads[0], last_seq=3)


def _double(trial: Trial) -> None:
    trial.rows.append(replace(trial.rows[1], seq=5))
    trial.heads[0] = replace(trial.heads[0], last_seq=5)


def _swap_rows(trial: Trial) -> None:
    first, second = trial.rows[:2]
    trial.rows[:2] = [replace(second, seq=1), replace(first, seq=2)]


def _show_foreign(trial: Trial) -> None:
    trial.change(Joined, 0, visitor="visitor 2")


def _show_to_another_site(trial: Trial) -> None:
    trial.change(Joined, 1, site="other")


def _show_phantom(trial: Trial) -> None:
    trial.records.append(
        Seen(at=8, client="tab", conversation_id="c1", seq=5, author=ANNA, echo_id="echo 5", content="rolled back")
    )


def _show_other_order(trial: Trial) -> None:
    trial.change(Held, 1, entries=[(1, "echo 2"), (2, "echo 1"), (3, None), (4, "echo 4")])


def _hold_back_the_end(trial: Trial) -> None:
    trial.change(Held, 0, entries=[(1, "echo 1"), (2, "echo 2"), (3, None)])


SPOILINGS: list[tuple[Callable[[Trial], None], Broken]] = [
    (_lose, Broken.LOST),
    (_double, Broken.DOUBLED),
    (lambda trial: trial.change(Row, 1, seq=7), Broken.GAP),
    (lambda trial: trial.rows.clear(), Broken.GAP),
    (lambda trial: trial.change(Acknowledged, 0, seq=2), Broken.MISPLACED),
    (lambda trial: trial.change(Row, 0, content="another body"), Broken.ALTERED),
    (lambda trial: trial.change(Row, 0, author="visitor 2"), Broken.ALTERED),
    (lambda trial: trial.drop(Sent), Broken.INVENTED),
    (lambda trial: trial.change(Row, 3, echo_id=None), Broken.INVENTED),
    (_swap_rows, Broken.SHUFFLED),
    (_show_phantom, Broken.PHANTOM),
    (lambda trial: trial.change(Seen, 0, content="another body"), Broken.DIVERGED),
    (_show_other_order, Broken.DIVERGED),
    (_hold_back_the_end, Broken.BEHIND),
    (lambda trial: trial.drop(Held), Broken.BEHIND),
    (_show_foreign, Broken.FOREIGN),
    (_show_to_another_site, Broken.FOREIGN),
    (lambda trial: trial.drop(Acknowledged), Broken.UNANSWERED),
    (lambda trial: trial.records.append(Refused(at=1, client="tab", code="seq_ahead")), Broken.REFUSED),
]


def test_sound_history_has_no_violations() -> None:
    assert Trial().broken() == set()


def test_timeline_that_begins_in_the_middle_is_sound() -> None:
    trial = Trial()
    trial.change(Held, 0, entries=[(3, None), (4, "echo 4")])
    assert trial.broken() == set()


def test_message_that_was_sent_again_is_sound() -> None:
    trial = Trial()
    trial.records += [record for record in trial.records if isinstance(record, Sent | Acknowledged)]
    assert trial.broken() == set()


@pytest.mark.parametrize(("spoil", "broken"), SPOILINGS)
def test_spoilt_history_is_found_out(spoil: Callable[[Trial], None], broken: Broken) -> None:
    trial = Trial()
    spoil(trial)
    assert broken in trial.broken()


def test_every_kind_of_violation_is_spoilt_for() -> None:
    assert {broken for _, broken in SPOILINGS} == set(Broken)
