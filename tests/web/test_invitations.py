"""Invitations over HTTP: one link, one use, and nothing told to who need not know."""

import asyncio

import httpx
import pytest

from ryadom.core.invitations import MAX_GUESSES, MAX_SENT
from ryadom.core.operators import set_role
from ryadom.store.operators import Role
from tests.web.accounts import Account, browser
from tests.web.client import JsonObject, Server
from tests.web.test_colleagues import BOTH, change, noted, person, site_ids

INVITATIONS = "/panel/api/invitations"
LINK = "/panel/api/invitation"
NEW = "nina@shop.test"
CHOSEN = "four quite different words"


async def invite(admin: Account, address: str = NEW, *, role: str = "operator", sites: list[str]) -> httpx.Response:
    return await admin.http.post(INVITATIONS, json={"email": address, "role": role, "site_ids": sites})


async def token_for(admin: Account, server: Server, address: str = NEW, **wanted: str) -> str:
    sent = await invite(admin, address, sites=[str(server.site.id)], **wanted)
    assert sent.status_code == 201, sent.text
    token: str = sent.json()["token"]
    return token


async def show(server: Server, token: str) -> httpx.Response:
    async with browser(server, NEW) as nina:
        return await nina.http.post(LINK, json={"token": token})


async def accept(server: Server, token: str, *, name: str = "Нина", password: str = CHOSEN) -> httpx.Response:
    async with browser(server, NEW) as nina:
        return await nina.http.put(LINK, json={"token": token, "name": name, "password": password})


def code_of(response: httpx.Response) -> tuple[int, str]:
    return response.status_code, response.json()["error"]["code"]


async def listed(admin: Account) -> list[JsonObject]:
    answer = (await admin.http.get(INVITATIONS)).json()
    invitations: list[JsonObject] = answer["invitations"]
    return invitations


async def test_invited_person_chooses_name_and_password_and_signs_in(server: Server) -> None:
    async with person(server, Role.ADMIN) as admin:
        token = await token_for(admin, server, role="supervisor")
        shown = (await show(server, token)).json()
        assert shown == {"email": NEW, "role": "supervisor", "inviter_name": "Вера", "site_names": ["Лавка"]}
        assert (await accept(server, token)).json() == {"email": NEW}
        assert await listed(admin) == []
    async with browser(server, NEW) as nina:
        assert (await nina.sign_in(password=CHOSEN)).status_code == 200
        assert (nina.signed_in["role"], nina.signed_in["operator"]["name"]) == ("supervisor", "Нина")
        async with nina.panel() as panel:
            assert [site["id"] for site in panel.welcome["sites"]] == [str(server.site.id)]
    invited, accepted = (await noted(server))[-2:]
    assert (invited.actor.name, invited.details["what"], invited.site_id) == (
        "Вера",
        "operator_invited",
        server.site.id,
    )
    assert (accepted.actor.name, accepted.details["what"]) == ("Нина", "invitation_accepted")
    assert accepted.details["invitation_id"] == invited.details["invitation_id"]
    assert NEW not in str(invited) + str(accepted)


async def test_link_works_once_also_for_two_at_once(server: Server) -> None:
    async with person(server, Role.ADMIN) as admin:
        token = await token_for(admin, server)
        answers = await asyncio.gather(accept(server, token), accept(server, token))
    assert sorted(answer.status_code for answer in answers) == [200, 404]
    assert code_of(await show(server, token)) == (404, "invitation_unknown")


async def test_token_is_kept_nowhere_in_the_database(server: Server) -> None:
    async with person(server, Role.ADMIN) as admin:
        token = await token_for(admin, server)
        async with server.database.connection() as connection:
            tables = await connection.fetch(
                "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()"
            )
            for table in tables:
                statement = f"SELECT count(*) FROM {table['table_name']} AS t WHERE t::text LIKE $1"  # noqa: S608
                assert await connection.fetchval(statement, f"%{token}%") == 0, table["table_name"]


async def test_expired_withdrawn_and_renewed_links_are_of_no_use(server: Server) -> None:
    async with person(server, Role.ADMIN) as admin:
        first = await token_for(admin, server)
        [invitation] = await listed(admin)
        renewed = await admin.http.post(f"{INVITATIONS}/{invitation['id']}/renewal")
        assert code_of(await show(server, first)) == (404, "invitation_unknown")
        second = renewed.json()["token"]
        assert (await show(server, second)).status_code == 200
        async with server.database.connection() as connection:
            await connection.execute("UPDATE operator_invitations SET expires_at = now()")
        assert code_of(await accept(server, second)) == (404, "invitation_unknown")
        assert [one["is_expired"] for one in await listed(admin)] == [True]
        third = (await admin.http.post(f"{INVITATIONS}/{invitation['id']}/renewal")).json()["token"]
        assert (await show(server, third)).status_code == 200
        assert (await admin.http.delete(f"{INVITATIONS}/{invitation['id']}")).status_code == 204
        assert code_of(await show(server, third)) == (404, "invitation_unknown")
        assert code_of(await admin.http.delete(f"{INVITATIONS}/{invitation['id']}")) == (404, "invitation_unknown")
    whats = [record.details["what"] for record in await noted(server)][-4:]
    assert whats == ["operator_invited", "invitation_renewed", "invitation_renewed", "invitation_withdrawn"]


@pytest.mark.parametrize(
    ("name", "password", "field"),
    [("", CHOSEN, "name"), ("Ни\nна", CHOSEN, "name"), ("Нина", "short", "password"), ("Нина", NEW, "password")],
)
async def test_bad_name_or_password_is_refused_and_the_link_stays(
    server: Server, name: str, password: str, field: str
) -> None:
    async with person(server, Role.ADMIN) as admin:
        token = await token_for(admin, server)
        refused = await accept(server, token, name=name, password=password)
        assert (*code_of(refused), refused.json()["error"]["field"]) == (422, "bad_body", field)
        assert (await accept(server, token)).status_code == 200


async def test_address_with_an_account_elsewhere_is_invited_like_any_and_gets_in_nowhere(server: Server) -> None:
    async with person(server, Role.ADMIN) as admin:
        answers = [await invite(admin, address, sites=[str(server.site.id)]) for address in ("boris@other.test", NEW)]
        assert [sorted(answer.json()) for answer in answers] == [["id", "is_mailed", "token"]] * 2
        token = answers[0].json()["token"]
        assert code_of(await accept(server, token)) == (404, "invitation_unknown")
        assert code_of(await accept(server, "another-token")) == (404, "invitation_unknown")
    async with browser(server, "boris@other.test") as boris:
        assert (await boris.sign_in()).status_code == 200


@pytest.mark.parametrize("address", ["anna@shop.test", "ANNA@shop.test", "no address", "a@b@c"])
async def test_address_that_is_none_or_that_of_a_colleague_is_refused(server: Server, address: str) -> None:
    async with person(server, Role.ADMIN) as admin:
        refused = await invite(admin, address, sites=[str(server.site.id)])
        assert (*code_of(refused), refused.json()["error"]["field"]) == (422, "bad_body", "email")


async def test_second_invitation_of_one_address_is_refused_to_who_sees_the_first(server: Server) -> None:
    async with person(server, Role.ADMIN) as admin:
        await token_for(admin, server)
        assert code_of(await invite(admin, sites=[str(server.site.id)])) == (422, "bad_body")


async def test_nobody_invites_to_sites_of_others_or_to_a_rank_above_their_own(server: Server) -> None:
    ids = await site_ids(server)
    async with person(server, Role.ADMIN) as admin:
        assert code_of(await invite(admin, sites=[ids["other-key-1"]])) == (404, "site_unknown")
        assert code_of(await invite(admin, sites=list(ids.values()))) == (404, "site_unknown")
        assert code_of(await invite(admin, sites=[])) == (422, "bad_body")
        refused = await invite(admin, role="owner", sites=[ids["shop-key-1"]])
        assert code_of(refused) == (403, "right_missing")
    async with person(server, Role.SUPERVISOR) as supervisor:
        assert code_of(await invite(supervisor, sites=[ids["shop-key-1"]])) == (403, "right_missing")
        assert code_of(await supervisor.http.get(INVITATIONS)) == (403, "right_missing")


async def test_invitation_to_sites_of_others_too_is_shown_in_part_and_left_alone(server: Server) -> None:
    ids = await site_ids(server)
    async with person(server, Role.OWNER, *BOTH) as owner, person(server, Role.ADMIN) as admin:
        sent = await invite(owner, sites=list(ids.values()))
        [seen] = await listed(admin)
        assert seen["site_ids"] == [ids["shop-key-1"]]
        for method, path in (("DELETE", ""), ("POST", "/renewal")):
            refused = await admin.http.request(method, f"{INVITATIONS}/{seen['id']}{path}")
            assert code_of(refused) == (403, "right_missing")
        assert (await show(server, sent.json()["token"])).status_code == 200


async def test_invitation_of_who_may_not_invite_any_more_lets_nobody_in(server: Server) -> None:
    """Else who is about to be shown the door invites themselves back."""
    async with person(server, Role.OWNER) as owner, person(server, Role.ADMIN, name="Пётр") as admin:
        token = await token_for(admin, server)
        assert await change(owner, admin.email, "role", role="supervisor") == (204, "")
        assert code_of(await accept(server, token)) == (404, "invitation_unknown")
        await set_role(server.database, email=admin.email, role=Role.ADMIN)
        assert await change(owner, admin.email, "access", is_active=False) == (204, "")
        assert code_of(await accept(server, token)) == (404, "invitation_unknown")
        [invitation] = await listed(owner)
        renewed = await owner.http.post(f"{INVITATIONS}/{invitation['id']}/renewal")
        assert (await accept(server, renewed.json()["token"])).status_code == 200


async def test_owners_invitation_of_an_owner_is_void_once_they_are_none(server: Server) -> None:
    async with person(server, Role.OWNER) as owner:
        token = await token_for(owner, server, role="owner")
        await set_role(server.database, email=owner.email, role=Role.ADMIN)
        assert code_of(await accept(server, token)) == (404, "invitation_unknown")


async def test_guesses_at_tokens_are_locked_out(server: Server) -> None:
    async with person(server, Role.ADMIN) as admin:
        token = await token_for(admin, server)
    async with browser(server, NEW) as guesser:
        for _ in range(MAX_GUESSES):
            assert code_of(await guesser.http.post(LINK, json={"token": "guess"})) == (404, "invitation_unknown")
        locked = await guesser.http.post(LINK, json={"token": token})
    assert code_of(locked) == (429, "sign_in_locked")
    assert locked.json()["error"]["retry_after_s"] > 0


async def test_one_operator_can_not_flood_strangers_with_mail(server: Server) -> None:
    async with person(server, Role.ADMIN) as admin:
        await token_for(admin, server)
        [invitation] = await listed(admin)
        answers = [
            (await admin.http.post(f"{INVITATIONS}/{invitation['id']}/renewal")).status_code for _ in range(MAX_SENT)
        ]
    assert answers == [200] * (MAX_SENT - 1) + [429]


async def test_nothing_is_sent_or_accepted_while_the_journal_may_not_be_written(server: Server) -> None:
    async with person(server, Role.ADMIN) as admin:
        token = await token_for(admin, server)
        async with server.database.connection() as connection:
            await connection.execute("REVOKE INSERT ON journal FROM CURRENT_USER")
            unsent = await invite(admin, "oleg@shop.test", sites=[str(server.site.id)])
            unaccepted = await accept(server, token)
            await connection.execute("GRANT INSERT ON journal TO CURRENT_USER")
        assert code_of(unsent) == code_of(unaccepted) == (503, "journal_unavailable")
        assert [one["email"] for one in await listed(admin)] == [NEW]
        assert (await accept(server, token)).status_code == 200


async def test_page_of_another_origin_accepts_nothing(server: Server) -> None:
    async with person(server, Role.ADMIN) as admin:
        token = await token_for(admin, server)
    async with httpx.AsyncClient(base_url=server.http_url, headers={"Origin": "http://evil.test"}) as evil:
        for method in ("POST", "PUT"):
            refused = await evil.request(method, LINK, json={"token": token, "name": "Нина", "password": CHOSEN})
            assert code_of(refused) == (403, "origin_forbidden")


@pytest.mark.parametrize("body", [{}, {"token": ""}, {"token": "я" * 101}, {"token": 5}, []])
async def test_link_that_is_none_is_refused(server: Server, body: object) -> None:
    async with browser(server, NEW) as nina:
        assert code_of(await nina.http.post(LINK, json=body)) == (400, "bad_frame")


async def test_role_that_needs_a_second_factor_is_led_to_it_after_accepting(server: Server) -> None:
    async with person(server, Role.OWNER) as owner:
        token = await token_for(owner, server, role="admin")
    assert (await accept(server, token)).status_code == 200
    async with browser(server, NEW) as nina:
        await nina.sign_in(password=CHOSEN)
        assert nina.signed_in["second_factor_due"] is True
