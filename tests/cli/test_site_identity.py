"""`ryadom site identity`, as an engineer types it who replaces the secret of a shop."""

from ryadom.core.sites import add_site
from ryadom.store.database import Database
from tests.cli.command import ryadom

SECRET_KEY = "abcdefghijklmnopqrstuvwxyz0123456789"


async def test_secret_is_made_shown_replaced_and_the_old_one_taken_back(database: Database, database_url: str) -> None:
    site = await add_site(database, name="Лавка", origins=["https://shop.test"])
    settings = {"RYADOM_DATABASE_URL": database_url, "RYADOM_SECRET_KEY": SECRET_KEY}

    def run(*options: str) -> tuple[int, str, str]:
        done = ryadom("site", "identity", site.key, *options, **settings)
        return done.status, done.out.strip(), done.err

    status, first, said = run()
    assert (status, len(first), said) == (0, 43, "")
    assert run() == (0, first, "")
    status, second, said = run("--new")
    assert (status, second != first) == (0, True)
    assert "the secret before this one is good too" in said
    status, nothing, said = run("--drop-old")
    assert (status, nothing) == (0, "")
    assert "good no more" in said
    assert run() == (0, second, "")
    status, nothing, said = run("--drop-old")
    assert (status, nothing) == (1, "")
    assert said.startswith("ryadom: ")
    async with database.connection() as connection:
        whats = await connection.fetch("SELECT details->>'what' AS what FROM journal ORDER BY number DESC LIMIT 5")
    assert [row["what"] for row in whats] == [
        "identity_secret_shown", "identity_secret_dropped", "identity_secret", "identity_secret_shown",
        "identity_secret",
    ]  # fmt: skip


async def test_site_that_is_not_there_has_none(database: Database, database_url: str) -> None:
    settings = {"RYADOM_DATABASE_URL": database_url, "RYADOM_SECRET_KEY": SECRET_KEY}
    done = ryadom("site", "identity", "nobodys-key", **settings)
    assert (done.status, done.out) == (1, "")
    assert done.err.startswith("ryadom: ")
