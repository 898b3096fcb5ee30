"""What is asked for of exports, and what the server gives of them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

Row = dict[str, str | int | bool | None]
"""A row of a table by its columns; times are texts as the server writes them, in UTC."""


class Table(Struct, frozen=True):
    """Which rows and columns of a table: `conversations`, `messages`, `customers`, `consents` or `ratings`.

    `since`, `before`: what began then, with a zone. From `department_ids` on: only of conversations that are so.
    Without `columns` all, in their order. `delimiter`, `has_mark`: of CSV.
    """

    kind: str
    sites: Sequence[str] = ()
    since: datetime | None = None
    before: datetime | None = None
    department_ids: Sequence[UUID | str] = ()
    operator_ids: Sequence[UUID | str] = ()
    tag_ids: Sequence[UUID | str] = ()
    states: Sequence[str] = ()
    scores: Sequence[int] = ()
    is_unanswered: bool = False
    columns: Sequence[str] = ()
    delimiter: str = ";"
    has_mark: bool = True

    def query(self, format: str) -> dict[str, str | int | list[str]]:
        """What is asked for, without what is so anyway."""
        asked: dict[str, str | int | list[str]] = {
            "site": list(self.sites),
            "department": [str(id) for id in self.department_ids],
            "operator": [str(id) for id in self.operator_ids],
            "tag": [str(id) for id in self.tag_ids],
            "state": list(self.states),
            "score": [str(score) for score in self.scores],
            "since": self.since.isoformat() if self.since else "",
            "before": self.before.isoformat() if self.before else "",
            "unanswered": "true" if self.is_unanswered else "",
            "columns": ",".join(self.columns),
            "delimiter": self.delimiter if self.delimiter != ";" else "",
            "mark": "" if self.has_mark else "false",
            "format": format,
        }
        return {name: value for name, value in asked.items() if value}


class Export(Struct, frozen=True, kw_only=True, tag_field="object", tag="export"):
    """A table that is made beside the chats. `rows` of about `rows_expected` are done.

    `state`: `queued`, `running`, `done`, `failed`, `cancelled`, or `ended` once the file is gone; `reason`: why.
    """

    id: UUID
    kind: str
    format: str
    sites: tuple[str, ...]
    state: str
    reason: str
    created_at: datetime
    finished_at: datetime | None
    expires_at: datetime | None
    rows: int
    rows_expected: int | None
    bytes: int | None
    file: str | None

    @property
    def is_over(self) -> bool:
        """Whether nothing more will become of it."""
        return self.state not in ("queued", "running")
