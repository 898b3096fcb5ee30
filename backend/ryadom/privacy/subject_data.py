"""What is held on whom, by category, in words: read off the data map, for papers."""

from collections.abc import Iterator

from ryadom.privacy.classification import Table, Whose
from ryadom.privacy.data_map import TABLES


def held_categories(whose: Whose = Whose.VISITOR) -> Iterator[tuple[str, str]]:
    """Each category of data held on visitors, or on the staff, and what belongs to it."""
    found: dict[str, dict[str, None]] = {}
    for table in TABLES:
        for column in table.columns:
            if column.whose is whose:
                found.setdefault(column.category.value, {})[column.meaning] = None
    for category, meanings in found.items():
        yield category, "; ".join(meanings)


def kept_terms(whose: Whose = Whose.VISITOR) -> Iterator[tuple[str, str]]:
    """What each table with such data is for, and how long its rows are kept."""
    for table in TABLES:
        if _has(table, whose):
            yield table.meaning, table.kept


def _has(table: Table, whose: Whose) -> bool:
    return any(column.whose is whose for column in table.columns)
