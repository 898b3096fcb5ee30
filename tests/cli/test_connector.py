"""`ryadom connector`: added from a file or standard input, tried, listed without its secret, removed."""

import asyncio
import json
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from secrets import token_urlsafe

import pytest

from ryadom.store.database import Database
from ryadom.store.sites import Basis, set_basis
from tests.cli.command import ryadom
from tests.connectors import Simulated
from tests.simulators import megaplan, planfix
from tests.simulators.amocrm import account
from tests.simulators.bitrix24 import CODE, portal
from tests.simulators.onec import base
from tests.simulators.retailcrm import shop
from tests.web.client import furnish

Simulator = Callable[[], AbstractAsyncContextManager[Simulated]]
SECRET_KEY = token_urlsafe(40)


async def run(*arguments: str, database_url: str, stdin: str = "") -> tuple[int, str, str]:
    """With the secret key that seals what is kept."""
    settings = {"RYADOM_DATABASE_URL": database_url, "RYADOM_SECRET_KEY": SECRET_KEY}
    done = await asyncio.to_thread(lambda: ryadom(*arguments, stdin=stdin, **settings))
    return done.status, done.out, done.err


async def test_connector_is_added_tried_listed_changed_and_removed(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    site = await furnish(database)
    async with database.transaction() as connection:
        await set_basis(connection, site.id, Basis.OTHER, "договор")
    async with portal() as crm:
        recipient = ("--recipient", "ООО «Учёт»", "--country", "RU", "--purpose", "Учёт", "--categories", "имя")
        place = ("--host", "127.0.0.1", "--port", str(crm.port), "--local")
        most = ("--webhook-data", "contents_and_contacts")
        code, _, err = await run("egress", "add", *place, *most, *recipient, database_url=database_url)
        assert code == 0, err
        url = crm.url.replace("crm.test", "127.0.0.1")
        wanted = ("--set", "creates=deal", "--map", "TITLE=Чат {site}", "--on-contacts", "--on-rating", "3")
        code, id, err = await run(
            *("connector", "add", "bitrix24", "--settings", "-", "--site", site.key, *wanted),
            database_url=database_url,
            stdin=json.dumps({"url": url}),
        )
        assert code == 0, err
        assert "RYADOM_PUBLIC_URL" in err
        id = id.strip()
        code, listed, _ = await run("connector", "list", database_url=database_url)
        origin = f"http://127.0.0.1:{crm.port}"
        assert listed.splitlines()[0].split("\t") == [
            *(id, "bitrix24", origin, "contacts, rated 3 or lower", "1", "good", "0")
        ]
        assert CODE not in listed
        code, said, err = await run("connector", "test", id, database_url=database_url)
        assert (code, "Ольга Смирнова" in said) == (0, True), err
        assert "RYADOM_PUBLIC_URL" in err
        code, said, _ = await run("connector", "lists", id, database_url=database_url)
        assert "stage\tWON\tСделка успешна" in said
        file = tmp_path / "settings.json"
        file.write_text(json.dumps({"category_id": 5}), encoding="utf-8")
        code, said, err = await run("connector", "change", id, "--settings", str(file), database_url=database_url)
        assert code == 0, err
        code, said, _ = await run("connector", "lists", id, database_url=database_url)
        assert "stage\tC5:WON\tСделка успешна" in said
        assert await run("connector", "log", id, database_url=database_url) == (0, "", "")
        code, said, _ = await run("connector", "send", id, "--failed", database_url=database_url)
        assert (code, said.split(".")[0]) == (0, "Due: 0")
        assert (await run("connector", "send", id, database_url=database_url))[0] == 2
        await run("connector", "disable", id, database_url=database_url)
        assert "disabled" in (await run("connector", "list", database_url=database_url))[1]
        await run("connector", "enable", id, database_url=database_url)
        crm.is_revoked = True
        code, _, err = await run("connector", "test", id, database_url=database_url)
        assert (code, "удалили или перевыпустили" in err) == (1, True)
        code, said, _ = await run("connector", "remove", id, database_url=database_url)
        assert (code, "is removed" in said) == (0, True)
        code, _, err = await run("connector", "remove", id, database_url=database_url)
        assert (code, "ryadom connector list" in err) == (1, True)


@pytest.mark.parametrize(
    ("simulator", "sets", "account_name", "listed"),
    [
        (account, ("responsible_id=7",), "Лавка", "stage\t33/29\tПродажи: Первичный контакт"),
        (shop, ("responsible_id=7",), "127.0.0.1: lavka", "source\tlive-chat\tОнлайн-консультант"),
        (base, (), "Управление торговлей", ""),
        (planfix.account, ("template_id=5", "responsible_id=7"), "127.0.0.1", "stage\t5\tЗаявка с сайта"),
        (megaplan.account, ("program_id=5", "responsible_id=7"), "127.0.0.1: Продажи", "stage\t5\tПродажи"),
    ],
)
async def test_connector_of_another_kind_is_added_tried_and_its_lists_are_shown(
    database: Database,
    database_url: str,
    simulator: Simulator,
    sets: tuple[str, ...],
    account_name: str,
    listed: str,
) -> None:
    site = await furnish(database)
    async with database.transaction() as connection:
        await set_basis(connection, site.id, Basis.OTHER, "договор")
    async with simulator() as crm:
        recipient = ("--recipient", "ООО «Учёт»", "--country", "RU", "--purpose", "Учёт", "--categories", "имя")
        place = ("--host", "127.0.0.1", "--port", str(crm.port), "--local")
        most = ("--webhook-data", "contents_and_contacts")
        code, _, err = await run("egress", "add", *place, *most, *recipient, database_url=database_url)
        assert code == 0, err
        code, id, err = await run(
            *("connector", "add", crm.kind, "--settings", "-", "--on-closed"),
            *(word for one in sets for word in ("--set", one)),
            database_url=database_url,
            stdin=json.dumps({**crm.settings, "url": str(crm.settings["url"]).replace("crm.test", "127.0.0.1")}),
        )
        assert code == 0, err
        id = id.strip()
        code, said, err = await run("connector", "test", id, database_url=database_url)
        assert (code, account_name in said) == (0, True), err
        code, said, err = await run("connector", "lists", id, database_url=database_url)
        assert (code, listed in said) == (0, True), err
        code, said, _ = await run("connector", "list", database_url=database_url)
        assert crm.kind in said
        assert crm.secret not in said


async def test_rules_and_sites_are_changed_and_what_is_not_named_stays(database: Database, database_url: str) -> None:
    site = await furnish(database)
    async with portal() as crm:
        recipient = ("--recipient", "ООО «Учёт»", "--country", "RU", "--purpose", "Учёт", "--categories", "имя")
        place = ("--host", "127.0.0.1", "--port", str(crm.port), "--local")
        most = ("--webhook-data", "contents_and_contacts")
        code, _, err = await run("egress", "add", *place, *most, *recipient, database_url=database_url)
        assert code == 0, err
        code, id, err = await run(
            *("connector", "add", "bitrix24", "--settings", "-", "--on-contacts", "--map", "TITLE=Чат {site}"),
            database_url=database_url,
            stdin=json.dumps({"url": crm.url.replace("crm.test", "127.0.0.1")}),
        )
        assert code == 0, err

        async def changed(*options: str) -> list[str]:
            code, _, err = await run("connector", "change", id.strip(), *options, database_url=database_url)
            assert code == 0, err
            _, listed, _ = await run("connector", "list", database_url=database_url)
            return listed.splitlines()[0].split("\t")[3:5]

        assert await changed("--on-closed", "--on-rating", "2") == ["contacts, closed, rated 2 or lower", "all"]
        assert await changed("--not-on-contacts", "--site", site.key) == ["closed, rated 2 or lower", "1"]
        assert await changed("--on-rating", "0", "--without-contacts") == ["closed", "1"]
        assert await changed("--all-sites") == ["closed", "all"]
        async with database.connection() as connection:
            rules, mapping = await connection.fetchrow("SELECT rules, mapping FROM connectors") or ("", "")
        assert (json.loads(rules)["needs_contacts"], json.loads(mapping)) == (False, {"TITLE": "Чат {site}"})
        for wrong in (("--site", site.key, "--all-sites"), ("--on-tag", "VIP", "--not-on-tag")):
            assert (await run("connector", "change", id.strip(), *wrong, database_url=database_url))[0] == 2
        code, _, err = await run("connector", "change", id.strip(), "--on-tag", "VIP", database_url=database_url)
        assert (code, "There is no tag 'VIP'" in err) == (1, True)
        code, _, err = await run("connector", "change", id.strip(), "--site", "NONE", database_url=database_url)
        assert (code, "There is no site NONE" in err) == (1, True)


async def test_settings_that_are_none_are_refused_and_not_repeated(database: Database, database_url: str) -> None:
    await furnish(database)
    for stdin in ("s3cret", '["s3cret"]', '{"url": "https://s3cret@crm.example.ru/rest/1/abcdefgh/"}'):
        code, out, err = await run(
            "connector", "add", "bitrix24", "--settings", "-", database_url=database_url, stdin=stdin
        )
        assert (code in (1, 2), out, "s3cret" in err) == (True, "", False), err


async def test_tag_that_there_is_not_is_refused_with_those_there_are(database: Database, database_url: str) -> None:
    await furnish(database)
    code, _, err = await run(
        *("connector", "add", "bitrix24", "--settings", "-", "--on-tag", "VIP"),
        database_url=database_url,
        stdin='{"url": "https://crm.example.ru/rest/1/abcdefgh/"}',
    )
    assert (code, "There is no tag 'VIP'" in err) == (1, True)
