"""Roles of operators who were there before there were any."""

from pathlib import Path

from ryadom.store.database import open_database
from ryadom.store.migrate import MIGRATIONS, migrate

ADDED = (("second", "2026-02-01"), ("first", "2026-01-01"), ("third", "2026-03-01"))


async def test_first_operator_of_a_running_installation_becomes_its_owner_and_others_keep_their_work(
    empty_database_url: str, tmp_path: Path
) -> None:
    landed = sorted(MIGRATIONS.glob("*.sql"))
    for file in landed:
        if file.name < "0008":
            (tmp_path / file.name).write_bytes(file.read_bytes())
    async with open_database(empty_database_url) as database:
        await migrate(database, tmp_path)
        async with database.connection() as connection:
            for name, day in ADDED:
                await connection.execute(
                    "INSERT INTO operators (id, email, name, password_hash, created_at) "
                    "VALUES (gen_random_uuid(), CAST($1 AS text), CAST($1 AS text), '', "
                    "CAST(CAST($2 AS text) AS timestamptz))",
                    name,
                    day,
                )
        await migrate(database)
        async with database.connection() as connection:
            rows = await connection.fetch("SELECT name, role FROM operators ORDER BY name")
    assert [(row["name"], row["role"]) for row in rows] == [
        ("first", "owner"),
        ("second", "operator"),
        ("third", "operator"),
    ]
