"""What another server answered: status, some headers, and as much of its body as is wanted."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

import msgspec
from msgspec import Struct

from ryadom.errors import AnswerTooLarge, AnswerUnreadable, CallBroken, CallTooSlow, RyadomError

T = TypeVar("T")

SHOWN_CHARS = 80


class End(StrEnum):
    """How the body ended: as it should, at our bound, when its time was over, or in the middle of it."""

    WHOLE = "whole"
    CUT = "cut"
    LATE = "late"
    BROKEN = "broken"


class Answer(Struct, frozen=True, kw_only=True):
    """An answer with a status from 200 to 299 or from 400 to 599. Names of `headers` are lower case.

    `body` is what was taken of it, never unpacked; `took_s`: seconds from the call until then.
    """

    host: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    end: End
    took_s: float

    @property
    def is_good(self) -> bool:
        """Whether it says yes."""
        return 200 <= self.status < 300

    @property
    def is_packed(self) -> bool:
        """Whether the body is compressed, though nobody asked for that."""
        return self.headers.get("content-encoding", "identity").strip().lower() not in ("", "identity")

    @property
    def text(self) -> str:
        """The body for people to look at; what is not UTF-8 is replaced, what is packed is left out."""
        return "" if self.is_packed else self.body.decode("utf-8", "replace")

    def json(self, shape: type[T]) -> T:
        """The body as a struct of ours.

        Raises:
            AnswerTooLarge, CallTooSlow, CallBroken: the body is not whole.
            AnswerUnreadable: it is no JSON (a page of some proxy, say), packed, or of another shape.
        """
        if failure := self._failure():
            raise failure
        kind = self.headers.get("content-type", "").partition(";")[0].strip().lower()
        if self.is_packed:
            raise AnswerUnreadable(f"{self.host} answered {self.status} with a packed body, which nobody asked for.")
        if kind != "application/json" and not kind.endswith("+json"):
            shown = ascii(kind[:SHOWN_CHARS]) if kind else "nothing that it names"
            raise AnswerUnreadable(f"{self.host} answered {self.status} with {shown} where JSON was wanted.")
        try:
            return msgspec.json.decode(self.body, type=shape)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            # msgspec names the place and the kind of what is wrong, never what stands there.
            raise AnswerUnreadable(f"{self.host} answered {self.status} with other JSON than wanted: {error}") from None

    def _failure(self) -> RyadomError | None:
        match self.end:
            case End.WHOLE:
                return None
            case End.CUT:
                return AnswerTooLarge(f"{self.host} answered with more than {len(self.body)} bytes.")
            case End.LATE:
                return CallTooSlow(f"{self.host} answered {self.status}, and did not come to an end in time.")
            case End.BROKEN:
                return CallBroken(f"{self.host} hung up in the middle of its answer.")
