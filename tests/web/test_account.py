"""The own password and sessions, over HTTP."""

import asyncio

import httpx
import pytest

from ryadom.store.operator_sessions import end_sessions
from ryadom.store.operators import find_operator_by_email, lock_operators, set_password_hash
from tests.waiting import until_waiting_for_locks
from tests.web.accounts import SECOND_FACTOR, SESSION, Account, account, enrolled
from tests.web.client import PASSWORD, Server

ANNA = "anna@shop.test"
ACCOUNT = "/panel/api/account"
SESSIONS = f"{ACCOUNT}/sessions"
NEW = "four quite different words"


async def test_sessions_are_listed_and_this_one_is_marked(server: Server) -> None:
    async with account(server, ANNA), account(server, ANNA) as here:
        listed = (await here.http.get(SESSIONS)).json()["sessions"]
        assert [each["is_current"] for each in listed].count(True) == 1
        assert len(listed) == 2
        assert set(listed[0]) == {"id", "created_at", "last_seen_at", "is_current"}


async def test_ending_one_session_closes_its_sockets_at_once(server: Server) -> None:
    async with account(server, ANNA) as there, account(server, ANNA) as here, there.panel() as panel:
        listed = (await here.http.get(SESSIONS)).json()["sessions"]
        (other,) = [each["id"] for each in listed if not each["is_current"]]
        assert (await here.http.delete(f"{SESSIONS}/{other}")).status_code == 204
        assert (await panel.closed())[0] == 4440
        assert (await there.http.get(SESSION)).json() is None
        again = await here.http.delete(f"{SESSIONS}/{other}")
        assert (again.status_code, again.json()["error"]["code"]) == (404, "session_unknown")


async def test_ending_the_others_leaves_this_one(server: Server) -> None:
    async with (
        account(server, ANNA),
        account(server, ANNA) as there,
        account(server, ANNA) as here,
        there.panel() as theirs,
        here.panel() as own,
    ):
        assert (await here.http.delete(SESSIONS)).json() == {"ended": 2}
        assert (await theirs.closed())[0] == 4440
        await own.ping()


async def test_changed_password_ends_the_other_sessions_and_signs_in(server: Server) -> None:
    async with account(server, ANNA) as there, account(server, ANNA) as here, there.panel() as panel:
        body = {"password": PASSWORD, "new_password": NEW}
        assert (await here.http.put(f"{ACCOUNT}/password", json=body)).status_code == 204
        assert (await panel.closed())[0] == 4440
        assert (await here.http.get(SESSION)).json()["email"] == ANNA
        assert (await there.sign_in()).status_code == 401
        assert (await there.sign_in(password=NEW)).status_code == 200


@pytest.mark.parametrize(
    ("password", "new_password", "code"),
    [
        ("a wrong password", NEW, "sign_in_refused"),
        (PASSWORD, "too short", "bad_body"),
        (PASSWORD, "password123", "bad_body"),
        (PASSWORD, ANNA, "bad_body"),
    ],
)
async def test_password_stays_where_the_change_is_refused(
    server: Server, password: str, new_password: str, code: str
) -> None:
    async with account(server, ANNA) as anna:
        body = {"password": password, "new_password": new_password}
        refused = await anna.http.put(f"{ACCOUNT}/password", json=body)
        assert refused.json()["error"]["code"] == code
        assert (await anna.sign_in()).status_code == 200


async def test_password_is_changed_with_a_code_where_there_is_a_second_factor(server: Server) -> None:
    async with enrolled(server, ANNA) as anna:
        body = {"password": PASSWORD, "new_password": NEW}
        refused = await anna.http.put(f"{ACCOUNT}/password", json=body)
        assert refused.json()["error"]["code"] == "second_factor_expected"
        changed = await anna.http.put(f"{ACCOUNT}/password", json=body | {"code": anna.code()})
        assert changed.status_code == 204


async def test_password_given_by_others_is_not_overwritten_by_a_change_that_was_under_way(server: Server) -> None:
    async with account(server, ANNA) as anna:
        async with server.database.transaction() as connection:
            operator = await find_operator_by_email(connection, ANNA)
            assert operator is not None
            await set_password_hash(connection, operator.id, "recovered")
            await end_sessions(connection, operator_id=operator.id)
            # The password before is proven while this has not been committed.
            body = {"password": PASSWORD, "new_password": NEW}
            changing = asyncio.create_task(anna.http.put(f"{ACCOUNT}/password", json=body))
            await until_waiting_for_locks(server.database, 1)
        refused = await changing
        assert (refused.status_code, refused.json()["error"]["code"]) == (401, "not_signed_in")
        async with server.database.connection() as connection:
            operator = await find_operator_by_email(connection, ANNA)
        assert operator is not None
        assert operator.password_hash == "recovered"


async def test_of_two_changes_by_one_password_at_once_the_second_is_refused(server: Server) -> None:
    async with account(server, ANNA) as anna:
        async with server.database.transaction() as connection:
            await lock_operators(connection)
            changing = [
                asyncio.create_task(
                    anna.http.put(f"{ACCOUNT}/password", json={"password": PASSWORD, "new_password": f"{NEW} {word}"})
                )
                for word in ("once", "twice")
            ]
            await until_waiting_for_locks(server.database, 2)
        answers = sorted(await asyncio.gather(*changing), key=lambda answer: answer.status_code)
        assert [answer.status_code for answer in answers] == [204, 401]
        assert answers[1].json()["error"]["code"] == "sign_in_refused"


async def set_up(anna: Account) -> httpx.Response:
    return await anna.http.put(SECOND_FACTOR, json={"code": anna.code()})


async def turn_off(anna: Account) -> httpx.Response:
    return await anna.http.request("DELETE", SECOND_FACTOR, json={"password": PASSWORD, "code": anna.code()})


@pytest.mark.parametrize("is_set_up", [False, True])
async def test_second_factor_stays_as_it_is_for_a_session_that_is_ended_meanwhile(
    server: Server, is_set_up: bool
) -> None:
    async with (enrolled if is_set_up else account)(server, ANNA) as anna:
        if not is_set_up:
            anna.secret = (await anna.http.post(SECOND_FACTOR, json={"password": PASSWORD})).json()["secret"]
        async with server.database.transaction() as connection:
            operator = await find_operator_by_email(connection, ANNA)
            assert operator is not None
            await end_sessions(connection, operator_id=operator.id)
            changing = asyncio.create_task(turn_off(anna) if is_set_up else set_up(anna))
            await until_waiting_for_locks(server.database, 1)
        refused = await changing
        assert (refused.status_code, refused.json()["error"]["code"]) == (401, "not_signed_in")
        async with server.database.connection() as connection:
            operator = await find_operator_by_email(connection, ANNA)
        assert operator is not None
        assert operator.has_second_factor is is_set_up


@pytest.mark.parametrize("path", [f"{SESSIONS}/not-a-uuid", f"{SESSIONS}/01a22125-e43b-760a-b27d-a9bd5e2bc3b1"])
async def test_session_that_is_none_is_not_found(server: Server, path: str) -> None:
    async with account(server, ANNA) as anna:
        assert (await anna.http.delete(path)).status_code == 404


async def test_page_of_another_origin_changes_nothing(server: Server) -> None:
    async with account(server, ANNA) as anna:
        anna.http.headers["Origin"] = "http://evil.test"
        refused = await anna.http.delete(SESSIONS)
        assert (refused.status_code, refused.json()["error"]["code"]) == (403, "origin_forbidden")
