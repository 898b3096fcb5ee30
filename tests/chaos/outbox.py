"""What a client of the suite has written and nobody has acknowledged: in order, one on the wire at a time. Pure."""

from collections import deque

from msgspec import Struct

from tests.web.client import JsonObject


class Letter(Struct, frozen=True, kw_only=True):
    """A command that stores an entry. `content` is what the entry will say, see `history`."""

    echo_id: str
    command: JsonObject
    content: str


class Outbox:
    """What the widget's `outbox.ts` is; its bound is the length of the plan that fills it."""

    def __init__(self) -> None:
        self._letters: deque[Letter] = deque()
        self._is_on_the_wire = False
        self._not_before = 0.0

    def __len__(self) -> int:
        return len(self._letters)

    def put(self, letter: Letter) -> None:
        self._letters.append(letter)

    def next_letter(self, now: float) -> Letter | None:
        """What is to go on the wire now; it counts as sent."""
        if not self._letters or self._is_on_the_wire or now < self._not_before:
            return None
        self._is_on_the_wire = True
        return self._letters[0]

    def acknowledge(self, echo_id: str | None) -> bool:
        """Takes out what is stored; whether it was there."""
        found = next((letter for letter in self._letters if letter.echo_id == echo_id), None)
        if found is None:
            return False
        if found is self._letters[0]:
            self._is_on_the_wire = False
        self._letters.remove(found)
        return True

    def put_off(self, until: float) -> None:
        """The first was refused with a time to try again."""
        self._is_on_the_wire = False
        self._not_before = until

    def begin_again(self) -> None:
        """A new connection: what was on the wire may or may not have arrived."""
        self._is_on_the_wire = False
