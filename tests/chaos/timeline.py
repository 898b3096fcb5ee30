"""A conversation as a client of the suite holds it: one unbroken stretch, by the rules of docs/protocol.md. Pure."""

from collections.abc import Iterable

from tests.web.client import JsonObject


class Timeline:
    """What the widget's `timeline.ts` is: entries that came too early wait until the gap before them is closed."""

    def __init__(self) -> None:
        self.entries: list[JsonObject] = []
        self._early: dict[int, JsonObject] = {}
        self._heard_seq = 0

    @property
    def last_seq(self) -> int:
        """The newest held; 0 where there is none."""
        return self.entries[-1]["seq"] if self.entries else 0

    @property
    def is_behind(self) -> bool:
        """Whether anybody has spoken of something newer than what is held."""
        return self._heard_seq > self.last_seq

    def hear_of(self, seq: int) -> None:
        """Somebody has said that the conversation goes up to `seq`."""
        self._heard_seq = max(self._heard_seq, seq)

    def take_event(self, entry: JsonObject) -> None:
        """Applies an entry that came live."""
        self.hear_of(entry["seq"])
        self._early.setdefault(entry["seq"], entry)
        self._follow()

    def take_page(self, entries: Iterable[JsonObject], last_seq: int) -> None:
        """Applies a history; the first page that comes is where the stretch begins."""
        self.hear_of(last_seq)
        page = list(entries)
        if page and not self.entries:
            self.entries.append(page[0])
        for entry in page:
            self._early.setdefault(entry["seq"], entry)
        self._follow()

    def _follow(self) -> None:
        for seq in sorted(self._early):
            entry = self._early[seq]
            if seq > self.last_seq:
                if entry["prev_seq"] > self.last_seq:
                    break
                self.entries.append(entry)
            del self._early[seq]
