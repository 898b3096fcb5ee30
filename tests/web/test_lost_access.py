"""Forgotten passwords and lost second factors: one link, one use, and nobody gets at an account above their own."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import httpx
import pytest

from ryadom.core.lost_access import LIFETIME_HOURS, MAX_GUESSES, MAX_MADE
from ryadom.core.operators import add_operator, set_password, set_person, set_role
from ryadom.core.sign_in import MAX_PER_ACCOUNT_AND_ADDRESS
from ryadom.settings.smtp_url import smtp_url
from ryadom.store.database import Database
from ryadom.store.journal_chain import Actor, ActorKind
from ryadom.store.operator_sessions import OperatorSession, end_sessions, insert_session, session_ids_of
from ryadom.store.operators import Operator, Role, find_operator_by_email, set_password_hash
from ryadom.web.context import Context
from tests.mail_server import mail_server
from tests.waiting import until_waiting_for_locks
from tests.web.accounts import Account, account, browser, enrolled
from tests.web.client import PASSWORD, Server
from tests.web.conftest import serving
from tests.web.test_colleague_places import place
from tests.web.test_colleagues import BOTH, OPERATORS, change, colleague, noted, person, site_ids
from tests.web.test_invitation_mails import let_mail_out

ANNA = "anna@shop.test"
LINK = "/panel/api/password-link"
CHOSEN = "four quite different words"


async def make(admin: Account, email: str = ANNA) -> httpx.Response:
    return await admin.http.post(f"{OPERATORS}/{(await colleague(admin, email))['id']}/password-link")


async def token_for(admin: Account, email: str = ANNA) -> str:
    made = await make(admin, email)
    assert made.status_code == 201, made.text
    token: str = made.json()["token"]
    return token


async def session_of(database: Database, operator: Operator) -> OperatorSession:
    """A session of somebody, as if they had shown their second factor."""
    async with database.transaction() as connection:
        session = OperatorSession(
            id=uuid4(),
            operator_id=operator.id,
            email=operator.email,
            name=operator.name,
            role=operator.role,
            has_second_factor=True,
        )
        assert await insert_session(
            connection,
            id=session.id,
            operator_id=operator.id,
            password_hash=operator.password_hash,
            has_second_factor=True,
            token_sha256=session.id.bytes,
        )
    return session


async def reset(admin: Account, email: str = ANNA) -> tuple[int, str]:
    response = await admin.http.delete(f"{OPERATORS}/{(await colleague(admin, email))['id']}/second-factor")
    return response.status_code, "" if response.status_code == 204 else response.json()["error"]["code"]


async def show(server: Server, token: str) -> httpx.Response:
    async with browser(server, ANNA) as anna:
        return await anna.http.post(LINK, json={"token": token})


async def choose(server: Server, token: str, password: str = CHOSEN) -> httpx.Response:
    async with browser(server, ANNA) as anna:
        return await anna.http.put(LINK, json={"token": token, "password": password})


def code_of(response: httpx.Response) -> tuple[int, str]:
    return response.status_code, response.json()["error"]["code"]


USELESS = (404, "password_link_unknown")


async def test_colleague_chooses_a_password_by_the_link_and_all_sessions_end(server: Server) -> None:
    async with person(server, Role.ADMIN) as admin, account(server, ANNA) as anna, anna.panel() as panel:
        token = await token_for(admin)
        assert (await anna.http.get("/panel/api/account")).status_code == 200
        assert (await show(server, token)).json() == {"email": ANNA, "name": "Анна"}
        assert (await choose(server, token)).json() == {"email": ANNA}
        assert (await panel.closed())[0] == 4440
        assert (await anna.sign_in(password=PASSWORD)).status_code == 401
        assert (await anna.sign_in(password=CHOSEN)).status_code == 200
    made, chosen = (await noted(server))[-2:]
    assert (made.actor.name, made.details["what"]) == ("Вера", "password_link_made")
    assert (chosen.actor.name, chosen.details["what"]) == ("Анна", "password_reset")
    assert token not in str(made) + str(chosen)


async def test_link_works_once_also_for_two_at_once(server: Server) -> None:
    async with person(server, Role.ADMIN) as admin:
        token = await token_for(admin)
    answers = await asyncio.gather(choose(server, token), choose(server, token))
    assert sorted(answer.status_code for answer in answers) == [200, 404]
    assert code_of(await show(server, token)) == USELESS


async def test_weak_password_is_refused_and_the_link_stays(server: Server) -> None:
    async with person(server, Role.ADMIN) as admin:
        token = await token_for(admin)
    refused = await choose(server, token, "short")
    assert (refused.status_code, refused.json()["error"]["field"]) == (422, "password")
    assert (await choose(server, token)).status_code == 200


async def test_whoever_has_guessed_too_often_signs_in_at_once_with_what_they_chose(server: Server) -> None:
    async with person(server, Role.ADMIN) as admin, browser(server, ANNA) as anna:
        for _ in range(MAX_PER_ACCOUNT_AND_ADDRESS):
            assert (await anna.sign_in(password="what was it")).status_code == 401
        assert (await anna.sign_in()).status_code == 429
        assert (await choose(server, await token_for(admin))).status_code == 200
        assert (await anna.sign_in(password=CHOSEN)).status_code == 200


async def test_sign_in_with_the_password_before_that_is_under_way_opens_no_session(server: Server) -> None:
    async with browser(server, ANNA) as anna:
        async with server.database.transaction() as connection:
            operator = await find_operator_by_email(connection, ANNA)
            assert operator is not None
            await set_password_hash(connection, operator.id, "another")
            await end_sessions(connection, operator_id=operator.id)
            # Its password is looked at before this commits, and its session is begun after that.
            signing_in = asyncio.create_task(anna.sign_in())
            await until_waiting_for_locks(server.database, 1)
        assert code_of(await signing_in) == (401, "sign_in_refused")
        async with server.database.connection() as connection:
            assert await session_ids_of(connection, operator.id) == []


@pytest.mark.parametrize("ending", ["newer", "password", "name", "closed", "reopened", "raised", "maker", "late"])
async def test_link_is_useless_once_something_speaks_against_it(server: Server, ending: str) -> None:
    async with person(server, Role.ADMIN) as admin:
        token = await token_for(admin)
        match ending:
            case "newer":
                await token_for(admin)
            case "password":
                await set_password(server.database, email=ANNA, password="quite another long one")
            case "name":
                await set_person(server.database, email=ANNA, new_email="anna.new@shop.test")
            case "closed":
                assert await change(admin, ANNA, "access", is_active=False) == (204, "")
            case "reopened":
                for is_active in (False, True):
                    assert await change(admin, ANNA, "access", is_active=is_active) == (204, "")
            case "raised":
                await set_role(server.database, email=ANNA, role=Role.OWNER)
            case "maker":
                await set_role(server.database, email=admin.email, role=Role.SUPERVISOR)
            case _:
                async with server.database.connection() as connection:
                    await connection.execute(
                        "UPDATE password_links SET expires_at = expires_at - $1::interval",
                        timedelta(hours=LIFETIME_HOURS),
                    )
        assert code_of(await show(server, token)) == USELESS
        assert code_of(await choose(server, token)) == USELESS


@pytest.mark.parametrize("ending", ["signed out", "password", "lowered", "closed", "moved"])
async def test_links_end_with_the_sessions_of_who_has_made_them(server: Server, ending: str) -> None:
    ids = await site_ids(server)
    async with person(server, Role.ADMIN, *BOTH) as admin, person(server, Role.OWNER, *BOTH, name="Олег") as owner:
        token = await token_for(admin)
        admin_id = (await colleague(owner, admin.email))["id"]
        match ending:
            case "signed out":
                assert (await owner.http.delete(f"{OPERATORS}/{admin_id}/sessions")).status_code == 200
            case "password":
                await set_password(server.database, email=admin.email, password="quite another long one")
            case "lowered":
                for role in (Role.OPERATOR, Role.ADMIN):
                    assert await change(owner, admin.email, "role", role=role) == (204, "")
            case "closed":
                for is_active in (False, True):
                    assert await change(owner, admin.email, "access", is_active=is_active) == (204, "")
            case _:
                for keys in (BOTH[1:], BOTH):
                    assert await change(owner, admin.email, "sites", site_ids=[ids[key] for key in keys]) == (204, "")
        assert code_of(await show(server, token)) == USELESS
        assert code_of(await choose(server, token)) == USELESS


async def test_link_is_not_made_in_a_session_that_is_ended_meanwhile(server: Server) -> None:
    async with person(server, Role.ADMIN) as admin:
        async with server.database.transaction() as connection:
            operator = await find_operator_by_email(connection, admin.email)
            assert operator is not None
            await end_sessions(connection, operator_id=operator.id)
            making = asyncio.create_task(make(admin))
            await until_waiting_for_locks(server.database, 1)
        assert code_of(await making) == (401, "not_signed_in")
        async with server.database.connection() as connection:
            assert await connection.fetchval("SELECT count(*) FROM password_links") == 0


async def test_link_leaves_the_second_factor(server: Server) -> None:
    async with person(server, Role.ADMIN) as admin, enrolled(server, ANNA) as anna:
        assert (await choose(server, await token_for(admin))).status_code == 200
        refused = await anna.sign_in(password=CHOSEN)
        assert code_of(refused) == (401, "second_factor_expected")
        assert (await anna.sign_in(password=CHOSEN, code=anna.code())).status_code == 200


async def test_owners_oneself_closed_ones_and_who_works_elsewhere_too_get_no_link(server: Server) -> None:
    async with (
        person(server, Role.ADMIN) as admin,
        person(server, Role.OWNER, name="Олег") as owner,
        person(server, Role.OPERATOR, *BOTH, name="Пётр") as both,
    ):
        for email in (owner.email, admin.email, both.email):
            assert code_of(await make(admin, email)) == (403, "right_missing")
        assert await change(admin, ANNA, "access", is_active=False) == (204, "")
        assert code_of(await make(admin)) == (422, "bad_body")


async def test_second_factor_is_reset_by_a_higher_role_and_all_sessions_end(server: Server) -> None:
    async with person(server, Role.ADMIN) as admin, enrolled(server, ANNA) as anna, anna.panel() as panel:
        assert (await colleague(admin, ANNA))["has_second_factor"] is True
        assert await reset(admin) == (204, "")
        assert (await panel.closed())[0] == 4440
        assert (await colleague(admin, ANNA))["has_second_factor"] is False
        assert (await anna.sign_in()).status_code == 200
    record = (await noted(server))[-1]
    assert (record.actor.name, record.details["what"]) == ("Вера", "second_factor_reset")


@pytest.mark.parametrize(
    ("acting", "role", "is_allowed"),
    [
        (Role.OWNER, Role.OWNER, False),
        (Role.OWNER, Role.ADMIN, True),
        (Role.OWNER, Role.AUDITOR, True),
        (Role.ADMIN, Role.OWNER, False),
        (Role.ADMIN, Role.ADMIN, False),
        (Role.ADMIN, Role.AUDITOR, True),
        (Role.ADMIN, Role.SUPERVISOR, True),
    ],
)
async def test_second_factors_of_ones_own_role_and_above_are_out_of_reach(
    server: Server, acting: Role, role: Role, is_allowed: bool
) -> None:
    async with person(server, acting) as one, person(server, role, name="Глеб") as other:
        assert await reset(one, other.email) == ((204, "") if is_allowed else (403, "right_missing"))
        assert (await colleague(one, other.email))["has_second_factor"] is not is_allowed
        assert await reset(one, one.email) == (403, "right_missing")


async def test_nobody_lowers_a_colleague_of_their_own_role_to_get_at_their_second_factor(server: Server) -> None:
    async with (
        person(server, Role.ADMIN) as admin,
        person(server, Role.ADMIN, name="Глеб") as peer,
        person(server, Role.OWNER, name="Олег") as owner,
    ):
        for lower in (Role.OPERATOR, Role.SUPERVISOR, Role.AUDITOR):
            assert await change(admin, peer.email, "role", role=lower) == (403, "right_missing")
            status, answer = await place(admin, peer.email, role=lower)
            assert (status, answer["error"]["code"]) == (403, "right_missing")
        assert (await place(admin, peer.email))[0] == 200
        assert await reset(admin, peer.email) == (403, "right_missing")
        assert await change(owner, peer.email, "role", role="operator") == (204, "")
        assert await reset(admin, peer.email) == (204, "")


async def test_guesses_and_links_are_counted(server: Server) -> None:
    async with person(server, Role.ADMIN) as admin:
        for _ in range(MAX_MADE):
            token = await token_for(admin)
        assert code_of(await make(admin)) == (429, "sign_in_locked")
    for _ in range(MAX_GUESSES):
        assert code_of(await show(server, "nothing")) == USELESS
    assert code_of(await show(server, token)) == (429, "sign_in_locked")


async def test_link_is_taken_from_the_panels_own_page_alone(server: Server) -> None:
    async with httpx.AsyncClient(base_url=server.http_url, headers={"Origin": "http://evil.test"}) as http:
        for method in ("POST", "PUT"):
            answer = await http.request(method, LINK, json={"token": "x", "password": CHOSEN})
            assert answer.status_code == 403


@pytest.mark.parametrize(("language", "word"), [("ru", "новый пароль"), ("en", "new password")])
async def test_link_is_mailed_where_the_server_knows_its_own_address(
    database_url: str, database: Database, language: str, word: str
) -> None:
    public_url = "https://chat.shop.test"
    async with (
        mail_server() as mails,
        serving(
            database_url,
            database,
            smtp_url=smtp_url(f"smtp://127.0.0.1:{mails.port}"),
            mail_from="chat@shop.test",
            mail_language=language,
            public_url=public_url,
        ) as server,
    ):
        await let_mail_out(database, port=mails.port)
        olga = await add_operator(
            database, email="olga@shop.test", name="Ольга", password=PASSWORD, site_keys=BOTH, role=Role.ADMIN
        )
        async with database.connection() as connection:
            anna = await find_operator_by_email(connection, ANNA)
        assert anna is not None
        session = await session_of(database, olga)
        context: Context = server.app.state.context
        by = Actor(kind=ActorKind.OPERATOR, id=olga.id, name=olga.name)
        made = await context.lost_access.make_link(session, anna.id, by=by)
        mail = await mails.next_mail()
    assert made.is_mailed
    assert mail["To"] == ANNA
    text = " ".join(mail.get_content().split())
    assert word in text
    assert "Ольга" in text
    assert f"{public_url}/panel/#password/{made.token}" in text
    assert made.token not in mail["Subject"]


async def test_without_a_mail_server_the_link_is_only_shown(server: Server) -> None:
    async with person(server, Role.ADMIN) as admin:
        assert (await make(admin)).json()["is_mailed"] is False


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ru", ("Ольга передаст вам ссылку", "задан новый пароль", "Ольга сбрасывает двухфакторную защиту")),
        ("en", ("Ольга has made a link", "was chosen by a link", "Ольга has reset the second factor")),
    ],
)
async def test_colleague_is_told_of_each_change_by_mail_without_the_link_where_the_address_is_unknown(
    database_url: str, database: Database, language: str, words: tuple[str, ...]
) -> None:
    async with (
        mail_server() as mails,
        serving(
            database_url,
            database,
            smtp_url=smtp_url(f"smtp://127.0.0.1:{mails.port}"),
            mail_from="chat@shop.test",
            mail_language=language,
        ) as server,
    ):
        await let_mail_out(database, port=mails.port)
        olga = await add_operator(
            database, email="olga@shop.test", name="Ольга", password=PASSWORD, site_keys=BOTH, role=Role.ADMIN
        )
        async with database.connection() as connection:
            anna = await find_operator_by_email(connection, ANNA)
        assert anna is not None
        session, by = await session_of(database, olga), Actor(kind=ActorKind.OPERATOR, id=olga.id, name=olga.name)
        context: Context = server.app.state.context
        made = await context.lost_access.make_link(session, anna.id, by=by)
        told = [await mails.next_mail()]
        await context.lost_access.choose_password(made.token, password=CHOSEN, network="127.0.0.1")
        told.append(await mails.next_mail())
        await context.lost_access.reset_second_factor(session, anna.id, by=by)
        told.append(await mails.next_mail())
    assert not made.is_mailed
    for mail, word in zip(told, words, strict=True):
        assert mail["To"] == ANNA
        text = " ".join(mail.get_content().split())
        assert word in text
        assert made.token not in text
        assert "/panel/" not in text
