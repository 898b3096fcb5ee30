"""Ready replies: who keeps and shares them, what happens when two edit one, and tables out and in."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest

from ryadom.core.canned_csv import read_replies, write_replies
from ryadom.core.canned_shapes import MAX_REPLIES, Words
from ryadom.core.operators import add_operator
from ryadom.errors import BadBody
from ryadom.store.journal_chain import Action
from ryadom.store.operators import Role
from tests.store.journals import links_of
from tests.web.accounts import Account, account, enrolled
from tests.web.client import PASSWORD, SITE_KEYS, JsonObject, Server

API = "/panel/api/canned-replies"


@asynccontextmanager
async def supervisor(server: Server, *site_keys: str) -> AsyncIterator[Account]:
    email = "s@shop.test"
    await add_operator(
        server.database,
        email=email,
        name="Сергей",
        password=PASSWORD,
        site_keys=list(site_keys or SITE_KEYS[:1]),
        role=Role.SUPERVISOR,
    )
    async with account(server, email) as person:
        yield person


async def shown(person: Account) -> list[JsonObject]:
    response = await person.http.get(API)
    assert response.status_code == 200, response.text
    return list(response.json()["replies"])


async def add(person: Account, shortcut: str, body: str = "Добрый день", **more: Any) -> httpx.Response:
    words = {"shortcut": shortcut, "body": body}
    return await person.http.post(API, json={"scope": "own", "words": words, **more})


async def change(person: Account, reply: JsonObject, body: str, **more: Any) -> httpx.Response:
    words = {"shortcut": reply["shortcut"], "body": body}
    content = {"over_version": reply["version"], "words": words, **more}
    return await person.http.put(f"{API}/{reply['id']}", json=content)


async def delete(person: Account, reply: JsonObject) -> httpx.Response:
    return await person.http.request("DELETE", f"{API}/{reply['id']}", json={"over_version": reply["version"]})


def code_of(response: httpx.Response) -> tuple[int, str, str | None]:
    error = response.json()["error"]
    return response.status_code, error["code"], error["field"]


async def test_own_reply_is_seen_and_changed_by_its_owner_alone(server: Server) -> None:
    async with account(server, "anna@shop.test") as anna, supervisor(server) as sergey:
        assert (await add(anna, "/привет", "Здравствуйте, {имя|гость}\r\nслушаю")).status_code == 201
        [own] = await shown(anna)
        assert (own["scope"], own["shortcut"], own["body"]) == ("own", "привет", "Здравствуйте, {имя|гость}\nслушаю")
        assert own["may_change"]
        assert await shown(sergey) == []
        assert code_of(await change(sergey, own, "чужое")) == (404, "reply_unknown", "reply_id")
        assert code_of(await delete(sergey, own)) == (404, "reply_unknown", "reply_id")
        assert (await change(anna, own, "Добрый день")).status_code == 204
        [own] = await shown(anna)
        assert (own["body"], own["version"]) == ("Добрый день", 2)
        assert (await delete(anna, own)).status_code == 204
        assert await shown(anna) == []


async def test_shared_reply_is_used_by_the_site_and_changed_by_who_may(server: Server) -> None:
    async with (
        account(server, "anna@shop.test") as anna,
        supervisor(server) as sergey,
        account(server, "boris@other.test") as boris,
    ):
        shared = {"scope": "site", "site_id": str(server.site.id)}
        assert code_of(await add(anna, "цена", **shared)) == (403, "right_missing", None)
        assert (await add(sergey, "цена", **shared)).status_code == 201
        [seen] = await shown(anna)
        assert (seen["site_ids"], seen["may_change"]) == ([str(server.site.id)], False)
        for refused in (await change(anna, seen, "моё"), await delete(anna, seen)):
            assert code_of(refused) == (403, "right_missing", None)
        assert await shown(boris) == []
        assert code_of(await change(boris, seen, "чужое")) == (404, "reply_unknown", "reply_id")


async def test_reply_of_a_controller_is_changed_only_by_who_works_on_all_its_sites(server: Server) -> None:
    async with account(server, "boris@other.test") as boris, supervisor(server) as part:
        firm = {"scope": "controller", "site_id": str(server.site.id)}
        assert code_of(await add(part, "часы", **firm)) == (403, "right_missing", "controller_id")
        await add_operator(
            server.database, email="w@shop.test", name="Вера", password=PASSWORD, site_keys=list(SITE_KEYS),
            role=Role.ADMIN,
        )  # fmt: skip
        async with enrolled(server, "w@shop.test") as whole:
            assert (await add(whole, "часы", **firm)).status_code == 201
        for who in (boris, part):
            [seen] = await shown(who)
            assert (len(seen["site_ids"]), seen["may_change"]) == (1, False)
        assert code_of(await change(part, seen, "не всем")) == (403, "right_missing", "controller_id")


async def test_of_two_who_edit_the_second_is_told(server: Server) -> None:
    async with account(server, "anna@shop.test") as anna:
        await add(anna, "привет")
        [seen] = await shown(anna)
        assert (await change(anna, seen, "первая")).status_code == 204
        assert code_of(await change(anna, seen, "вторая")) == (409, "settings_changed", None)
        assert code_of(await delete(anna, seen)) == (409, "settings_changed", None)
        assert [one["body"] for one in await shown(anna)] == ["первая"]


@pytest.mark.parametrize(
    ("shortcut", "body", "field"),
    [("", "а", "shortcut"), ("два слова", "а", "shortcut"), ("я" * 41, "а", "shortcut"), ("а", " ", "body"),
     ("а", "я" * 4_001, "body"), ("а", "\0", "body"), ("ПРИВЕТ", "а", "shortcut")],
)  # fmt: skip
async def test_bad_words_are_refused_with_the_field(server: Server, shortcut: str, body: str, field: str) -> None:
    async with account(server, "anna@shop.test") as anna:
        await add(anna, "привет")
        assert code_of(await add(anna, shortcut, body)) == (422, "bad_body", field)
        assert len(await shown(anna)) == 1


async def test_change_to_a_shortcut_that_is_there_is_refused(server: Server) -> None:
    async with account(server, "anna@shop.test") as anna:
        await add(anna, "раз")
        await add(anna, "два")
        two, _ = await shown(anna)
        assert code_of(await change(anna, two | {"shortcut": "РАЗ"}, "а")) == (422, "bad_body", "shortcut")


async def test_every_change_is_journalled_without_the_words(server: Server) -> None:
    async with supervisor(server) as sergey:
        await add(sergey, "тайна", "секретные слова", scope="site", site_id=str(server.site.id))
        [seen] = await shown(sergey)
        await change(sergey, seen, "другие секретные")
        [seen] = await shown(sergey)
        await delete(sergey, seen)
    records = [link.record for link in await links_of(server.database, server.site.controller_id)]
    told = [one.details for one in records if one.action is Action.SETTINGS_CHANGED and "shortcut" in one.details]
    assert [one["what"] for one in told] == ["reply_added", "reply_changed", "reply_deleted"]
    assert "секретные" not in str(records)


async def test_table_goes_out_and_in_and_runs_nothing(server: Server) -> None:
    async with account(server, "anna@shop.test") as anna:
        for shortcut, body in (("=cmd", "+7 495"), ("строки", "одна;\n«вторая»")):
            assert (await add(anna, shortcut, body)).status_code == 201
        file = await anna.http.get(f"{API}/file", params={"scope": "own"})
        assert file.headers["content-disposition"] == 'attachment; filename="replies-own.csv"'
        assert "'=cmd;'+7 495" in file.text
        before = await shown(anna)
        await delete(anna, before[0])
        taken = await anna.http.post(f"{API}/file", params={"scope": "own"}, content=file.content)
        assert taken.json() == {"added": 1, "changed": 1}
        assert [(one["shortcut"], one["body"]) for one in await shown(anna)] == [
            (one["shortcut"], one["body"]) for one in before
        ]


async def test_bad_table_changes_nothing_and_names_the_row(server: Server) -> None:
    async with account(server, "anna@shop.test") as anna:
        for content, field in (
            ("а;б\nдва слова;в".encode(), "rows[2]"),
            ("а;б\nА;в".encode(), "rows[2]"),
            (b"\xff\xfe", "file"),
            ("один столбец".encode(), "file"),
            (b"", "file"),
            (b'"a', "file"),
        ):
            refused = await anna.http.post(f"{API}/file", params={"scope": "own"}, content=content)
            assert code_of(refused) == (422, "bad_body", field), content
        shared = {"scope": "site", "site_id": str(server.site.id)}
        refused = await anna.http.post(f"{API}/file", params=shared, content="а;б".encode())
        assert code_of(refused)[1] == "right_missing"
        assert code_of(await anna.http.get(f"{API}/file", params={"scope": "all"}))[2] == "scope"
        assert await shown(anna) == []


def test_tables_are_read_as_they_were_written_and_with_commas() -> None:
    words = [Words(shortcut="а", body="=1"), Words(shortcut="@б", body="-1\n=2"), Words(shortcut="в", body="'так'")]
    assert read_replies(write_replies(words).encode()) == words
    assert read_replies('shortcut,text\nа,"б, в"'.encode()) == [Words(shortcut="а", body="б, в")]
    with pytest.raises(BadBody):
        read_replies("\n".join(f"{number};а" for number in range(MAX_REPLIES + 1)).encode())
