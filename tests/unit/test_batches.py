"""The queue of the group commit: nothing lost, order kept per key, one item per key in a batch."""

from hypothesis import given
from hypothesis import strategies as st

from ryadom.live.batches import Batches, halves

KEYS = st.lists(st.integers(0, 5), max_size=60)


def _filled(keys: list[int], *, max_batch: int = 10) -> Batches[tuple[int, int]]:
    batches = Batches[tuple[int, int]](key=lambda item: item[0], max_waiting=1_000, max_batch=max_batch)
    for number, key in enumerate(keys):
        assert batches.put((key, number))
    return batches


@given(keys=KEYS, max_batch=st.integers(1, 8), busy=st.sets(st.integers(0, 5)))
def test_every_item_is_taken_once_in_the_order_of_its_key(keys: list[int], max_batch: int, busy: set[int]) -> None:
    batches = _filled(keys, max_batch=max_batch)
    done: list[tuple[int, int]] = []
    while batch := batches.take():
        assert len({key for key, _ in batch}) == len(batch) <= max_batch
        batches.release(batch)
        batches.put_back([item for item in batch if item[0] in busy])
        done += [item for item in batch if item[0] not in busy]
        busy = set()
    assert sorted(done, key=lambda item: item[1]) == list(zip(keys, range(len(keys)), strict=True))
    for key in set(keys):
        numbers = [number for item_key, number in done if item_key == key]
        assert numbers == sorted(numbers)


@given(keys=KEYS, max_batch=st.integers(1, 8), data=st.data())
def test_batches_under_way_at_once_never_share_a_key(keys: list[int], max_batch: int, data: st.DataObject) -> None:
    batches = _filled(keys, max_batch=max_batch)
    under_way: list[list[tuple[int, int]]] = []
    done: list[tuple[int, int]] = []
    while len(batches) or under_way:
        if len(under_way) < 3 and (batch := batches.take()):
            under_way.append(batch)
            taken = [key for batch in under_way for key, _ in batch]
            assert len(taken) == len(set(taken))
        if under_way and (len(under_way) == 3 or data.draw(st.booleans()) or not len(batches)):
            batch = under_way.pop(data.draw(st.integers(0, len(under_way) - 1)))
            batches.release(batch)
            done += batch
    for key in set(keys):
        numbers = [number for item_key, number in done if item_key == key]
        assert numbers == sorted(numbers)
    assert len(done) == len(keys)


def test_oldest_goes_first() -> None:
    assert _filled([1, 1, 2, 3]).take() == [(1, 0), (2, 2), (3, 3)]


def test_full_queue_takes_nothing_and_loses_nothing() -> None:
    batches = Batches[int](key=lambda item: item, max_waiting=2, max_batch=10)
    assert [batches.put(item) for item in (1, 2, 3)] == [True, True, False]
    assert batches.take() == [1, 2]
    assert batches.put(3)
    assert batches.put(1)
    assert batches.take() == [3]


@given(items=st.lists(st.integers(), min_size=2))
def test_halves_are_smaller_and_make_the_whole(items: list[int]) -> None:
    first, second = halves(items)
    assert [*first, *second] == items
    assert 0 < len(first) < len(items)
