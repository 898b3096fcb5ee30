"""What the load generator is told to do, and what it tells afterwards."""

from enum import StrEnum

from msgspec import Struct


class Kind(StrEnum):
    """The shapes of load.

    `closed`: each chat sends its next message when its own has come back. `paced`: each sends one a second.
    `fan_out`: one chat, many operators. `connect`: sockets are opened up to their welcome, and held. `chat`: the same,
    and each begins a conversation. `catch_up`: one visitor fetches what they have missed. `resume`: the same, one
    visitor after the other. `storm`: all at once, after all have been cut off. `inbox`: a panel opens.
    """

    CLOSED = "closed"
    PACED = "paced"
    FAN_OUT = "fan_out"
    CONNECT = "connect"
    CHAT = "chat"
    CATCH_UP = "catch_up"
    RESUME = "resume"
    STORM = "storm"
    INBOX = "inbox"


class Manner(StrEnum):
    """How long those who were cut off wait: not at all, or as the widget does (full jitter, from 0.5 s)."""

    AT_ONCE = "at_once"
    AS_WIDGET = "as_widget"


class Visitor(Struct, frozen=True, kw_only=True):
    """Somebody who has a conversation, and holds it up to `after_seq`."""

    token: str
    conversation_id: str
    after_seq: int


class Plan(Struct, frozen=True, kw_only=True):
    """One run against one server, which may be several processes.

    `cookie` signs the operators in; None where the server asks for none. `visitors` are who comes, where it must not be
    anybody. `sources`: addresses of loopback to come from, each of which has 28,000 ports. `until_told`: the measuring
    ends with a line on stdin, not after `measured_s`.
    `agree_to`: the document that every chat agrees to before its first message.
    `operator_port`: of another server of the same installation, where the operators are.
    """

    kind: Kind
    port: int
    server_pids: tuple[int, ...]
    core: int
    site_key: str
    origin: str
    cookie: str | None = None
    operator_port: int | None = None
    chats: int = 1
    operators: int = 1
    warm_up_s: float = 0.6
    measured_s: float = 2.0
    until_told: bool = False
    visitors: tuple[Visitor, ...] = ()
    manner: Manner = Manner.AT_ONCE
    sources: int = 1
    agree_to: str | None = None


class Sample(Struct, frozen=True, array_like=True):
    """One message: when it was sent, by the clock of `time.perf_counter`, which all processes share, and its way."""

    sent_at: float
    latency_s: float


class Outcome(Struct, frozen=True, kw_only=True):
    """What was measured. Times are from a visitor's send to the operator's receipt; shares are of one core.

    `begun_at` is of the clock of `time.perf_counter`. `each`: every message, where `until_told`. `medians_ms`: of a
    panel's questions, by name.
    """

    per_s: float = 0.0
    p50_ms: float = 0.0
    p99_ms: float = 0.0
    p999_ms: float = 0.0
    samples: int = 0
    begun_at: float = 0.0
    elapsed_s: float = 0.0
    client_share: float = 0.0
    server_share: float = 0.0
    each: tuple[Sample, ...] = ()
    medians_ms: dict[str, float] = {}

    @property
    def server_us(self) -> float:
        """CPU time of the server for one message or socket, in microseconds."""
        return self.server_share / self.per_s * 1e6 if self.per_s else 0.0
