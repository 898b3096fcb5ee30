"""Signing in with a second factor: codes count once, recovery codes too, guesses are locked out."""

import asyncio
from ipaddress import ip_network
from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid4

import pytest

from ryadom.core.operators import reset_second_factor
from ryadom.core.sealing import Seal
from ryadom.core.second_factor import RECOVERY_CODES
from ryadom.core.sign_in import MAX_CODES_PER_ACCOUNT, MAX_PER_ACCOUNT_AND_ADDRESS
from ryadom.store.database import Database
from ryadom.store.operator_sessions import insert_session, session_ids_of
from ryadom.store.operators import find_operator_by_email, hold_operator
from ryadom.store.second_factors import confirm_pending, put_pending
from tests.waiting import until_waiting_for_locks
from tests.web.accounts import SECOND_FACTOR, SESSION, Account, account, browser, enrolled
from tests.web.client import PASSWORD, Server
from tests.web.conftest import SECRET_KEY, another_server, serving

ANNA = "anna@shop.test"


async def code_of(person: Account, *, password: str = PASSWORD, code: str = "") -> str:
    """What signing in anew is answered: the error's code, or "ok"."""
    response = await person.sign_in(password=password, code=code)
    return "ok" if response.status_code == 200 else response.json()["error"]["code"]


async def test_password_alone_no_longer_signs_in(server: Server) -> None:
    async with enrolled(server, ANNA) as anna:
        assert await code_of(anna) == "second_factor_expected"
        assert await code_of(anna, password="a wrong password") == "sign_in_refused"
        assert await code_of(anna, password="a wrong password", code=anna.code()) == "sign_in_refused"
        assert await code_of(anna, code=anna.code()) == "ok"


async def test_nothing_changes_before_the_first_code_is_shown(server: Server) -> None:
    async with account(server, ANNA) as anna:
        begun = (await anna.http.post(SECOND_FACTOR, json={"password": PASSWORD})).json()
        address = urlsplit(begun["uri"])
        assert (address.scheme, parse_qs(address.query)["secret"]) == ("otpauth", [begun["secret"]])
        assert begun["qr"]["size"] > 21
        wrong = await anna.http.put(SECOND_FACTOR, json={"code": "000000"})
        assert wrong.json()["error"]["code"] == "second_factor_refused"
        assert await code_of(anna) == "ok"


async def test_beginning_asks_for_the_password_again(server: Server) -> None:
    async with account(server, ANNA) as anna:
        refused = await anna.http.post(SECOND_FACTOR, json={"password": "a wrong password"})
        assert refused.json()["error"]["code"] == "sign_in_refused"
        assert (await anna.http.put(SECOND_FACTOR, json={"code": "123456"})).status_code == 401


async def test_guesses_at_the_first_code_are_locked_out_and_a_secret_that_was_left_lying_is_void(
    server: Server,
) -> None:
    async with account(server, ANNA) as anna:
        anna.secret = (await anna.http.post(SECOND_FACTOR, json={"password": PASSWORD})).json()["secret"]
        async with server.database.connection() as connection:
            await connection.execute("UPDATE operator_second_factors SET pending_since = now() - interval '16 min'")
        void = await anna.http.put(SECOND_FACTOR, json={"code": anna.code()})
        assert void.json()["error"]["code"] == "second_factor_refused"
        for _ in range(MAX_CODES_PER_ACCOUNT - 1):
            await anna.http.put(SECOND_FACTOR, json={"code": "00000000"})
        locked = await anna.http.put(SECOND_FACTOR, json={"code": anna.code()})
        assert locked.json()["error"]["code"] == "sign_in_locked"


async def test_code_signs_in_once_also_when_shown_twice_at_the_same_time(server: Server) -> None:
    async with enrolled(server, ANNA) as anna, browser(server, ANNA) as thief:
        code = anna.code()
        answers = await asyncio.gather(code_of(anna, code=code), code_of(thief, code=code))
        assert sorted(answers) == ["ok", "second_factor_refused"]
        assert await code_of(thief, code=code) == "second_factor_refused"


async def test_code_that_confirmed_the_second_factor_signs_nobody_in(server: Server) -> None:
    async with enrolled(server, ANNA) as anna:
        assert await code_of(anna, code=anna.code(steps=-1)) == "second_factor_refused"


@pytest.mark.parametrize("steps", [-3, 3])
async def test_code_of_a_clock_that_is_far_off_is_refused(server: Server, steps: int) -> None:
    async with enrolled(server, ANNA) as anna:
        assert await code_of(anna, code=anna.code(steps=steps)) == "second_factor_refused"


async def test_code_of_a_phone_that_runs_ahead_is_taken_and_older_ones_no_more(server: Server) -> None:
    async with enrolled(server, ANNA) as anna:
        assert await code_of(anna, code=anna.code(steps=1)) == "ok"
        assert await code_of(anna, code=anna.code()) == "second_factor_refused"


async def test_each_recovery_code_signs_in_once_however_it_is_typed(server: Server) -> None:
    async with enrolled(server, ANNA) as anna:
        assert len(set(anna.recovery_codes)) == RECOVERY_CODES
        first, second, *_ = anna.recovery_codes
        assert await code_of(anna, code=f" {first.upper()} ") == "ok"
        assert await code_of(anna, code=first) == "second_factor_refused"
        assert await code_of(anna, code=second.replace("-", "")) == "ok"
        state = (await anna.http.get("/panel/api/account")).json()["second_factor"]
        assert state == {"is_on": True, "is_required": False, "recovery_codes_left": RECOVERY_CODES - 2}


async def test_guesses_at_the_code_are_locked_out_though_the_password_is_right(server: Server) -> None:
    async with enrolled(server, ANNA) as anna:
        for guess in range(MAX_PER_ACCOUNT_AND_ADDRESS):
            # The step before each guess counts nothing, and takes nothing back.
            assert await code_of(anna) == "second_factor_expected"
            assert await code_of(anna, code=f"{guess:08}") == "second_factor_refused"
        assert await code_of(anna, code=anna.code()) == "sign_in_locked"
        assert await code_of(anna) == "sign_in_locked"


async def test_guesses_at_the_code_from_many_addresses_are_locked_out(database_url: str, database: Database) -> None:
    proxies = (ip_network("127.0.0.1"),)
    async with serving(database_url, database, trusted_proxies=proxies) as server, enrolled(server, ANNA) as anna:
        for address in range(MAX_CODES_PER_ACCOUNT):
            anna.http.headers["X-Forwarded-For"] = f"192.0.2.{address}"
            assert await code_of(anna, code="00000000") == "second_factor_refused"
        anna.http.headers["X-Forwarded-For"] = "192.0.2.200"
        assert await code_of(anna, code=anna.code()) == "sign_in_locked"


async def test_lost_phone_is_forgotten_by_the_command_and_the_password_signs_in(server: Server) -> None:
    async with enrolled(server, ANNA) as anna, anna.panel() as panel:
        assert await reset_second_factor(server.database, email=ANNA)
        await server.check_sessions()
        assert (await panel.closed())[0] == 4440
        assert await code_of(anna) == "ok"
        assert not await reset_second_factor(server.database, email=ANNA)
        async with server.database.connection() as connection:
            assert await connection.fetchval("SELECT count(*) FROM operator_recovery_codes") == 0


async def test_new_phone_takes_the_place_of_the_old_one_with_new_recovery_codes(server: Server) -> None:
    async with enrolled(server, ANNA) as anna:
        old_secret, old_recovery = anna.secret, anna.recovery_codes
        await anna.enrol()
        assert anna.secret != old_secret
        assert await code_of(anna, code=old_recovery[0]) == "second_factor_refused"
        assert await code_of(anna, code=anna.code()) == "ok"


async def test_secret_is_sealed_in_the_database_and_survives_a_change_of_the_key(
    database_url: str, database: Database, server: Server
) -> None:
    new_key = "another secret key, also long enough to be one"
    async with enrolled(server, ANNA) as anna:
        async with database.connection() as connection:
            row = await connection.fetchrow("SELECT operator_id, sealed_secret FROM operator_second_factors")
            assert row is not None
        assert anna.secret.encode() not in row["sealed_secret"]
        async with (
            another_server(database_url, database, server.site, secret_keys=(new_key, SECRET_KEY)) as rotated,
            browser(rotated, ANNA) as there,
        ):
            assert await code_of(there, code=anna.code()) == "ok"
        async with database.connection() as connection:
            resealed = await connection.fetchval("SELECT sealed_secret FROM operator_second_factors")
        owner: UUID = row["operator_id"]
        opened = Seal([new_key], purpose="second factor").open(resealed, owner=owner.bytes)
        assert opened is not None
        assert opened.secret == anna.secret.encode()


async def test_operator_turns_it_off_with_password_and_code_and_an_owner_can_not(server: Server) -> None:
    async with enrolled(server, ANNA) as anna:
        without = await anna.http.request("DELETE", SECOND_FACTOR, json={"password": PASSWORD})
        assert without.json()["error"]["code"] == "second_factor_expected"
        off = await anna.http.request("DELETE", SECOND_FACTOR, json={"password": PASSWORD, "code": anna.code()})
        assert off.status_code == 204
        assert await code_of(anna) == "ok"
    async with enrolled(server, ANNA) as anna:
        async with server.database.connection() as connection:
            await connection.execute("UPDATE operators SET role = 'owner' WHERE lower(email) = $1", ANNA)
        off = await anna.http.request("DELETE", SECOND_FACTOR, json={"password": PASSWORD, "code": anna.code()})
        assert off.json()["error"]["code"] == "right_missing"


async def test_setting_it_up_ends_the_sessions_that_only_a_password_opened(server: Server) -> None:
    async with account(server, ANNA) as elsewhere, elsewhere.panel() as panel, enrolled(server, ANNA) as anna:
        assert (await panel.closed())[0] == 4440
        assert (await anna.http.get(SESSION)).json()["email"] == ANNA
        assert (await elsewhere.http.get(SESSION)).json() is None


async def test_sign_in_without_it_that_is_under_way_while_it_is_set_up_opens_no_session(server: Server) -> None:
    async with browser(server, ANNA) as anna:
        async with server.database.transaction() as connection:
            operator = await find_operator_by_email(connection, ANNA)
            assert operator is not None
            await hold_operator(connection, operator.id)
            await put_pending(connection, operator.id, b"sealed")
            assert await confirm_pending(connection, operator.id, pending_secret=b"sealed", step=1, codes_sha256=[])
            # It is looked whether there is one before this commits, and the session is begun after that.
            signing_in = asyncio.create_task(anna.sign_in())
            await until_waiting_for_locks(server.database, 1)
        refused = await signing_in
        assert (refused.status_code, refused.json()["error"]["code"]) == (401, "sign_in_refused")
        async with server.database.connection() as connection:
            assert await session_ids_of(connection, operator.id) == []


async def test_setting_it_up_waits_for_a_sign_in_that_is_under_way_and_ends_its_session(server: Server) -> None:
    async with account(server, ANNA) as anna:
        anna.secret = (await anna.http.post(SECOND_FACTOR, json={"password": PASSWORD})).json()["secret"]
        async with server.database.transaction() as connection:
            operator = await find_operator_by_email(connection, ANNA)
            assert operator is not None
            assert await insert_session(
                connection,
                id=uuid4(),
                operator_id=operator.id,
                password_hash=operator.password_hash,
                has_second_factor=False,
                token_sha256=b"t" * 32,
            )
            setting_up = asyncio.create_task(anna.http.put(SECOND_FACTOR, json={"code": anna.code()}))
            await until_waiting_for_locks(server.database, 1)
        assert (await setting_up).status_code == 200
        async with server.database.connection() as connection:
            assert len(await session_ids_of(connection, operator.id)) == 1
        assert (await anna.http.get(SESSION)).json()["email"] == ANNA
