"""Changes of operators' access are in the journal with who made them and from where, or are not made."""

from ryadom.store.journal_chain import Action
from ryadom.store.operators import Role
from tests.web.accounts import account
from tests.web.client import PASSWORD, Server
from tests.web.test_journal_api import reader, records_of


async def test_changes_of_the_own_access_are_journalled_with_who_and_from_where(server: Server) -> None:
    async with account(server, "anna@shop.test") as there, account(server, "anna@shop.test") as anna:
        sessions = (await anna.http.get("/panel/api/account/sessions")).json()["sessions"]
        other = next(each["id"] for each in sessions if not each["is_current"])
        await anna.http.delete(f"/panel/api/account/sessions/{other}")
        await there.sign_in()
        await anna.http.delete("/panel/api/account/sessions")
        await anna.enrol()
        body = {"password": PASSWORD, "code": anna.code()}
        removed = await anna.http.request("DELETE", "/panel/api/account/second-factor", json=body)
        assert removed.status_code == 204
        changed = {"password": PASSWORD, "new_password": "four quite different words"}
        assert (await anna.http.put("/panel/api/account/password", json=changed)).status_code == 204
    changes = [record for record in await records_of(server) if record.actor.name == "Анна"]
    noted = [record for record in changes if record.action is Action.SETTINGS_CHANGED]
    assert [record.details["what"] for record in noted] == [
        "sessions_ended",
        "sessions_ended",
        "second_factor_set_up",
        "second_factor_removed",
        "password_changed",
    ]
    assert {record.actor.network for record in noted} == {"127.0.0.1"}
    assert {record.details["operator_id"] for record in noted} == {str(noted[0].actor.id)}


async def test_admin_who_signs_a_colleague_out_is_journalled(server: Server) -> None:
    async with account(server, "anna@shop.test"), reader(server, role=Role.ADMIN) as admin:
        ids = {each["name"]: each["id"] for each in (await admin.http.get("/panel/api/operators")).json()["operators"]}
        await admin.http.delete(f"/panel/api/operators/{ids['Анна']}/sessions")
    noted = (await records_of(server))[-1]
    assert (noted.actor.name, noted.details["what"]) == ("Вера", "sessions_ended")
    assert (noted.details["operator_id"], noted.details["count"]) == (ids["Анна"], "1")


async def test_own_access_does_not_change_while_the_journal_may_not_be_written(server: Server) -> None:
    async with account(server, "anna@shop.test") as there, account(server, "anna@shop.test") as anna:
        async with server.database.connection() as connection:
            await connection.execute("REVOKE INSERT ON journal FROM CURRENT_USER")
            refused = await anna.http.delete("/panel/api/account/sessions")
            await connection.execute("GRANT INSERT ON journal TO CURRENT_USER")
        assert refused.json()["error"]["code"] == "journal_unavailable"
        assert (await there.http.get("/panel/api/session")).json() is not None
