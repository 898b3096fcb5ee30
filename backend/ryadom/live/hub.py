"""The sockets of this process, and who follows what."""

from collections.abc import Iterable
from typing import NamedTuple, Protocol
from uuid import UUID

from ryadom.errors import RyadomError
from ryadom.live.outbox import Encoded, Outbox, encode
from ryadom.protocol.shared import Frame


class VisitorTopic(NamedTuple):
    """What one visitor may see, in all their tabs."""

    site_id: UUID
    visitor_id: UUID


class OperatorsTopic(NamedTuple):
    """What the operators of a site may see."""

    site_id: UUID


class VisitorsTopic(NamedTuple):
    """What everybody with an open chat on a site may know."""

    site_id: UUID


class SessionTopic(NamedTuple):
    """The sockets of one signed-in session: closed together when it ends."""

    session_id: UUID


Topic = VisitorTopic | OperatorsTopic | VisitorsTopic | SessionTopic


class Subscriber(Protocol):
    """A socket, as far as the hub knows it."""

    @property
    def outbox(self) -> Outbox:
        """Where its frames wait."""

    def end(self, error: RyadomError) -> None:
        """Says the error and closes the socket with its code."""


class Hub:
    """Publishes to the sockets of this process. All methods are for the event loop's thread, and none of them waits."""

    def __init__(self) -> None:
        # The kind is part of the key: two topics of one site are equal as tuples.
        self._subscribers: dict[tuple[type, Topic], dict[Subscriber, None]] = {}

    def subscribe(self, subscriber: Subscriber, topics: Iterable[Topic]) -> None:
        """From now on the subscriber's outbox takes what is published."""
        for topic in topics:
            self._subscribers.setdefault((type(topic), topic), {})[subscriber] = None

    def unsubscribe(self, subscriber: Subscriber, topics: Iterable[Topic]) -> None:
        """The opposite of `subscribe`; harmless where there was no subscription."""
        for topic in topics:
            key = (type(topic), topic)
            if (subscribers := self._subscribers.get(key)) is not None:
                subscribers.pop(subscriber, None)
                if not subscribers:
                    del self._subscribers[key]

    def publish(self, topic: Topic, frame: Frame | Encoded, *, but: Subscriber | None = None) -> None:
        """Gives the frame to everybody who follows the topic, except one; it is encoded once, and only if needed."""
        subscribers = self.subscribers(topic)
        if not subscribers:
            return
        encoded = encode(frame) if isinstance(frame, Frame) else frame
        for subscriber in subscribers:
            if subscriber is not but:
                subscriber.outbox.publish(encoded)

    def end(self, topic: Topic, error: RyadomError) -> None:
        """Says the error to everybody who follows the topic, and closes their sockets."""
        for subscriber in self.subscribers(topic):
            subscriber.end(error)

    def sessions(self) -> set[UUID]:
        """The signed-in sessions with an open socket."""
        return {topic.session_id for _, topic in self._subscribers if isinstance(topic, SessionTopic)}

    def subscribers(self, topic: Topic) -> list[Subscriber]:
        """Who follows the topic now."""
        return list(self._subscribers.get((type(topic), topic), ()))
