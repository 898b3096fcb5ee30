"""How an owner changes a widget, and what pages are told of it."""

import asyncio
import gzip
import json
from datetime import datetime
from typing import Any
from uuid import uuid4

import httpx
import pytest

from ryadom.core.operators import add_operator
from ryadom.store.operators import Role
from ryadom.store.sql import Connection
from ryadom.store.widget_settings import StoredSettings, find_settings
from tests.consents import ask_for_consent
from tests.web.accounts import Account, enrolled
from tests.web.client import PASSWORD, JsonObject, Server

SITES = "/panel/api/sites"
EVERY_DAY = [{"opens": 540, "closes": 1080}] * 7


async def admin(server: Server, *, role: Role = Role.ADMIN) -> str:
    email = f"{role}@shop.test"
    await add_operator(
        server.database, email=email, name="Вера", password=PASSWORD, site_keys=[server.site.key], role=role
    )
    return email


OWN = {"css", "locale", "release", "label", "failure", "files"}
"""What every page is told."""


async def one_site(person: Account) -> JsonObject:
    response = await person.http.get(SITES)
    assert response.status_code == 200, response.text
    [site] = response.json()["sites"]
    return dict(site)


async def change(person: Account, site: JsonObject, **chosen: Any) -> httpx.Response:
    body = {"over_version": site["version"], "settings": site["settings"] | chosen}
    return await person.http.put(f"{SITES}/{site['site_id']}/widget", json=body)


async def look(server: Server, key: str = "shop-key-1", locale: str = "ru", **headers: str) -> httpx.Response:
    async with httpx.AsyncClient(base_url=server.http_url, trust_env=False, headers=headers) as http:
        return await http.get(f"/widget/{key}/{locale}")


async def test_pages_are_told_what_an_owner_has_chosen(server: Server) -> None:
    before = await look(server)
    assert set(before.json()) == OWN
    async with enrolled(server, await admin(server)) as vera:
        changed = await change(
            vera,
            await one_site(vera),
            accent="#c2185b",
            side="left",
            offset_y=96,
            theme="dark",
            ru={"launcher": " Спросить ", "title": "Лавка", "greeting": "Доброе утро", "offline": "Спим"},
            metrica=12345,
            asks_rating=False,
        )
        assert changed.status_code == 200, changed.text
        assert (changed.json()["version"], changed.json()["settings"]["ru"]["launcher"]) == (1, "Спросить")
        assert (await one_site(vera))["settings"] == changed.json()["settings"]
    russian = await look(server)
    told = russian.json()
    css = told["css"]
    told = {name: value for name, value in told.items() if name not in OWN}
    assert told == {
        "theme": "dark", "launcher": "Спросить", "title": "Лавка", "greeting": "Доброе утро", "offline": "Спим",
        "metrica": 12345, "rating": False,
    }  # fmt: skip
    assert css.startswith(before.json()["css"])
    assert ":host{--ground:#c2185b}" in css
    assert "--y:96px" in css
    assert ".launcher{right:auto;left:" in css
    assert set((await look(server, locale="en")).json()) == OWN | {"theme", "metrica", "rating"}
    assert (await look(server, "other-key-1")).json() == before.json()


async def test_page_in_any_language_is_told_which_one_the_widget_has_for_it(server: Server) -> None:
    has = {}
    for wish in ("ru", "EN", "en-GB", "fr", "x", "a" * 200, "%00", "..%5c"):
        told = (await look(server, locale=wish)).json()
        has[wish] = (told["locale"], told["label"])
    russian, english = ("ru", "Открыть чат"), ("en", "Open chat")
    assert [wish for wish, words in has.items() if words == english] == ["EN", "en-GB"]
    assert {words for words in has.values() if words != english} == {russian}


async def test_look_is_for_any_page_and_asked_for_again_cheaply(server: Server) -> None:
    plain = await look(server, **{"Accept-Encoding": "identity"})
    assert plain.headers["access-control-allow-origin"] == "*"
    assert plain.headers["cache-control"] == "public, max-age=60, stale-while-revalidate=60"
    assert "set-cookie" not in plain.headers
    async with (
        httpx.AsyncClient(base_url=server.http_url, trust_env=False) as http,
        http.stream("GET", "/widget/shop-key-1/ru", headers={"Accept-Encoding": "gzip"}) as packed,
    ):
        raw = b"".join([part async for part in packed.aiter_raw()])
    assert gzip.decompress(raw) == plain.content
    same = await look(server, **{"If-None-Match": plain.headers["etag"]})
    assert (same.status_code, same.content) == (304, b"")


@pytest.mark.parametrize("key", ["nobodys-key", "x", "%00", "..%2f..", "a" * 65])
async def test_site_that_is_not_there_has_no_look(server: Server, key: str) -> None:
    answer = await look(server, key)
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "route_unknown")


async def test_crowd_asks_the_database_once_and_strangers_do_not_crowd_out_the_site(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    async def counted(connection: Connection, key: str) -> StoredSettings | None:
        asked.append(key)
        return await find_settings(connection, key)

    monkeypatch.setattr("ryadom.web.widget_configs.find_settings", counted)
    monkeypatch.setattr("ryadom.web.widget_configs.MAX_KEPT", 3)
    for answer in await asyncio.gather(*(look(server) for _ in range(20))):
        assert answer.status_code == 200
    for number in range(10):
        assert (await look(server, f"no-such-site-{number}")).status_code == 404
    assert (await look(server, "no-such-site-9")).status_code == 404
    assert (await look(server)).status_code == 200
    assert asked == ["shop-key-1", *(f"no-such-site-{number}" for number in range(10))]


async def test_hours_say_when_somebody_will_be_there(server: Server) -> None:
    async with enrolled(server, await admin(server)) as vera:
        site = await one_site(vera)
        never_now: list[JsonObject | None] = [None] * 7
        today = datetime.now().astimezone().weekday()
        never_now[(today + 3) % 7] = {"opens": 540, "closes": 1080}
        assert (await change(vera, site, hours=never_now)).status_code == 200
        told = (await look(server)).json()
        assert datetime.fromisoformat(told["opens_at"]).strftime("%H:%M") == "09:00"
        always = [{"opens": 0, "closes": 1440}] * 7
        assert (await change(vera, await one_site(vera), hours=always)).status_code == 200
        assert "opens_at" not in (await look(server)).json()


async def test_pages_are_told_rules_in_their_language(server: Server) -> None:
    rules = [
        {"deed": "invite", "pages": " /cart* ", "ru": "Подсказать?", "after_s": 30},
        {"deed": "invite", "ru": "Да?", "en": "Yes?"},
    ]
    async with enrolled(server, await admin(server)) as vera:
        assert (await change(vera, await one_site(vera), rules=rules)).status_code == 200
    first = {"deed": "invite", "pages": "/cart*", "words": "Подсказать?", "after_s": 30}
    assert (await look(server)).json()["rules"] == [first, {"deed": "invite", "words": "Да?"}]
    assert (await look(server, locale="en")).json()["rules"] == [first, {"deed": "invite", "words": "Yes?"}]


async def test_change_over_an_old_version_is_refused_and_loses_nothing(server: Server) -> None:
    async with enrolled(server, await admin(server)) as vera:
        site = await one_site(vera)
        assert (await change(vera, site, accent="#111111")).status_code == 200
        late = await change(vera, site, accent="#222222")
        assert (late.status_code, late.json()["error"]["code"]) == (409, "settings_changed")
        now = await one_site(vera)
        assert (now["version"], now["settings"]["accent"]) == (1, "#111111")
        assert (await change(vera, now, accent="#222222")).json()["version"] == 2


@pytest.mark.parametrize(
    ("chosen", "field"),
    [
        ({"accent": "red"}, "accent"),
        ({"accent": "#2f5aa1\n"}, "accent"),
        ({"accent": "#fff}body{display:none"}, "accent"),
        ({"side": "top"}, "side"),
        ({"offset_x": 301}, "offset_x"),
        ({"offset_y": -1}, "offset_y"),
        ({"theme": "sepia"}, "theme"),
        ({"ru": {"launcher": "я" * 25}}, "launcher"),
        ({"en": {"greeting": "a\nb"}}, "en.greeting"),
        ({"time_zone": "Moscow"}, "time_zone"),
        ({"time_zone": "../../etc/passwd"}, "time_zone"),
        ({"hours": EVERY_DAY[:3]}, "hours"),
        ({"hours": [None] * 7}, "hours"),
        ({"hours": [{"opens": 600, "closes": 600}, *EVERY_DAY[1:]]}, "hours"),
        ({"hours": EVERY_DAY * 2}, "hours"),
        ({"metrica": 0}, "metrica"),
        ({"rules": [{"deed": "invite"}]}, "rules[0].ru"),
        ({"rules": [{"deed": "hide", "pages": "cart"}]}, "rules[0].pages"),
        ({"rules": [{"deed": "hide", "pages": "javascript:alert(1)"}]}, "rules[0].pages"),
        ({"rules": [{"deed": "open", "campaign": "vk"}]}, "rules[0].campaign"),
        ({"rules": [{"deed": "hide", "after_s": 5}]}, "rules[0].after_s"),
        ({"rules": [{"deed": "open", "after_s": 3601}]}, "after_s"),
        ({"rules": [{"deed": "shout"}]}, "deed"),
        ({"rules": [{"deed": "open"}] * 21}, "rules"),
    ],
)
async def test_what_can_not_be_is_refused_by_its_name(server: Server, chosen: JsonObject, field: str) -> None:
    async with enrolled(server, await admin(server)) as vera:
        refused = await change(vera, await one_site(vera), **chosen)
        assert refused.status_code in (400, 422), refused.text
        assert field in (refused.json()["error"]["field"] or "")
        assert (await one_site(vera))["version"] == 0


async def test_words_of_an_owner_are_no_markup_and_no_styles(server: Server) -> None:
    trick = '"}*{display:none}</style>'
    async with enrolled(server, await admin(server)) as vera:
        words = {"launcher": trick[:24], "title": trick, "greeting": trick, "offline": trick}
        assert (await change(vera, await one_site(vera), ru=words)).status_code == 200
    assert "*{" not in (await look(server)).json()["css"]


async def test_change_is_in_the_journal_and_needs_the_right(server: Server) -> None:
    async with enrolled(server, await admin(server)) as vera:
        site = await one_site(vera)
        assert (await change(vera, site, offset_x=20)).status_code == 200
    async with server.database.connection() as connection:
        rows = await connection.fetch("SELECT details FROM journal WHERE action = 'settings_changed'")
    assert {"what": "widget_settings"} in [json.loads(row["details"]) for row in rows]
    async with enrolled(server, await admin(server, role=Role.AUDITOR)) as auditor:
        assert (await auditor.http.get(SITES)).status_code == 403
        refused = await change(auditor, site, offset_x=30)
        assert (refused.status_code, refused.json()["error"]["code"]) == (403, "right_missing")


async def test_nobody_changes_the_widget_of_a_site_they_do_not_work_on(server: Server) -> None:
    async with enrolled(server, await admin(server)) as vera:
        site = await one_site(vera)
        async with server.database.connection() as connection:
            other = await connection.fetchval("SELECT id FROM sites WHERE key = 'other-key-1'")
        for foreign in (other, uuid4(), "x"):
            refused = await change(vera, site | {"site_id": str(foreign)}, accent="#000000")
            assert refused.status_code == 404
    assert "--ground:#000000" not in (await look(server, "other-key-1")).json()["css"]


async def test_newcomer_who_is_asked_is_told_what_to_agree_to_and_whose_site_it_is(server: Server) -> None:
    assert "consents" not in (await look(server)).json()
    document = await ask_for_consent(server.database, server.site)
    server.app.state.context.widget_configs.forget(server.site.key)
    told = (await look(server)).json()
    # They have no socket before they agree, which would tell the rest.
    assert told["title"] == server.site.name
    assert [(asked["id"], asked["is_agreed"]) for asked in told["consents"]] == [(str(document.id), False)]
