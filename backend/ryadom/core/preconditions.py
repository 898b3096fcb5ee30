"""Over which state of an object a program changes it: whoever has changed it since is not overruled unawares."""

from collections.abc import Callable

from msgspec import Struct

from ryadom.errors import PreconditionFailed


class Precondition(Struct, frozen=True, kw_only=True):
    """What the program has seen. `holds`: of which objects; `tag`: of one state, else empty."""

    tag: str
    holds: Callable[[object], bool]

    def check(self, now: object) -> None:
        """Refuses to change an object that the program has not seen as it is now.

        Raises:
            PreconditionFailed: it has another state.
        """
        if not self.holds(now):
            raise PreconditionFailed("It has been changed since you read it: get it afresh.", field="if-match")
