"""What the hash of a record is made of: everything it says, so that no change goes unnoticed."""

import json
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import asdict, replace

from ryadom.store.journal_chain import (
    BEFORE_THE_FIRST,
    Action,
    Actor,
    ActorKind,
    Link,
    Record,
    Result,
    Sealed,
    canonical,
    digest_of,
    hash_of,
)

texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)
ids = st.uuids()
actors = st.builds(Actor, kind=st.sampled_from(ActorKind), id=st.none() | ids, name=texts, network=st.none() | texts)
records = st.builds(
    Record,
    controller_id=ids,
    action=st.sampled_from(Action),
    actor=actors,
    result=st.sampled_from(Result),
    site_id=st.none() | ids,
    visitor_ids=st.lists(ids, max_size=3).map(tuple),
    conversation_ids=st.lists(ids, max_size=3).map(tuple),
    details=st.dictionaries(texts, texts, max_size=3),
    sealed=st.none() | st.builds(Sealed, ids, st.binary(max_size=20)),
)

RECORD = Record(
    controller_id=UUID(int=1),
    action=Action.CONVERSATION_OPENED,
    actor=Actor(kind=ActorKind.OPERATOR, id=UUID(int=2), name="Анна", network="192.0.2.1"),
    visitor_ids=(UUID(int=3),),
    details={"before_seq": "12", "after_seq": "1"},
)


@given(records, records)
def test_records_that_differ_have_contents_that_differ(one: Record, other: Record) -> None:
    assert (canonical(one) == canonical(other)) == (one == other)


@given(records)
def test_content_is_json_of_what_the_record_says(record: Record) -> None:
    fields = json.loads(canonical(record))
    assert fields[0] == "ryadom-journal-1"
    assert (fields[1], fields[2], fields[6]) == (str(record.controller_id), record.action, record.actor.name)
    assert fields[11] == record.details
    assert fields[13] == (record.sealed.ciphertext.hex() if record.sealed else None)


@given(records)
def test_order_in_which_details_were_told_does_not_matter(record: Record) -> None:
    turned = replace(record, details=dict(reversed(list(record.details.items()))))
    assert canonical(turned) == canonical(record)


@given(
    number=st.integers(1, 2**62),
    at=st.datetimes(datetime(1970, 1, 2), datetime(2200, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - zone beside
    record=records,
    prev_hash=st.binary(min_size=32, max_size=32),
)
def test_hash_changes_with_place_time_and_predecessor(
    number: int, at: datetime, record: Record, prev_hash: bytes
) -> None:
    link = Link(number=number, at=at, record=record, prev_hash=prev_hash, hash=b"")
    others = (
        replace(link, number=number + 1),
        replace(link, at=at + timedelta(microseconds=1)),
        replace(link, prev_hash=bytes(32) if any(prev_hash) else b"\1" * 32),
        replace(link, record=replace(record, result=Result.DONE if record.result is Result.REFUSED else "refused")),
    )
    assert hash_of(link) not in {hash_of(other) for other in others}


def test_format_is_what_it_was() -> None:
    """Chains are years old when they are checked: this may never change."""
    content = (
        '["ryadom-journal-1","00000000-0000-0000-0000-000000000001","conversation_opened","done","operator",'
        '"00000000-0000-0000-0000-000000000002","Анна","192.0.2.1",null,["00000000-0000-0000-0000-000000000003"],[],'
        '{"after_seq":"1","before_seq":"12"},null,null]'
    )
    assert canonical(RECORD).decode() == content
    at = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)
    link = Link(number=1, at=at, record=RECORD, prev_hash=BEFORE_THE_FIRST, hash=b"")
    place = (1).to_bytes(8, "big") + (1_767_323_045_678_901).to_bytes(8, "big")
    assert hash_of(link) == sha256(bytes(32) + sha256(content.encode()).digest() + place).digest()


def test_every_field_of_a_record_is_in_its_digest() -> None:
    changed = {
        "controller_id": UUID(int=9),
        "action": Action.DELETED,
        "actor": replace(RECORD.actor, name="Борис"),
        "result": Result.REFUSED,
        "site_id": UUID(int=9),
        "visitor_ids": (UUID(int=9),),
        "conversation_ids": (UUID(int=9),),
        "details": {},
        "sealed": Sealed(UUID(int=9), b"x"),
    }
    assert changed.keys() == asdict(RECORD).keys()
    digests = {digest_of(replace(RECORD, **{name: value})) for name, value in changed.items()}
    assert len(digests | {digest_of(RECORD)}) == len(changed) + 1
