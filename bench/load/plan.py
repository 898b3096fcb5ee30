"""What the load generator is told to do, and what it tells afterwards."""

from enum import StrEnum

from msgspec import Struct


class Kind(StrEnum):
    """The shapes of load.

    `closed`: each chat sends its next message when its own has come back. `paced`: each sends one a second.
    `fan_out`: one chat, many operators. `connect`: sockets are opened up to their welcome, and held.
    `catch_up`: one visitor fetches what they have missed.
    """

    CLOSED = "closed"
    PACED = "paced"
    FAN_OUT = "fan_out"
    CONNECT = "connect"
    CATCH_UP = "catch_up"


class Plan(Struct, frozen=True, kw_only=True):
    """One run against one server. `cookie` signs the operators in; None where the server asks for none."""

    kind: Kind
    port: int
    server_pid: int
    core: int
    site_key: str
    origin: str
    cookie: str | None = None
    chats: int = 1
    operators: int = 1
    warm_up_s: float = 0.6
    measured_s: float = 2.0
    token: str | None = None
    conversation_id: str | None = None
    after_seq: int = 0


class Outcome(Struct, frozen=True, kw_only=True):
    """What was measured. Times are from a visitor's send to the operator's receipt; shares are of one core."""

    per_s: float = 0.0
    p50_ms: float = 0.0
    p99_ms: float = 0.0
    p999_ms: float = 0.0
    samples: int = 0
    elapsed_s: float = 0.0
    client_share: float = 0.0
    server_share: float = 0.0

    @property
    def server_us(self) -> float:
        """CPU time of the server for one message or socket, in microseconds."""
        return self.server_share / self.per_s * 1e6 if self.per_s else 0.0
