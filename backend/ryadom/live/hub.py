"""The sockets of this process, and who follows what."""

from collections.abc import Iterable
from typing import NamedTuple, Protocol, overload
from uuid import UUID

from ryadom.errors import RyadomError
from ryadom.live.outbox import Encoded, Outbox, encode
from ryadom.live.views import Cover, Views, bare, views_of
from ryadom.protocol.shared import Frame


class VisitorTopic(NamedTuple):
    """What one visitor may see, in all their tabs."""

    site_id: UUID
    visitor_id: UUID


class OperatorsTopic(NamedTuple):
    """What the operators of a site may see. What is published here goes to those under the veil too, covered."""

    site_id: UUID


class VeiledTopic(NamedTuple):
    """The same for those operators who see contacts masked: to be followed, never published to."""

    site_id: UUID


class VisitorsTopic(NamedTuple):
    """What everybody with an open chat on a site may know."""

    site_id: UUID


class DepartmentTopic(NamedTuple):
    """What everybody with an open chat, on the site that has this department, may know of it."""

    department_id: UUID


class SessionTopic(NamedTuple):
    """The sockets of one signed-in session: closed together when it ends."""

    session_id: UUID


class OperatorTopic(NamedTuple):
    """What is one operator's own, on all of their screens, however far they see."""

    operator_id: UUID


OtherTopic = VisitorTopic | VisitorsTopic | DepartmentTopic | SessionTopic | OperatorTopic
Topic = OperatorsTopic | VeiledTopic | OtherTopic


class Subscriber(Protocol):
    """A socket, as far as the hub knows it."""

    @property
    def outbox(self) -> Outbox:
        """Where its frames wait."""

    def end(self, error: RyadomError) -> None:
        """Says the error and closes the socket with its code."""


class Narrow(Protocol):
    """Sockets of operators who see only some conversations of their sites: `live.sieve`."""

    def wants(self, site_id: UUID) -> bool:
        """Whether anybody limited of this site is here."""

    def is_veiled(self, site_id: UUID) -> bool:
        """Whether any of them sees contacts masked."""

    def sites(self) -> set[UUID]:
        """The sites of which anybody limited is here."""

    def take(self, site_id: UUID, views: Views, but: Subscriber | None) -> None:
        """An event of the site, for those of them who may see it."""


class Hub:
    """Publishes to the sockets of this process. All methods are for the event loop's thread, and none of them waits.

    `cover` gives an event as it is for operators who see contacts masked. `narrow` takes what is published to
    OperatorsTopic for those who may not see all of it, and who follow no topic of a site themselves.
    """

    def __init__(self, cover: Cover = bare, narrow: Narrow | None = None) -> None:
        self._cover = cover
        self._narrow = narrow
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

    def views(self, site_id: UUID, frame: Frame) -> Views:
        """An event for operators, encoded once, and a second time where some of them are to see less."""
        return views_of(self._cover, site_id, frame)

    def views_here(self, site_id: UUID, frame: Frame) -> Views:
        """The same for the sockets of this process: nothing is looked for where nobody here is to see less."""
        is_anybody_veiled = (VeiledTopic, VeiledTopic(site_id)) in self._subscribers or (
            self._narrow is not None and self._narrow.is_veiled(site_id)
        )
        return views_of(self._cover if is_anybody_veiled else bare, site_id, frame)

    @overload
    def publish(self, topic: OperatorsTopic, frame: Frame | Views, *, but: Subscriber | None = None) -> None: ...

    @overload
    def publish(self, topic: OtherTopic, frame: Frame | Encoded, *, but: Subscriber | None = None) -> None: ...

    def publish(
        self,
        topic: OperatorsTopic | OtherTopic,
        frame: Frame | Encoded | Views,
        *,
        but: Subscriber | None = None,
    ) -> None:
        """Gives the frame to everybody who follows the topic, except one; it is encoded once, and only if needed."""
        if isinstance(topic, OperatorsTopic) and not isinstance(frame, Encoded):
            if self.has_operators(topic.site_id):
                views = self.views_here(topic.site_id, frame) if isinstance(frame, Frame) else frame
                self._give(topic, views.clear, but)
                self._give(VeiledTopic(topic.site_id), views.veiled, but)
                if self._narrow is not None and self._narrow.wants(topic.site_id):
                    self._narrow.take(topic.site_id, views, but)
        elif not isinstance(topic, OperatorsTopic) and not isinstance(frame, Views):
            if self.subscribers(topic):
                self._give(topic, encode(frame) if isinstance(frame, Frame) else frame, but)
        else:
            raise TypeError(f"{type(frame).__name__} can't be published to {type(topic).__name__}")

    def end(self, topic: Topic, error: RyadomError) -> None:
        """Says the error to everybody who follows the topic, and closes their sockets."""
        for subscriber in self.subscribers(topic):
            subscriber.end(error)

    def sessions(self) -> set[UUID]:
        """The signed-in sessions with an open socket."""
        return {topic.session_id for _, topic in self._subscribers if isinstance(topic, SessionTopic)}

    def has_operators(self, site_id: UUID) -> bool:
        """Whether any operator of the site is here, whatever they may see."""
        return (
            (OperatorsTopic, OperatorsTopic(site_id)) in self._subscribers
            or (VeiledTopic, VeiledTopic(site_id)) in self._subscribers
            or (self._narrow is not None and self._narrow.wants(site_id))
        )

    def operated_sites(self) -> set[UUID]:
        """The sites of which any operator is here, whatever they may see."""
        followed = {topic.site_id for _, topic in self._subscribers if isinstance(topic, OperatorsTopic | VeiledTopic)}
        return followed if self._narrow is None else followed | self._narrow.sites()

    def subscribers(self, topic: Topic) -> list[Subscriber]:
        """Who follows the topic now."""
        return list(self._subscribers.get((type(topic), topic), ()))

    def _give(self, topic: Topic, encoded: Encoded, but: Subscriber | None) -> None:
        for subscriber in self.subscribers(topic):
            if subscriber is not but:
                subscriber.outbox.publish(encoded)
