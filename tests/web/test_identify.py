"""Who a visitor is by their site's signature: kept with their conversation, found from another device, never forged."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from ryadom.core.blocking import BlockReason, block_person
from ryadom.core.erasure import erase_person
from ryadom.core.masking import site_policies
from ryadom.core.operators import add_operator
from ryadom.live.lines import installation_line
from ryadom.privacy.detect import Kind
from ryadom.privacy.persons import find_person
from ryadom.privacy.policies import Policy
from ryadom.store.journal_chain import Action
from ryadom.store.operators import Role
from ryadom.store.sites import find_site
from tests.consents import ask_for_consent
from tests.files import no_files
from tests.identities import make_secret, signed_id, signed_token
from tests.web.accounts import account, enrolled
from tests.web.client import PASSWORD, Client, JsonObject, Server
from tests.web.customers import keep_contacts
from tests.web.test_cards import card_of
from tests.web.test_display_masking import records


@pytest.fixture
async def secret(server: Server) -> str:
    return await make_secret(server.app.state.context.identity_secrets, server.site)


async def identify(client: Client, **fields: object) -> JsonObject:
    """Says who the visitor is; gives the acknowledgement or the refusal."""
    echo_id = str(uuid4())
    await client.send("identify", echo_id=echo_id, **fields)
    answer = await client.receive("identified", "error")
    assert answer["echo_id"] == echo_id
    return answer


async def identified(client: Client, secret: str, external_id: str = "42", **claims: object) -> JsonObject:
    answer = await identify(client, token=signed_token(secret, external_id, **claims))
    assert answer["type"] == "identified", answer
    return answer


async def refusal(client: Client, **fields: object) -> str:
    answer = await identify(client, **fields)
    assert answer["type"] == "error", answer
    return str(answer["code"])


async def stored(server: Server) -> list[dict[str, Any]]:
    async with server.database.connection() as connection:
        rows = await connection.fetch(
            "SELECT visitor_id, external_id, name, email, phone, is_verified FROM visitor_identities "
            "ORDER BY identified_at"
        )
    return [dict(row) for row in rows]


@asynccontextmanager
async def at_home(server: Server, secret: str, **claims: str) -> AsyncIterator[tuple[Client, str, JsonObject]]:
    """A customer with a conversation whom the site has identified: their client, conversation and acknowledgement."""
    async with server.visitor() as client:
        conversation_id = (await client.say("Где мой заказ?"))["conversation_id"]
        yield client, conversation_id, await identified(client, secret, **claims)


async def test_operator_sees_who_it_is_and_that_the_site_has_signed_it(server: Server, secret: str) -> None:
    await keep_contacts(server)
    claims = {"name": "Иван Петров", "email": "ivan@mail.ru", "phone": "8 916 123-45-67"}
    async with server.operator() as panel, at_home(server, secret, **claims) as home:
        shown = await panel.receive("conversation_shown")
        await panel.send("fetch_conversation", request_id="c", conversation_id=home[1])
        row = (await panel.receive("conversation_fetched"))["conversation"]
    async with account(server, "anna@shop.test") as anna:
        profile = (await card_of(anna, home[1]))["profile"]
    assert shown["conversation_id"] == home[1]
    assert row["visitor"]["name"] == "Иван Петров"
    assert profile["identity"] | {"identified_at": ""} == {
        "external_id": "42",
        "name": "Иван Петров",
        "email": "ivan@mail.ru",
        "phone": "+7 916 123-45-67",
        "is_verified": True,
        "identified_at": "",
    }


async def test_what_a_hash_does_not_cover_is_not_called_verified(server: Server, secret: str) -> None:
    await keep_contacts(server)
    async with server.visitor() as client:
        conversation_id = (await client.say("Вопрос"))["conversation_id"]
        answer = await identify(client, id="42", hash=signed_id(secret, "42"), name="Иван", email="ivan@mail.ru")
    assert answer["type"] == "identified"
    async with account(server, "anna@shop.test") as anna:
        identity = (await card_of(anna, conversation_id))["profile"]["identity"]
    assert (identity["external_id"], identity["email"], identity["is_verified"]) == ("42", "ivan@mail.ru", False)


async def test_operators_see_the_name_of_the_site_and_the_visitor_keeps_the_one_they_gave(
    server: Server, secret: str
) -> None:
    async with server.visitor() as client, server.operator() as panel:
        posted = await client.say("Вопрос", about={"name": "Ваня"})
        await identified(client, secret, name="Иван Петров")
        await panel.send("fetch_conversation", request_id="c", conversation_id=posted["conversation_id"])
        row = (await panel.receive("conversation_fetched"))["conversation"]
        again = await client.say("Ещё вопрос")
    assert row["visitor"]["name"] == "Иван Петров"
    assert again["author"]["name"] == "Ваня"


async def test_name_that_the_site_gave_changes_with_it(server: Server, secret: str) -> None:
    async with at_home(server, secret, name="Иван") as (client, _, _), server.operator() as panel:
        await identified(client, secret, name="Иван Петров")
        await panel.receive("conversation_shown")
        posted = await client.say("Ещё вопрос")
    assert posted["author"]["name"] == "Иван Петров"


async def test_another_device_finds_the_conversation_and_stores_nothing_of_its_own(server: Server, secret: str) -> None:
    async with at_home(server, secret) as (home, conversation_id, _):
        async with server.visitor() as phone:
            answer = await identified(phone, secret)
        async with server.visitor(token=answer["token"]) as phone:
            assert phone.welcome["visitor_id"] == answer["visitor_id"] == home.welcome["visitor_id"]
            assert phone.welcome["conversation"]["id"] == conversation_id
            await phone.say("Пишу с телефона")
            assert (await home.receive("message_posted"))["body"] == "Пишу с телефона"
    assert len(await stored(server)) == 1
    async with server.database.connection() as connection:
        assert await connection.fetchval("SELECT count(*) FROM visitors") == 1


async def test_browser_with_a_conversation_of_its_own_keeps_it_and_both_have_the_id(
    server: Server, secret: str
) -> None:
    async with at_home(server, secret) as (home, _, _), server.visitor() as phone:
        own = (await phone.say("Это снова я"))["conversation_id"]
        answer = await identified(phone, secret)
        assert answer["visitor_id"] == phone.welcome["visitor_id"] != home.welcome["visitor_id"]
        assert (await phone.say("И ещё"))["conversation_id"] == own
    assert [row["external_id"] for row in await stored(server)] == ["42", "42"]
    async with account(server, "anna@shop.test") as anna:
        others = (await card_of(anna, own))["conversations"]
    assert [one["visitor"]["id"] for one in others] == [home.welcome["visitor_id"]]
    [viewed] = await records(server, Action.CARD_VIEWED)
    assert {str(id) for id in viewed.visitor_ids} == {home.welcome["visitor_id"], phone.welcome["visitor_id"]}


async def test_forged_identity_changes_nothing_and_the_chat_goes_on(server: Server, secret: str) -> None:
    async with at_home(server, secret) as (_, conversation_id, _), server.visitor() as thief:
        before = await stored(server)
        for forged in (
            {"token": signed_token("x" * 43, "42")},
            {"token": signed_token(secret, "42", exp=1)},
            {"id": "42", "hash": signed_id(secret, "43")},
            {"id": "42", "name": "Иван"},
        ):
            assert await refusal(thief, **forged) == "identity_refused"
        posted = await thief.say("Покажите заказ")
        assert await refusal(thief, token=signed_token("x" * 43, "42")) == "identity_refused"
    assert posted["conversation_id"] != conversation_id
    assert await stored(server) == before


async def test_signature_of_another_site_is_none_here(server: Server, secret: str) -> None:
    async with server.database.connection() as connection:
        other = await find_site(connection, "other-key-1")
    assert other is not None
    others = await make_secret(server.app.state.context.identity_secrets, other)
    async with at_home(server, secret), server.visitor() as here:
        assert await refusal(here, token=signed_token(others, "42")) == "identity_refused"
    async with server.visitor(origin="http://other.test", site="other-key-1") as there:
        assert await refusal(there, token=signed_token(secret, "42")) == "identity_refused"
        # The same number at another site is another person.
        answer = await identified(there, others)
        assert (answer["token"], answer["is_kept"]) == (None, False)


async def test_before_the_first_message_nothing_is_kept_and_it_is_said_again_with_the_conversation(
    server: Server, secret: str
) -> None:
    async with server.visitor() as client:
        answer = await identified(client, secret)
        assert (answer["token"], answer["is_kept"]) == (None, False)
        async with server.database.connection() as connection:
            assert await connection.fetchval("SELECT count(*) FROM visitors") == 0
        await client.say("Вопрос")
        answer = await identified(client, secret)
    assert answer["is_kept"]
    assert len(await stored(server)) == 1


async def test_somebody_else_before_the_same_screen_is_told_apart(server: Server, secret: str) -> None:
    async with at_home(server, secret) as (client, _, _):
        before = await stored(server)
        assert await refusal(client, token=signed_token(secret, "43")) == "identity_differs"
        assert await stored(server) == before
    # Who begins anew, as the client does, is somebody else.
    async with server.visitor() as other:
        await other.say("Вопрос другого человека")
        await identified(other, secret, "43")
    assert [row["external_id"] for row in await stored(server)] == ["42", "43"]


async def test_whoever_held_a_token_before_the_person_signed_in_is_shut_out(server: Server, secret: str) -> None:
    """Of a shared computer: somebody writes, keeps the token, and waits for the next person to sign in to the site."""
    async with server.visitor() as browser:
        await browser.say("Оставлено до входа")
        planted = browser.welcome["token"]
        async with server.visitor(token=planted) as thief:
            answer = await identified(browser, secret)
            code, frames = await thief.closed()
        assert (code, frames[-1]["code"]) == (4401, "token_revoked")
        async with server.visitor(hello=False) as thief:
            await thief.send("hello", protocol=1, site=server.site.key, token=planted)
            code, frames = await thief.closed()
        assert (code, frames[-1]["code"]) == (4401, "token_revoked")
        # The browser itself goes on: on this socket, and with the new token.
        posted = await browser.say("Номер карты лояльности")
    async with server.visitor(token=answer["token"]) as browser:
        assert browser.welcome["conversation"]["id"] == posted["conversation_id"]
        # Known by now: nothing is revoked a second time.
        assert (await identified(browser, secret))["token"] is None


@pytest.mark.parametrize("deed", ["erased", "blocked"])
async def test_nobody_is_given_what_was_erased_or_is_blocked(
    server: Server, secret: str, database_url: str, deed: str
) -> None:
    async with at_home(server, secret) as (_, conversation_id, _):
        pass
    person = await find_person(server.database, site_key=server.site.key, conversation_id=UUID(conversation_id))
    line = await installation_line(server.database, database_url=database_url, bus_url=None)
    now = datetime.now(UTC)
    if deed == "erased":
        await erase_person(server.database, line, person, contents=no_files(server.database), now=now)
    else:
        await block_person(server.database, line, person, now=now, reason=BlockReason.INACCURATE)
    async with server.visitor() as phone:
        answer = await identified(phone, secret)
    assert (answer["token"], answer["is_kept"]) == (None, False)
    assert len(await stored(server)) == (0 if deed == "erased" else 1)


async def test_where_consent_is_the_basis_it_is_that_of_whose_conversation_is_found(
    server: Server, secret: str
) -> None:
    document = await ask_for_consent(server.database, server.site)
    async with server.visitor() as home:
        # Whoever has not agreed hears of nothing else, be it signed or not.
        assert await refusal(home, token=signed_token(secret, "42")) == "consent_required"
        assert await refusal(home, id="42", hash="00") == "consent_required"
        await home.say("Вопрос", agree_to=[document.id])
        await identified(home, secret)
        async with server.visitor() as phone:
            assert (await identified(phone, secret))["visitor_id"] == home.welcome["visitor_id"]
            await home.send("withdraw_consent", echo_id=uuid4())
            await home.receive("consents_changed")
            assert await refusal(phone, token=signed_token(secret, "42")) == "consent_required"
        assert await refusal(home, token=signed_token(secret, "42")) == "consent_required"


async def test_flood_of_identities_is_slowed_down(server: Server, secret: str) -> None:
    async with server.visitor() as client:
        codes = [await refusal(client, id="42", hash="00") for _ in range(32)]
    assert codes[0] == "identity_refused"
    assert codes[-1] == "rate_limited"


async def test_contact_in_a_shape_that_no_detector_knows_is_hidden_as_a_whole(server: Server, secret: str) -> None:
    async with (
        at_home(server, secret, email="{ivan}@mail.ru", phone="123-45-67") as (_, conversation_id, _),
        account(server, "anna@shop.test") as anna,
    ):
        profile = (await card_of(anna, conversation_id))["profile"]
    assert (profile["identity"]["email"], profile["identity"]["phone"]) == ("•••", "•••")
    assert profile["is_masked"]


async def test_masked_profile_is_revealed_by_who_may_and_the_journal_knows(server: Server, secret: str) -> None:
    await site_policies(server.database, server.site.key, {Kind.EMAIL: Policy.MASK, Kind.PHONE: Policy.MASK})
    await server.app.state.context.masking.refresh()
    await add_operator(
        server.database, email="s@shop.test", name="Сергей", password=PASSWORD, site_keys=[server.site.key],
        role=Role.SUPERVISOR,
    )  # fmt: skip
    async with at_home(server, secret, email="ivan@mail.ru", phone="+7 916 123-45-67") as (client, conversation_id, _):
        attributes = {"plan": "pro", "second": "petr@mail.ru", "tel": 79161234568}
        await client.send("set_attributes", echo_id=uuid4(), attributes=attributes)
        await client.receive("noted")
        await client.send("track", echo_id=uuid4(), name="заявка от ivan@mail.ru", properties={"to": "a@b.ru"})
        await client.receive("noted")
    path = f"/panel/api/conversations/{conversation_id}/card/profile/reveal"
    async with account(server, "anna@shop.test") as anna, account(server, "s@shop.test") as sergey:
        masked, clear = [(await card_of(one, conversation_id))["profile"] for one in (anna, sergey)]
        revealed = (await anna.http.post(path)).json()
    assert masked["is_masked"]
    assert masked["identity"]["email"] == "i•••@mail.ru"
    assert masked["identity"]["phone"] == "+7 ••• ••• 45 67"
    shown = {one["key"]: one["value"] for one in masked["attributes"]}
    assert (shown["plan"], shown["second"]) == ("pro", "p•••@mail.ru")
    for hidden in ("ivan@", "petr@", "a@b.ru", "1234567", "9161234568"):
        assert hidden not in str(masked), hidden
    assert not clear["is_masked"]
    assert clear == revealed
    assert clear["identity"]["phone"] == "+7 916 123-45-67"
    assert [record.details["what"] for record in await records(server, Action.REVEALED)] == ["profile"]


async def test_secret_is_made_shown_replaced_and_dropped_and_each_is_in_the_journal(server: Server) -> None:
    await add_operator(
        server.database, email="o@shop.test", name="Ольга", password=PASSWORD, site_keys=[server.site.key],
        role=Role.OWNER,
    )  # fmt: skip
    path = f"/panel/api/sites/{server.site.id}/identity/secret"
    async with enrolled(server, "o@shop.test") as olga, at_home_without_identity(server) as client:
        [state] = (await olga.http.get("/panel/api/identity")).json()["sites"]
        assert (state["version"], state["has_before"]) == (0, False)
        assert (await olga.http.post(f"{path}/show", json={})).status_code == 422
        first = (await olga.http.post(path, json={"over_version": 0})).json()
        assert (await olga.http.post(path, json={"over_version": 0})).status_code == 409
        assert (await olga.http.post(f"{path}/show", json={})).json() == first
        await identified(client, first["secret"])
        second = (await olga.http.post(path, json={"over_version": 1})).json()
        assert second["state"]["has_before"]
        for secret in (first["secret"], second["secret"]):
            await identified(client, secret)
        dropped = await olga.http.post(f"{path}/drop_before", json={"over_version": 2})
        assert (dropped.json()["has_before"], dropped.json()["version"]) == (False, 3)
        assert await refusal(client, token=signed_token(first["secret"], "42")) == "identity_refused"
        await identified(client, second["secret"])
        states = (await olga.http.get("/panel/api/identity")).text
    assert first["secret"] != second["secret"]
    assert second["secret"] not in states
    changes = [record.details["what"] for record in await records(server, Action.SETTINGS_CHANGED)]
    secrets = [what for what in changes if what.startswith("identity_")]
    assert secrets == [
        "identity_secret", "identity_secret_shown", "identity_secret", "identity_secret_dropped",
    ]  # fmt: skip
    async with server.database.connection() as connection:
        kept = await connection.fetchval("SELECT sealed FROM identity_secrets")
    assert second["secret"].encode() not in kept


@asynccontextmanager
async def at_home_without_identity(server: Server) -> AsyncIterator[Client]:
    async with server.visitor() as client:
        await client.say("Вопрос")
        yield client
