"""What a limited operator's socket is given, and what is taken from it again, without Postgres."""

import asyncio
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID, uuid4

import msgspec
import pytest

from ryadom.errors import HelloOutdated, RyadomError, SlowConsumer
from ryadom.live import sieve as module
from ryadom.live.hub import Hub, OperatorsTopic
from ryadom.live.outbox import Encoded, Outbox, encode
from ryadom.live.sieve import Follower, Sieve, _Event, about
from ryadom.live.views import Views
from ryadom.protocol.operator import AwayChanged
from ryadom.protocol.shared import (
    Author,
    AuthorKind,
    ConversationMerged,
    Frame,
    MessagePosted,
    Status,
    StatusChanged,
    Typing,
)
from ryadom.store.database import Database
from ryadom.store.purviews import Seers

ME, SITE, ID = uuid4(), uuid4(), uuid4()
SEEN = {ID: Seers(is_everybody=False, operator_ids=frozenset({ME}))}
UNSEEN: dict[UUID, Seers] = {}


class Socket:
    def __init__(self) -> None:
        self.errors: list[RyadomError] = []
        self.outbox = Outbox(self.end)
        self.outbox.uncork()

    def end(self, error: RyadomError) -> None:
        self.errors.append(error)

    def types(self) -> list[str]:
        return [msgspec.json.decode(encoded.data)["type"] for encoded in self.outbox.take_all()]


def follower(socket: Socket, *, is_veiled: bool = False) -> Follower:
    return Follower(socket, operator_id=ME, site_ids=[SITE], is_veiled=is_veiled)


def event(frame: Frame, *, veiled: Encoded | None = None) -> _Event:
    clear = encode(frame)
    return _Event(SITE, Views(clear, veiled or clear), about(clear.data), None)


def message(author_id: UUID, *, kind: AuthorKind = AuthorKind.OPERATOR, id: UUID = ID) -> MessagePosted:
    return MessagePosted(
        conversation_id=id,
        seq=2,
        prev_seq=1,
        author=Author(kind=kind, id=author_id, name="Кто"),
        echo_id=uuid4(),
        created_at=datetime(2026, 11, 24, tzinfo=UTC),
        body="Слово",
    )


def typing() -> Typing:
    author = Author(kind=AuthorKind.VISITOR, id=uuid4(), name="")
    return Typing(conversation_id=ID, author=author, active=True, expires_in_s=5)


def test_what_is_in_sight_is_given_and_what_was_never_seen_is_passed_over() -> None:
    socket = Socket()
    one = follower(socket)
    one.take(event(message(uuid4())), UNSEEN)
    one.take(event(typing()), UNSEEN)
    assert socket.types() == []
    one.take(event(message(uuid4())), SEEN)
    one.take(event(typing()), SEEN)
    assert socket.types() == ["message_posted", "typing"]


def test_what_leaves_the_sight_is_taken_back_once() -> None:
    socket = Socket()
    one = follower(socket)
    one.take(event(message(uuid4())), SEEN)
    one.take(event(typing()), UNSEEN)
    one.take(event(message(uuid4())), UNSEEN)
    assert socket.types() == ["message_posted", "conversation_hidden"]


def test_own_deed_is_told_and_taken_back_but_ones_visitor_of_the_same_id_is_nobody() -> None:
    socket = Socket()
    one = follower(socket)
    one.take(event(message(ME)), UNSEEN)
    assert socket.types() == ["message_posted", "conversation_hidden"]
    one.take(event(message(ME, kind=AuthorKind.VISITOR)), UNSEEN)
    assert socket.types() == []


def test_what_left_while_it_was_read_is_taken_back_after_the_answer() -> None:
    socket = Socket()
    one = follower(socket)
    with one.reading():
        one.take(event(message(uuid4())), UNSEEN)
        assert socket.types() == []
        one.show([ID, uuid4()])
    assert socket.types() == ["conversation_hidden"]
    with one.reading():
        one.show([ID])
    assert socket.types() == []


def test_event_of_the_whole_site_is_given_to_everybody_and_masked_to_whom_it_is_masked() -> None:
    socket, veiled = Socket(), Socket()
    away = AwayChanged(operator_id=uuid4(), away=True)
    follower(socket).take(event(away), UNSEEN)
    masked = encode(message(uuid4()))
    follower(veiled, is_veiled=True).take(event(message(uuid4()), veiled=masked), SEEN)
    assert socket.types() == ["away_changed"]
    assert veiled.outbox.take_all() == [masked]


@pytest.mark.parametrize("is_seen", [True, False])
def test_other_one_of_two_that_were_merged_is_named_to_whoever_sees_it(is_seen: bool) -> None:
    socket, other_id = Socket(), uuid4()
    one = follower(socket)
    plain = message(uuid4())
    entry: dict[str, Any] = {
        name: getattr(plain, name) for name in ("conversation_id", "seq", "prev_seq", "created_at", "author")
    }
    closed = StatusChanged(**entry, echo_id=None, status=Status.CLOSED, merged_into=other_id)
    merged = ConversationMerged(**entry, echo_id=None, from_id=other_id)
    seers = SEEN | ({other_id: Seers(is_everybody=True, operator_ids=frozenset())} if is_seen else {})
    for frame in (closed, merged):
        one.take(event(frame), seers)
    told = [msgspec.json.decode(encoded.data) for encoded in socket.outbox.take_all()]
    named = str(other_id) if is_seen else None
    assert [frame["type"] for frame in told] == ["status_changed", "conversation_merged"]
    assert [told[0].get("merged_into"), told[1]["from_id"]] == [named, named]
    assert told[0]["status"] == "closed"


def test_socket_that_is_shown_too_much_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_SHOWN", 2)
    socket = Socket()
    one = follower(socket)
    one.show([uuid4(), uuid4()])
    assert not socket.errors
    one.show([uuid4()])
    assert isinstance(socket.errors[0], HelloOutdated)


async def test_more_than_can_wait_ends_the_limited_sockets_and_no_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_WAITING", 2)
    sieve = Sieve(cast(Database, None))
    hub = Hub(narrow=sieve)
    limited, other = Socket(), Socket()
    one = follower(limited)
    hub.subscribe(other, [OperatorsTopic(SITE)])
    sieve.follow(one)
    for _ in range(3):
        hub.publish(OperatorsTopic(SITE), message(uuid4()))
    assert [type(error) for error in limited.errors] == [SlowConsumer]
    assert not other.errors
    assert other.types() == ["message_posted"] * 3
    sieve.leave(one)
    assert not sieve.wants(SITE)
    assert hub.has_operators(SITE)


async def test_nothing_waits_where_nobody_limited_is_here() -> None:
    sieve = Sieve(cast(Database, None))
    hub = Hub(narrow=sieve)
    assert not hub.has_operators(SITE)
    one = follower(Socket())
    sieve.follow(one)
    assert hub.has_operators(SITE)
    hub.publish(OperatorsTopic(uuid4()), message(uuid4()))
    assert not sieve._waiting


class SlowLook(Sieve):
    """Finds that those who were asked of see the conversation, once it may."""

    def __init__(self) -> None:
        super().__init__(cast(Database, None))
        self.begun, self.may_end = asyncio.Event(), asyncio.Event()

    async def _look(self, batch: Collection[_Event], operator_ids: Collection[UUID]) -> Mapping[UUID, Seers]:
        self.begun.set()
        await self.may_end.wait()
        return {ID: Seers(is_everybody=False, operator_ids=frozenset(operator_ids))}


@pytest.mark.parametrize("was_there", [False, True])
async def test_who_came_during_a_look_up_is_told_nothing_of_what_was_not_asked_for_them(was_there: bool) -> None:
    sieve = SlowLook()
    early, late = Socket(), Socket()
    sieve.follow(
        follower(early) if was_there else Follower(early, operator_id=uuid4(), site_ids=[SITE], is_veiled=False)
    )
    Hub(narrow=sieve).publish(OperatorsTopic(SITE), message(uuid4()))
    giving = asyncio.create_task(sieve.give())
    await sieve.begun.wait()
    newcomer = follower(late)
    sieve.follow(newcomer)
    newcomer.show([ID])
    sieve.may_end.set()
    await giving
    assert early.types() == ["message_posted"]
    # Another socket of somebody who was asked of has its answer; of anybody else nothing is known.
    assert late.types() == (["message_posted"] if was_there else [])
