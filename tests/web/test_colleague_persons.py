"""A colleague's name and address: over the version that was seen, unique, journalled, and told to the old address."""

import asyncio

import pytest

from ryadom.core.colleagues import MAX_ADDRESSES
from ryadom.core.operators import add_operator
from ryadom.settings.smtp_url import smtp_url
from ryadom.store.database import Database
from ryadom.store.operators import Role
from tests.mail_server import mail_server
from tests.web.accounts import Account, account, browser
from tests.web.client import PASSWORD, JsonObject, Server
from tests.web.conftest import serving
from tests.web.test_colleagues import BOTH, OPERATORS, colleague, noted, person
from tests.web.test_invitation_mails import let_mail_out
from tests.web.test_leading import history

ANNA = "anna@shop.test"


async def rename(admin: Account, whose: str = ANNA, /, **changes: object) -> tuple[int, JsonObject]:
    """Saves the name and address of somebody as they are, but for these changes."""
    now = await colleague(admin, whose)
    body = {"name": now["name"], "email": now["email"], "over_version": now["person_version"]} | changes
    response = await admin.http.put(f"{OPERATORS}/{now['id']}/person", json=body)
    return response.status_code, response.json()


async def test_new_name_is_shown_in_old_conversations_and_the_session_goes_on(server: Server) -> None:
    async with person(server, Role.ADMIN) as admin, account(server, ANNA) as anna, server.visitor() as guest:
        target = (await guest.say("Вопрос"))["conversation_id"]
        async with anna.panel() as panel:
            await panel.say("Ответ", conversation_id=target)
            assert await rename(admin, name="  Анна Ильина ") == (200, {"person_version": 1})
            # Begun anew, not ended: a socket writes under the name that it began with.
            assert (await panel.closed())[0] == 4490
        async with anna.panel() as panel:
            assert panel.welcome["operator"]["name"] == "Анна Ильина"
            entries = await history(panel, target)
            assert [one["author"]["name"] for one in entries if one.get("body") == "Ответ"] == ["Анна Ильина"]
    [record] = [one for one in await noted(server) if one.details["what"] == "operator_renamed"]
    assert (record.actor.name, record.site_id) == ("Вера", server.site.id)
    assert "Ильина" not in str(record.details)


async def test_new_address_signs_in_and_the_old_one_does_not(server: Server) -> None:
    async with person(server, Role.ADMIN) as admin, account(server, ANNA) as anna:
        assert await rename(admin, email="Anna.New@shop.test") == (200, {"person_version": 1})
        assert (await anna.http.get("/panel/api/account")).status_code == 200
        assert (await anna.sign_in()).status_code == 401
    async with browser(server, "anna.new@shop.test") as anew:
        assert (await anew.sign_in()).status_code == 200
    assert [one.details["what"] for one in await noted(server)][-1] == "operator_email_changed"


async def test_same_again_changes_nothing_and_another_case_is_the_same_person(server: Server) -> None:
    async with person(server, Role.ADMIN) as admin:
        before = len(await noted(server))
        assert await rename(admin) == (200, {"person_version": 0})
        assert len(await noted(server)) == before
        assert await rename(admin, email="ANNA@shop.test") == (200, {"person_version": 1})


async def test_address_of_another_operator_is_refused_by_name_also_of_one_who_works_elsewhere(server: Server) -> None:
    await add_operator(
        server.database, email="far@shop.test", name="Даль", password=PASSWORD, site_keys=["other-key-1"]
    )
    async with person(server, Role.ADMIN) as admin:
        for taken in (admin.email.upper(), "far@shop.test"):
            status, answer = await rename(admin, email=taken, name="Другая")
            assert (status, answer["error"]["code"], answer["error"]["field"]) == (409, "email_taken", "email")
        assert (await colleague(admin, ANNA))["name"] == "Анна"


async def test_who_tries_which_addresses_are_taken_is_stopped_and_may_change_names(server: Server) -> None:
    async with person(server, Role.ADMIN) as admin:
        for _ in range(MAX_ADDRESSES):
            assert (await rename(admin, email=admin.email))[0] == 409
        status, answer = await rename(admin, email="free@shop.test")
        assert (status, answer["error"]["code"]) == (429, "sign_in_locked")
        assert (await rename(admin, name="Аня"))[0] == 200


@pytest.mark.parametrize(
    ("field", "text"), [("email", "no address"), ("email", ""), ("name", " "), ("name", "две\nстроки")]
)
async def test_what_can_be_no_name_or_address_is_refused_at_its_field(server: Server, field: str, text: str) -> None:
    async with person(server, Role.ADMIN) as admin:
        status, answer = await rename(admin, **{field: text})
        assert (status, answer["error"]["code"], answer["error"]["field"]) == (422, "bad_body", field)


async def test_what_somebody_else_has_changed_is_not_overwritten(server: Server) -> None:
    async with person(server, Role.ADMIN) as admin, person(server, Role.OWNER, name="Олег") as owner:
        assert (await rename(owner, name="Аня"))[0] == 200
        status, answer = await rename(admin, over_version=0, name="Анюта")
        assert (status, answer["error"]["code"]) == (409, "settings_changed")
        done = await asyncio.gather(rename(admin, name="Анна"), rename(owner, name="Анюта"))
        assert sorted(status for status, _ in done) == [200, 409]


async def test_owners_oneself_and_who_works_elsewhere_too_are_refused(server: Server) -> None:
    async with (
        person(server, Role.ADMIN) as admin,
        person(server, Role.OWNER, name="Олег") as owner,
        person(server, Role.OPERATOR, *BOTH, name="Пётр") as both,
    ):
        for email in (owner.email, admin.email, both.email):
            status, answer = await rename(admin, email, name="Другая")
            assert (status, answer["error"]["code"]) == (403, "right_missing")


@pytest.mark.parametrize(("language", "word"), [("ru", "больше не войти"), ("en", "signs in no more")])
async def test_old_address_is_told_by_mail_and_not_which_one_is_new(
    database_url: str, database: Database, language: str, word: str
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
        async with person(server, Role.ADMIN) as admin:
            assert (await rename(admin, name="Аня"))[0] == 200
            # The same address in other letters signs in as before.
            assert (await rename(admin, email="Anna@shop.test"))[0] == 200
            assert (await rename(admin, "Anna@shop.test", email="anna.new@shop.test"))[0] == 200
        mail = await mails.next_mail()
    assert mail["To"] == "Anna@shop.test"
    text = " ".join(mail.get_content().split())
    assert word in text
    assert "Вера" in text
    assert "anna.new" not in text
