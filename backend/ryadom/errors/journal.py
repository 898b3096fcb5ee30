"""Errors of the journal of actions with personal data."""

from ryadom.errors.tree import BadInput, Unavailable


class HeadsUnusable(BadInput):
    """A file of the journal's heads that can't be read or written, or holds something else."""

    code = "heads_unusable"


class JournalUnavailable(Unavailable):
    """The journal of actions with personal data can't be written, so the action is refused; try again."""

    code = "journal_unavailable"


class JournalBroken(Unavailable):
    """A record of the journal that no code of ours wrote; `number` is its place in the chain."""

    code = "journal_broken"
    http_status = 500

    def __init__(self, message: str, *, number: int) -> None:
        super().__init__(message)
        self.number = number
