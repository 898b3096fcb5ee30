"""What may be said of how long answers take."""

from collections.abc import Sequence

import pytest

from ryadom.core.reply_times import FEWEST_SAMPLES, PROMISES_S, promise_of
from ryadom.core.waiting_line import places_of
from ryadom.store.ids import new_id
from ryadom.store.waiting import Queued


@pytest.mark.parametrize(
    ("answers", "promise"),
    [
        ([], None),
        ([5.0] * (FEWEST_SAMPLES - 1), None),
        ([5.0] * FEWEST_SAMPLES, 60),
        ([60.0] * FEWEST_SAMPLES, 60),
        ([60.5] * FEWEST_SAMPLES, 300),
        ([20.0] * 10 + [4_000.0] * 10, 60),
        ([20.0] * 10 + [4_000.0] * 11, 86_400),
        ([20.0] * 10 + [None] * 11, None),
        ([90_000.0] * FEWEST_SAMPLES, None),
    ],
)
def test_promise_is_what_half_of_the_answers_kept(answers: Sequence[float | None], promise: int | None) -> None:
    assert promise_of(answers) == promise


def test_promises_grow() -> None:
    assert list(PROMISES_S) == sorted(PROMISES_S)


def test_places_are_counted_within_a_site_and_a_department() -> None:
    here, elsewhere, sales = new_id(), new_id(), new_id()
    ids = [new_id() for _ in range(5)]
    posts = [(here, None), (here, sales), (here, None), (elsewhere, None), (here, sales)]
    queued = [
        Queued(site_id=site_id, conversation_id=id, department_id=department_id)
        for id, (site_id, department_id) in zip(ids, posts, strict=True)
    ]
    assert places_of(queued) == dict(zip(ids, (1, 1, 2, 1, 2), strict=True))
