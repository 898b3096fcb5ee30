"""What is known of accounts between pushes, tokens above all: in this process's memory alone."""

import asyncio

Holder = tuple[str, str, str]
"""An account's origin, a user and their password: who writes in another password gets no token of the old one."""


class Pass:
    """What one user has of an account. `ends_at`: seconds since 1970. Hold `lock` while it is renewed.

    `finds_people`: whether the account finds them by their telephones; None where nobody has tried.
    """

    def __init__(self) -> None:
        self.access = ""
        self.refresh = ""
        self.ends_at = 0.0
        self.finds_people: bool | None = None
        self.lock = asyncio.Lock()


class Passes:
    """Those of all accounts of a process."""

    def __init__(self) -> None:
        self._held: dict[Holder, Pass] = {}

    def of(self, holder: Holder) -> Pass:
        """What this user has, if only an empty one; what they had by another password is forgotten."""
        for other in [one for one in self._held if one[:2] == holder[:2] and one != holder]:
            del self._held[other]
        return self._held.setdefault(holder, Pass())
