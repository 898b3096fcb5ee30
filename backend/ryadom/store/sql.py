"""`.sql` files as Python callables: `-- name: find_site` begins a query, `:key` is a parameter.

Queries are compiled once, at import, to the driver's positional form and run on asyncpg's connection: one statement
through `databases` and SQLAlchemy's text() costs 298 µs of client CPU against 113 (docs/architecture.md, "Libraries").
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

Row = Mapping[str, Any]


class Connection(Protocol):
    """The part of asyncpg's connection that queries use."""

    async def fetch(self, query: str, *values: object) -> Sequence[Row]: ...  # noqa: D102 - asyncpg documents it
    async def fetchrow(self, query: str, *values: object) -> Row | None: ...  # noqa: D102
    async def fetchval(self, query: str, *values: object) -> Any: ...  # noqa: D102
    async def execute(self, query: str, *values: object) -> str: ...  # noqa: D102


class Query:
    """One named statement; `source` is its text as it is written, with named parameters."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.source = text
        self.parameters: tuple[str, ...] = tuple(dict.fromkeys(_PARAMETER.findall(text)))
        self.text = f"-- {name}\n" + _PARAMETER.sub(self._position, text)

    def filled(self, **marks: str) -> "Query":
        """The statement with these words put for its marks, in this order: a word may hold a later mark."""
        text = self.source
        for mark, words in marks.items():
            text = text.replace(mark, words)
        return Query(self.name, text)

    def _position(self, match: re.Match[str]) -> str:
        return f"${self.parameters.index(match[1]) + 1}"

    def _ordered(self, values: dict[str, object]) -> list[object]:
        if values.keys() != set(self.parameters):
            raise TypeError(f"{self.name} takes {', '.join(self.parameters)}; got {', '.join(values)}")
        return [values[parameter] for parameter in self.parameters]

    async def all(self, connection: Connection, **values: object) -> Sequence[Row]:
        """Every row."""
        return await connection.fetch(self.text, *self._ordered(values))

    async def first(self, connection: Connection, **values: object) -> Row | None:
        """The first row, or None where there is none."""
        return await connection.fetchrow(self.text, *self._ordered(values))

    async def one(self, connection: Connection, **values: object) -> Row:
        """The row of a statement that always gives one."""
        row = await self.first(connection, **values)
        if row is None:
            raise LookupError(f"{self.name} gave no row")
        return row

    async def value(self, connection: Connection, **values: object) -> Any:
        """The first column of the first row."""
        return await connection.fetchval(self.text, *self._ordered(values))

    async def run(self, connection: Connection, **values: object) -> int:
        """Runs the statement for its effect; gives how many rows it touched."""
        tag = await connection.execute(self.text, *self._ordered(values))
        count = tag.rpartition(" ")[2]
        return int(count) if count.isdigit() else 0


class Queries:
    """The queries of one file, as attributes: `queries.find_site.first(connection, key=…)`."""

    def __init__(self, file: Path) -> None:
        _, *parts = _HEADING.split(file.read_text(encoding="utf-8"))
        self._queries = {name: Query(name, text.strip()) for name, text in zip(parts[::2], parts[1::2], strict=True)}

    def __getattr__(self, name: str) -> Query:
        try:
            return self._queries[name]
        except KeyError:
            raise AttributeError(f"no query is named {name}") from None


def queries_beside(module_file: str) -> Queries:
    """The `.sql` file that stands beside a module: `queries_beside(__file__)`."""
    return Queries(Path(module_file).with_suffix(".sql"))


_HEADING = re.compile(r"^-- name: (\w+)$", re.MULTILINE)
# A colon that is neither half of a cast (`::`) nor inside a word: casts are written CAST(… AS …), see style.
_PARAMETER = re.compile(r"(?<![:\w]):([a-z_]\w*)")
