"""`/api/v1`: who comes with which key gets what, as much as the command writes, and the journal knows."""

import functools
import json
from collections.abc import AsyncGenerator, AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from ryadom.core import exports
from ryadom.core.api_keys import MadeKey, Scope
from ryadom.errors import ApiKeyInvalid, BadBody
from ryadom.store.exports import Kind
from ryadom.store.journal_chain import COMMAND_LINE, Action, ActorKind
from ryadom.web import streamed
from tests.cli.command import run
from tests.waiting import until
from tests.web.client import NO_TLS, Client, Server
from tests.web.test_display_masking import records

EXPORTS = "/api/v1/exports"
WORDS = "Тайный вопрос; с «кавычками»"


@pytest.fixture
async def visitor(server: Server) -> AsyncIterator[Client]:
    async with server.visitor() as client:
        await client.say(WORDS)
        yield client


async def key(server: Server, **change: Any) -> MadeKey:
    wanted = {"name": "Отчёты", "scopes": [Scope.EXPORT_DATA], "is_for_all": False, "expires_at": None}
    made: MadeKey = await server.app.state.context.api_keys.make([server.site], **(wanted | change), by=COMMAND_LINE)
    return made


async def get(server: Server, kind: str, secret: str | None, **query: str | list[str]) -> httpx.Response:
    headers = {"Authorization": f"Bearer {secret}"} if secret is not None else {}
    async with httpx.AsyncClient(base_url=server.http_url, trust_env=False, verify=NO_TLS, headers=headers) as http:
        return await http.get(f"{EXPORTS}/{kind}", params=query)


def told(response: httpx.Response) -> tuple[int, str, str | None]:
    """Status, code and field of a problem."""
    assert response.headers["content-type"] == "application/problem+json"
    body = response.json()
    assert body["status"] == response.status_code
    assert body["type"] == f"urn:ryadom:{body['code']}"
    assert body["title"]
    assert body["detail"]
    return response.status_code, body["code"], body.get("field")


@pytest.mark.parametrize("kind", Kind)
async def test_program_gets_what_the_command_writes(
    server: Server, visitor: Client, database_url: str, kind: Kind
) -> None:
    response = await get(server, kind, (await key(server)).secret)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    assert response.headers["content-disposition"] == f'attachment; filename="{kind}.csv"'
    assert response.headers["cache-control"] == "no-store"
    code, out, err = await run("export", kind, "--site", server.site.key, "--out", "-", database_url=database_url)
    assert code == 0, err
    assert response.content == out.encode()


async def test_columns_period_and_form_are_as_asked(server: Server, visitor: Client) -> None:
    secret = (await key(server)).secret
    lines = await get(server, "messages", secret, format="jsonl", columns="body, seq")
    assert [json.loads(line) for line in lines.text.splitlines()] == [{"body": WORDS, "seq": 1}]
    plain = {"delimiter": ",", "mark": "false", "columns": "seq"}
    assert (await get(server, "messages", secret, **plain)).content == b"seq\n1\n"
    early = await get(server, "messages", secret, **plain, before="2020-01-01T00:00:00+03:00")
    assert early.content == b"seq\n"


async def test_conditions_on_conversations_are_met_all_at_once(server: Server, visitor: Client) -> None:
    secret = (await key(server)).secret
    async with server.visitor() as other, server.operator() as operator:
        conversation_id = (await other.say("Другой вопрос"))["conversation_id"]
        await operator.say("Здравствуйте", conversation_id=conversation_id)

    async def bodies(**query: str | list[str]) -> list[str]:
        response = await get(server, "messages", secret, columns="body", mark="false", **query)
        assert response.status_code == 200, response.text
        return response.text.splitlines()[1:]

    answered = ["Другой вопрос", "Здравствуйте"]
    operator_id = await operator_named(server, "Анна")
    assert await bodies(operator=operator_id) == answered
    assert await bodies(operator=operator_id, state=["open", "closed"], unanswered="false") == answered
    assert await bodies(operator=operator_id, unanswered="true") == []
    assert await bodies(unanswered="true") == [f'"{WORDS}"']
    assert await bodies(score=["1", "2"]) == []
    exported = [one.details for one in await records(server, Action.EXPORTED)]
    assert exported[1]["states"] == "open, closed"


async def operator_named(server: Server, name: str) -> str:
    async with server.database.connection() as connection:
        return str(await connection.fetchval("SELECT id FROM operators WHERE name = $1", name))


async def test_customers_come_as_contact_cards_and_nothing_else_does(server: Server, visitor: Client) -> None:
    secret = (await key(server)).secret
    async with server.database.connection() as connection:
        await connection.execute("UPDATE visitors SET name = 'Анна'")
    cards = await get(server, "customers", secret, format="vcf")
    assert cards.headers["content-type"] == "text/vcard; charset=utf-8"
    assert cards.text.startswith("BEGIN:VCARD\r\n")
    assert "FN:Анна\r\n" in cards.text
    assert told(await get(server, "messages", secret, format="vcf")) == (422, "bad_body", "format")
    assert told(await get(server, "customers", secret, format="vcf", columns="id")) == (422, "bad_body", "columns")


@pytest.mark.parametrize(
    ("kind", "query", "field"),
    [
        ("everything", {}, "kind"),
        ("messages", {"columns": "body,password_hash"}, "columns"),
        ("messages", {"columns": "body,body"}, "columns"),
        ("messages", {"columns": ""}, "columns"),
        ("messages", {"columns": ["body", "seq"]}, "columns"),
        ("messages", {"format": "xlsx"}, "format"),
        ("messages", {"since": "yesterday"}, "since"),
        ("messages", {"since": "2026-11-01T00:00:00"}, "since"),
        ("messages", {"since": "2026"}, "since"),
        ("messages", {"since": "0001-01-01T00:00:00+14:00"}, "since"),
        ("messages", {"before": "null"}, "before"),
        ("messages", {"delimiter": "|"}, "delimiter"),
        ("messages", {"delimiter": ";\n"}, "delimiter"),
        ("messages", {"mark": "no"}, "mark"),
        ("messages", {"state": "asleep"}, "state"),
        ("messages", {"score": "6"}, "score"),
        ("messages", {"score": "1.0"}, "score"),
        ("messages", {"score": ["1", "much"]}, "score"),
        ("messages", {"unanswered": "yes"}, "unanswered"),
        ("messages", {"tag": "Опт"}, "tag"),
        ("messages", {"tag": str(UUID(int=1))}, "tag"),
        ("messages", {"operator": str(UUID(int=1))}, "operator"),
        ("messages", {"department": [str(UUID(int=n)) for n in range(51)]}, "department"),
        ("messages", {"department": "' OR true --"}, "department"),
        ("consents", {"state": "open"}, "kind"),
        ("messages", {"sinse": "2026-11-01T00:00:00Z"}, "sinse"),
    ],
)
async def test_what_is_asked_wrongly_is_named(server: Server, kind: str, query: dict[str, Any], field: str) -> None:
    response = await get(server, kind, (await key(server)).secret, **query)
    assert told(response) == (422, "bad_body", field)


async def test_what_is_not_there_is_a_problem_too_and_nobody_only_looks(server: Server, visitor: Client) -> None:
    secret = (await key(server)).secret
    async with httpx.AsyncClient(
        base_url=server.http_url, trust_env=False, verify=NO_TLS, headers={"Authorization": f"Bearer {secret}"}
    ) as http:
        missing, written, looked = (
            await http.get("/api/v1/nothing"),
            await http.post(f"{EXPORTS}/messages"),
            await http.head(f"{EXPORTS}/messages"),
        )
    assert told(missing) == (404, "route_unknown", None)
    assert told(written) == (405, "method_unknown", None)
    assert written.headers["allow"] == looked.headers["allow"] == "GET"
    assert looked.status_code == 405
    assert await records(server, Action.EXPORTED) == []


async def test_disk_that_is_nearly_full_is_left_to_others(
    server: Server, visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "KEPT_FREE_BYTES", 1 << 62)
    assert told(await get(server, "messages", (await key(server)).secret)) == (507, "files_full", None)
    assert not server.app.state.context.exports.turns.locked()


async def test_whoever_leaves_before_there_is_anything_ends_it(server: Server, visitor: Client) -> None:
    turns = server.app.state.context.exports.turns
    secret, before = (await key(server)).secret, turns._value
    async with server.database.transaction() as connection:
        await connection.execute("LOCK TABLE entries IN ACCESS EXCLUSIVE MODE")
        with pytest.raises(httpx.ReadTimeout):
            async with httpx.AsyncClient(
                base_url=server.http_url,
                trust_env=False,
                verify=NO_TLS,
                timeout=1.0,
                headers={"Authorization": f"Bearer {secret}"},
            ) as http:
                await http.get(f"{EXPORTS}/messages", params={"format": "jsonl"})
        await until(lambda: turns._value == before)
    assert (await get(server, "messages", secret)).status_code == 200


async def test_nobody_without_a_key_that_is_good(server: Server, visitor: Client) -> None:
    revoked, over, good = await key(server), await key(server), await key(server)
    await server.app.state.context.api_keys.revoke(revoked.id, by=COMMAND_LINE)
    async with server.database.connection() as connection:
        await connection.execute(
            "UPDATE api_keys SET made_at = now() - interval '2 d', expires_at = now() - interval '1 s' WHERE id = $1",
            over.id,
        )
    for secret in (None, "rk_", good.secret[:-1], f"{good.secret}a", revoked.secret, over.secret):
        response = await get(server, "messages", secret)
        assert told(response) == (401, "api_key_invalid", None), secret
        assert response.headers["www-authenticate"] == "Bearer"
        assert WORDS not in response.text
    assert (await get(server, "messages", good.secret)).status_code == 200


async def test_key_is_for_its_sites_and_scopes_alone(server: Server, visitor: Client) -> None:
    one, every = await key(server), await key(server, is_for_all=True)
    for site in ("other-key-1", "nothing"):
        assert told(await get(server, "messages", one.secret, site=site)) == (403, "scope_missing", "site")
    sites = {"columns": "site", "mark": "false"}
    async with server.visitor(site="other-key-1", origin="http://other.test") as stranger:
        await stranger.say("С другого сайта")
    assert (await get(server, "messages", one.secret, **sites)).text == "site\nshop-key-1\n"
    of_all = (await get(server, "messages", every.secret, **sites)).text.split()
    assert sorted(of_all) == ["other-key-1", "shop-key-1", "site"]
    async with server.database.connection() as connection:
        await connection.execute("UPDATE api_keys SET scopes = '{something_else}' WHERE id = $1", one.id)
    assert told(await get(server, "messages", one.secret)) == (403, "scope_missing", None)


async def test_journal_knows_which_program_took_what(server: Server, visitor: Client) -> None:
    made = await key(server, name="DataLens")
    await get(server, "messages", made.secret, columns="body")
    [exported] = await records(server, Action.EXPORTED)
    assert (exported.actor.kind, exported.actor.id, exported.actor.name) == (ActorKind.API_KEY, made.id, "DataLens")
    assert exported.actor.network == "127.0.0.1"
    assert (exported.details["what"], exported.details["columns"]) == ("messages", "body")
    [known] = await server.app.state.context.api_keys.all()
    assert known.used_at is not None


async def test_database_and_journal_have_nothing_that_is_a_key(server: Server) -> None:
    made = await key(server)
    async with server.database.connection() as connection:
        row = await connection.fetchrow("SELECT * FROM api_keys")
    assert row is not None
    kept = repr(dict(row)) + repr(await records(server, Action.SETTINGS_CHANGED))
    assert made.secret.removeprefix("rk_") not in kept
    assert "Отчёты" in kept


async def test_more_exports_than_may_be_under_way_are_told_to_come_again(server: Server, visitor: Client) -> None:
    secret = (await key(server)).secret
    turns = server.app.state.context.exports.turns
    await turns.acquire()
    assert (await get(server, "messages", secret)).status_code == 200
    await turns.acquire()
    response = await get(server, "messages", secret)
    assert told(response) == (503, "busy", None)
    assert int(response.headers["retry-after"]) > 0
    turns.release()
    assert (await get(server, "messages", secret)).status_code == 200
    assert not turns.locked()


async def test_key_that_is_revoked_ends_what_it_is_being_used_for(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streamed, "CHECK_EVERY_S", -1.0)
    context = server.app.state.context
    made = await key(server)
    program = await context.api_keys.admit(await context.api_keys.find(made.secret), Scope.EXPORT_DATA)
    has_ended = False

    async def pieces() -> AsyncGenerator[bytes]:
        nonlocal has_ended
        try:
            while True:
                yield b"row"
        finally:
            has_ended = True

    stream = streamed.checked(pieces(), functools.partial(context.api_keys.check_again, program))
    assert await anext(stream) == b"row"
    await context.api_keys.revoke(made.id, by=COMMAND_LINE)
    with pytest.raises(ApiKeyInvalid):
        await anext(stream)
    assert has_ended


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "к" * 101}, "name"),
        ({"scopes": []}, "scopes"),
        ({"expires_at": datetime(2020, 1, 1, tzinfo=UTC)}, "expires_at"),
    ],
)
async def test_key_that_can_not_be_says_why(server: Server, change: dict[str, Any], field: str) -> None:
    with pytest.raises(BadBody) as raised:
        await key(server, **change)
    assert raised.value.field == field
    assert await server.app.state.context.api_keys.all() == []
    await key(server, expires_at=datetime.now(UTC) + timedelta(days=1))
