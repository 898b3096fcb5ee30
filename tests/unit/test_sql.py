"""The loader of `.sql` files."""

from pathlib import Path

import pytest

from ryadom.store.sql import Queries

TEXT = """-- A file's own comment.

-- name: find_thing
-- By things_pkey.
SELECT a, CAST(:b AS text), ':c' FROM things WHERE id = :id AND b = :b;

-- name: make_thing
INSERT INTO things (id) VALUES (:id);
"""


@pytest.fixture
def queries(tmp_path: Path) -> Queries:
    file = tmp_path / "things.sql"
    file.write_text(TEXT)
    return Queries(file)


def test_named_parameters_become_positions(queries: Queries) -> None:
    assert queries.make_thing.parameters == ("id",)
    assert "VALUES ($1)" in queries.make_thing.text
    assert queries.find_thing.text.count("$1") == 2
    assert queries.find_thing.text.startswith("-- find_thing\n")


async def test_missing_or_superfluous_parameter_is_named(queries: Queries) -> None:
    class NoConnection:
        async def execute(self, *_: object) -> str:
            raise AssertionError("not reached")

    with pytest.raises(TypeError, match="make_thing takes id; got name"):
        await queries.make_thing.run(NoConnection(), name="x")  # type: ignore[arg-type]  # never used


def test_unknown_query_is_an_attribute_error(queries: Queries) -> None:
    with pytest.raises(AttributeError, match="no query is named drop_thing"):
        queries.drop_thing  # noqa: B018 - the access is the act
