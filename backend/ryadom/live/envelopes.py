"""What processes tell each other, and how it is packed into payloads. Pure: no loop, no line."""

from collections.abc import Iterable, Iterator
from uuid import UUID

import msgspec
from msgspec import Struct

from ryadom.store.entries import Stored

NULL = msgspec.Raw(b"null")


class Envelope(Struct, frozen=True, tag_field="t"):
    """One thing told to every other process. Short names: a notification of Postgres holds less than 8,000 bytes."""


class News(Envelope, frozen=True, tag="news"):
    """Entries have been committed: read the feed."""


class Appended(Envelope, frozen=True, tag="new"):
    """An entry has been committed: whoever has published the one before it may publish it, others read the feed."""

    site: UUID
    visitor: UUID
    stored: Stored


class RollCall(Envelope, frozen=True, tag="roll"):
    """Somebody has come who knows nobody: say who is with you."""


class ToOperators(Envelope, frozen=True, tag="ops"):
    """A frame for the operators of a site, as JSON; `veiled`: for those who see contacts masked, null for the same."""

    site: UUID
    frame: msgspec.Raw
    veiled: msgspec.Raw = NULL


class ToVisitor(Envelope, frozen=True, tag="vis"):
    """A frame for a visitor, as JSON."""

    site: UUID
    visitor: UUID
    frame: msgspec.Raw


class SessionEnded(Envelope, frozen=True, tag="out"):
    """An operator has signed out: close the sockets of the session."""

    session: UUID


class SessionChanged(Envelope, frozen=True, tag="ses"):
    """What an operator's sockets know of them is out of date: close those of the session, that they say hello anew.

    `return_in_s`: not at once, but then, so that not all whom a change concerns come back together.
    """

    session: UUID
    return_in_s: float = 0.0


class SiteStale(Envelope, frozen=True, tag="site"):
    """What panels know of a site is out of date: read it, and tell those that are with you."""

    site: UUID


class VisitorRevoked(Envelope, frozen=True, tag="rev"):
    """A visitor's tokens have been revoked: close their sockets. `erased`: and what is unsent is to be forgotten."""

    site: UUID
    visitor: UUID
    erased: bool = False


class VisitorChanged(Envelope, frozen=True, tag="chg"):
    """A visitor was blocked or banned, or is no more: close their sockets, that they say hello anew."""

    site: UUID
    visitor: UUID


class Here(Envelope, frozen=True, tag="here"):
    """A lease: these are here, and it ends by itself unless it is renewed.

    `operators`: sites and departments with an operator. `visitors`: by site, those with a conversation, and which.
    """

    operators: list[UUID] = []
    visitors: dict[UUID, dict[UUID, UUID]] = {}


class Gone(Envelope, frozen=True, tag="gone"):
    """The end of a lease before its time; `visitors` as sites and visitors."""

    operators: list[UUID] = []
    visitors: list[tuple[UUID, UUID]] = []


class Sight(Struct, frozen=True, kw_only=True):
    """Where a visitor is on a site. `since_ms`: since 1970, when they came; `source`: what brought them, in a word."""

    since_ms: int
    url: str = ""
    title: str = ""
    source: str = ""


class Seen(Envelope, frozen=True, tag="seen"):
    """A visitor who may be seen is on the site, and on which page: a lease, like `Here`."""

    site: UUID
    visitor: UUID
    sight: Sight


class StillSeen(Envelope, frozen=True, tag="still"):
    """The lease of those who were `Seen` before, renewed. Whoever knows one of them not asks for all `afresh`."""

    site: UUID
    visitors: list[UUID]


class Unseen(Envelope, frozen=True, tag="unseen"):
    """A visitor has left the site, as far as this process knows; `everywhere`: nobody may see them any more."""

    site: UUID
    visitor: UUID
    everywhere: bool = False


class Watched(Envelope, frozen=True, tag="watch"):
    """A lease: operators here look at who is on these sites. Without one nobody tells; `afresh`: tell all once more."""

    sites: list[UUID]
    afresh: bool = False


SightEnvelope = Seen | StillSeen | Unseen | Watched
AnyEnvelope = (
    News
    | Appended
    | RollCall
    | ToOperators
    | ToVisitor
    | SessionEnded
    | SessionChanged
    | SiteStale
    | VisitorRevoked
    | VisitorChanged
    | Here
    | Gone
    | SightEnvelope
)


class Parcel(Struct, frozen=True):
    """One payload: which process sends it, and the envelopes, oldest first."""

    node: str
    envelopes: list[AnyEnvelope]


class _Raw(Struct, frozen=True):
    node: str
    envelopes: list[msgspec.Raw]


_encoder = msgspec.json.Encoder(uuid_format="hex")
_decoder = msgspec.json.Decoder(Parcel)
_raw_decoder = msgspec.json.Decoder(_Raw)
_envelope_decoder = msgspec.json.Decoder(AnyEnvelope)
_TAIL = b"]}"


def open_parcel(payload: bytes) -> Parcel:
    """The parcel of a payload, without what only a later version knows: beside that may be what closes a session.

    Raises:
        msgspec.DecodeError: it is none of ours, or nothing in it is of this version.
    """
    try:
        return _decoder.decode(payload)
    except msgspec.ValidationError:
        raw = _raw_decoder.decode(payload)
        known = [envelope for one in raw.envelopes for envelope in _if_known(one)]
        if not known:
            raise
        return Parcel(raw.node, known)


def _if_known(raw: msgspec.Raw) -> list[AnyEnvelope]:
    try:
        return [_envelope_decoder.decode(raw)]
    except msgspec.ValidationError:
        return []


def seal(envelope: AnyEnvelope) -> bytes:
    """An envelope as it goes into a payload."""
    return _encoder.encode(envelope)


def pack(node: str, sealed: Iterable[bytes], *, max_bytes: int) -> Iterator[bytes]:
    """Payloads of at most `max_bytes` that hold the envelopes in their order; each envelope must fit into one."""
    head = head_of(node)
    room = max_bytes - len(head) - len(_TAIL)
    waiting: list[bytes] = []
    size = 0
    for one in sealed:
        if waiting and size + len(one) > room:
            yield head + b",".join(waiting) + _TAIL
            waiting, size = [], 0
        waiting.append(one)
        size += len(one) + 1
    if waiting:
        yield head + b",".join(waiting) + _TAIL


def head_of(node: str) -> bytes:
    """How the payloads of a process begin, and of no other."""
    return b'{"node":%s,"envelopes":[' % _encoder.encode(node)


def max_sealed_bytes(node: str, *, max_bytes: int) -> int:
    """How large an envelope may be."""
    return max_bytes - len(head_of(node)) - len(_TAIL)
