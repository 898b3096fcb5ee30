"""`ryadom api-key`: made, shown once, listed without it, revoked."""

from ryadom.cli import api_key as command
from ryadom.core.api_keys import Scope
from ryadom.store.database import Database
from tests.cli.command import run
from tests.web.client import furnish


def test_choices_of_the_command_are_those_there_are() -> None:
    assert tuple(Scope) == command.SCOPES


async def test_key_is_made_listed_and_revoked(database: Database, database_url: str) -> None:
    site = await furnish(database)
    wanted = ("--scope", "export_data", "--site", site.key, "--days", "30")
    code, secret, err = await run("api-key", "add", "Отчёты", *wanted, database_url=database_url)
    assert (code, secret[:3], len(secret.strip())) == (0, "rk_", 46), err
    id = err.partition("Key ")[2].partition(",")[0]
    code, listed, _ = await run("api-key", "list", database_url=database_url)
    [line] = listed.splitlines()
    cells = line.split("\t")
    assert cells[:4] == [id, "Отчёты", "export_data", "1"]
    assert (cells[5], cells[6][:5]) == ("-", "until")
    assert secret.strip() not in listed
    code, said, _ = await run("api-key", "revoke", id, database_url=database_url)
    assert (code, said) == (0, "Отчёты is good no more.\n")
    assert "revoked" in (await run("api-key", "list", database_url=database_url))[1]
    code, _, err = await run("api-key", "revoke", id, database_url=database_url)
    assert code == 1
    assert "ryadom api-key list" in err


async def test_site_that_is_not_there_is_named(database: Database, database_url: str) -> None:
    await furnish(database)
    code, out, err = await run(
        "api-key", "add", "Отчёты", "--scope", "export_data", "--site", "nothing", database_url=database_url
    )
    assert (code, out) == (1, "")
    assert "nothing" in err
