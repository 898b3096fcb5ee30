"""Departments: how an administrator makes them, how visitors choose one, and how operators hand over to one."""

import json
from typing import Any
from uuid import uuid4

import httpx
import pytest

from ryadom.core.operators import add_operator
from ryadom.store.operators import Role
from tests.web.accounts import Account, account, enrolled
from tests.web.client import PASSWORD, SITE_KEYS, Client, JsonObject, Server

DEPARTMENTS = "/panel/api/departments"
SALES, SERVICE = "Продажи", "Сервис"


async def admin(server: Server, *, role: Role = Role.ADMIN, site_keys: tuple[str, ...] = SITE_KEYS[:1]) -> str:
    email = f"{role}@shop.test"
    await add_operator(
        server.database, email=email, name="Вера", password=PASSWORD, site_keys=list(site_keys), role=role
    )
    return email


async def sites(person: Account) -> list[JsonObject]:
    response = await person.http.get(DEPARTMENTS)
    assert response.status_code == 200, response.text
    return list(response.json()["sites"])


async def put(
    person: Account, site: JsonObject, departments: list[JsonObject], *, is_required: bool = False
) -> httpx.Response:
    body = {
        "over_version": site["version"],
        "chosen": {"is_required": is_required, "departments": [_chosen(one) for one in departments]},
    }
    return await person.http.put(f"/panel/api/sites/{site['site_id']}/departments", json=body)


def _chosen(department: JsonObject) -> JsonObject:
    return {name: value for name, value in department.items() if name != "open_count"}


async def offer(server: Server, *, members: tuple[str, ...] = (), **options: Any) -> list[JsonObject]:
    """Sales and service of Anna's site; `members` names those whose department sales is."""
    async with enrolled(server, await admin(server)) as vera:
        [site] = await sites(vera)
        ids = [one["id"] for one in site["colleagues"] if one["name"] in members]
        chosen: list[JsonObject] = [
            {"name": SALES, "name_en": "Sales", "member_ids": ids},
            {"name": SERVICE},
        ]
        answer = await put(vera, site, chosen, **options)
        assert answer.status_code == 200, answer.text
    return list(answer.json()["departments"])


async def foreign_department(server: Server) -> str:
    """One of Boris's site."""
    await add_operator(
        server.database,
        email="gleb@other.test",
        name="Глеб",
        password=PASSWORD,
        site_keys=["other-key-1"],
        role=Role.ADMIN,
    )
    async with enrolled(server, "gleb@other.test") as gleb:
        [site] = await sites(gleb)
        answer = await put(gleb, site, [{"name": "Чужое"}, {"name": "Чужое тоже"}])
        assert answer.status_code == 200, answer.text
    return str(answer.json()["departments"][0]["id"])


async def row_of(anna: Client, conversation_id: str) -> JsonObject:
    await anna.send("fetch_conversation", request_id="row", conversation_id=conversation_id)
    return dict((await anna.receive("conversation_fetched"))["conversation"])


async def test_administrator_makes_renames_orders_and_archives_departments(server: Server) -> None:
    async with enrolled(server, await admin(server)) as vera:
        [site] = await sites(vera)
        assert (site["version"], site["departments"]) == (0, [])
        assert {one["name"] for one in site["colleagues"]} == {"Анна", "Вера"}
        anna_id = next(one["id"] for one in site["colleagues"] if one["name"] == "Анна")
        made = await put(vera, site, [{"name": " Продажи "}, {"name": SERVICE, "member_ids": [anna_id, anna_id]}])
        assert made.status_code == 200, made.text
        sales, service = made.json()["departments"]
        assert (sales["name"], sales["name_en"], sales["member_ids"]) == (SALES, "", [])
        assert (service["name"], service["member_ids"]) == (SERVICE, [anna_id])
        changed = await put(
            vera, made.json(), [service | {"name": "Помощь", "member_ids": []}, sales | {"is_archived": True}]
        )
        assert changed.status_code == 200, changed.text
        assert await sites(vera) == [changed.json()]
        shown = [(one["name"], one["is_archived"], one["member_ids"]) for one in changed.json()["departments"]]
        assert shown == [("Помощь", False, []), (SALES, True, [])]
        back = await put(vera, changed.json(), [sales, service])
        assert [one["is_archived"] for one in back.json()["departments"]] == [False, False]
    async with server.database.connection() as connection:
        rows = await connection.fetch("SELECT details FROM journal WHERE action = 'settings_changed' ORDER BY number")
    told = [json.loads(row["details"]) for row in rows]
    assert [one for one in told if one["what"] == "departments"][:2] == [
        {"what": "departments", "before": "", "after": "Продажи: 0; Сервис: 1"},
        {"what": "departments", "before": "Продажи: 0; Сервис: 1", "after": "Помощь: 0; [Продажи]"},
    ]


async def test_change_over_an_old_version_is_refused_and_loses_nothing(server: Server) -> None:
    async with enrolled(server, await admin(server)) as vera:
        [site] = await sites(vera)
        assert (await put(vera, site, [{"name": SALES}])).status_code == 200
        late = await put(vera, site, [{"name": SERVICE}])
        assert (late.status_code, late.json()["error"]["code"]) == (409, "settings_changed")
        [now] = await sites(vera)
        assert [one["name"] for one in now["departments"]] == [SALES]


@pytest.mark.parametrize(
    ("departments", "field"),
    [
        ([{"name": "  "}], "departments[0].name"),
        ([{"name": "а" * 41}], "chosen.departments[0].name"),
        ([{"name": "Про\nдажи"}], "departments[0].name"),
        ([{"name": SALES}, {"name": "ПРОДАЖИ"}], "departments[1].name"),
        ([{"name": SALES, "name_en": "a\0b"}], "departments[0].name_en"),
        ([{"name": f"Н{number}"} for number in range(21)], "departments"),
        ([{"name": SALES, "id": str(uuid4())}], "departments"),
        ([{"name": SALES, "member_ids": [str(uuid4())]}], "departments[0].member_ids"),
    ],
)
async def test_departments_that_can_not_be_are_refused(
    server: Server, departments: list[JsonObject], field: str
) -> None:
    async with enrolled(server, await admin(server)) as vera:
        [site] = await sites(vera)
        answer = await put(vera, site, departments)
        assert answer.status_code in (400, 422), answer.text
        assert answer.json()["error"]["field"] == field
        assert (await sites(vera))[0]["version"] == 0


async def test_department_is_archived_never_dropped_and_never_taken_from_another_site(server: Server) -> None:
    foreign_id = await foreign_department(server)
    async with enrolled(server, await admin(server)) as vera:
        [site] = await sites(vera)
        made = (await put(vera, site, [{"name": SALES}])).json()
        dropped = await put(vera, made, [])
        taken = await put(vera, made, [*made["departments"], {"name": "Моё", "id": foreign_id}])
        twice = await put(vera, made, [made["departments"][0]] * 2)
        for answer in (dropped, taken, twice):
            assert (answer.status_code, answer.json()["error"]["field"]) == (422, "departments")


async def test_who_does_not_manage_sites_or_works_elsewhere_changes_nothing(server: Server) -> None:
    async with account(server, "anna@shop.test") as anna:
        assert (await anna.http.get(DEPARTMENTS)).json()["error"]["code"] == "right_missing"
        refused = await put(anna, {"site_id": server.site.id, "version": 0}, [{"name": SALES}])
        assert refused.json()["error"]["code"] == "right_missing"
    async with enrolled(server, await admin(server, site_keys=("other-key-1",))) as stranger:
        refused = await put(stranger, {"site_id": server.site.id, "version": 0}, [{"name": SALES}])
        assert (refused.status_code, refused.json()["error"]["code"]) == (404, "site_unknown")


async def test_visitor_is_offered_departments_in_their_language_with_who_is_here(server: Server) -> None:
    async with server.visitor() as early:
        assert (early.welcome["site"]["departments"], early.welcome["site"]["department_required"]) == ([], False)
    sales, service = await offer(server, members=("Анна",), is_required=True)
    async with server.visitor(locale="en-GB") as english, server.visitor() as russian:
        assert english.welcome["site"]["department_required"] is True
        assert english.welcome["site"]["departments"] == [
            {"id": sales["id"], "name": "Sales", "online": False},
            {"id": service["id"], "name": SERVICE, "online": False},
        ]
        async with server.operator():
            told = await russian.receive("department_availability_changed")
            assert told == {
                "type": "department_availability_changed",
                "department_id": sales["id"],
                "online": True,
            }
            async with server.visitor() as later:
                assert [one["online"] for one in later.welcome["site"]["departments"]] == [True, False]


async def test_one_department_is_no_choice(server: Server) -> None:
    async with enrolled(server, await admin(server)) as vera:
        [site] = await sites(vera)
        assert (await put(vera, site, [{"name": SALES}], is_required=True)).status_code == 200
    async with server.visitor() as visitor:
        assert visitor.welcome["site"]["departments"] == []
        assert visitor.welcome["site"]["department_required"] is False


async def test_conversation_begins_in_the_department_that_the_visitor_chose(server: Server) -> None:
    sales, service = await offer(server)
    async with server.operator() as anna, server.visitor() as visitor:
        [site] = anna.welcome["sites"]
        assert [one["name"] for one in site["departments"]] == [SALES, SERVICE]
        posted = await visitor.say("Здравствуйте", department=service["id"])
        started = (await anna.receive("conversation_started"))["conversation"]
        assert started["department"] == {"id": service["id"], "name": SERVICE}
        # It is under way: another choice is the operators' to make.
        await visitor.say("И ещё", department=sales["id"])
        assert (await row_of(anna, posted["conversation_id"]))["department"]["id"] == service["id"]


async def test_department_that_is_not_offered_is_passed_over_and_the_message_is_kept(server: Server) -> None:
    foreign_id = await foreign_department(server)
    await offer(server)
    async with server.operator() as anna:
        for strange in (foreign_id, str(uuid4()), "Чужое", "", "Про\0дажи", "Продажи\n", "а" * 5_000, "'; --"):
            async with server.visitor() as visitor:
                posted = await visitor.say("Здравствуйте", department=strange)
                assert (await row_of(anna, posted["conversation_id"]))["department"] is None


async def test_visitor_who_comes_back_chooses_anew(server: Server) -> None:
    sales, service = await offer(server)
    async with server.operator() as anna, server.visitor() as visitor:
        id = (await visitor.say("Здравствуйте", department=sales["id"]))["conversation_id"]
        await anna.say("Да", conversation_id=id)
        await anna.send("set_status", echo_id=str(uuid4()), conversation_id=id, status="closed")
        await visitor.receive("status_changed")
        await visitor.send("send_message", echo_id=str(uuid4()), body="Ещё вопрос", department=service["id"])
        given = await visitor.receive("conversation_assigned")
        assert (given["operator"], given["department"]) == (None, {"id": service["id"], "name": SERVICE})
        assert (await row_of(anna, id))["department"]["name"] == SERVICE


async def test_operator_gives_a_conversation_to_a_department_and_everybody_hears_it(server: Server) -> None:
    sales, service = await offer(server)
    async with server.operator() as anna, server.visitor() as visitor:
        id = (await visitor.say("Здравствуйте", department=sales["id"]))["conversation_id"]
        await anna.say("Секунду", conversation_id=id)
        give = {"echo_id": str(uuid4()), "conversation_id": id, "operator_id": None, "department_id": service["id"]}
        await anna.send("assign_conversation", **give)
        given = await visitor.receive("conversation_assigned")
        while given["echo_id"] != give["echo_id"]:
            given = await visitor.receive("conversation_assigned")
        assert (given["operator"], given["department"]["name"]) == (None, SERVICE)
        row = await row_of(anna, id)
        assert (row["department"]["name"], row["assignee"]) == (SERVICE, None)
        assert row["queued_at"] is not None
        # Taken over, it stays in its department; a fresh history tells the same.
        own_id = anna.welcome["operator"]["id"]
        await anna.send(
            "assign_conversation", **give | {"operator_id": own_id, "echo_id": str(uuid4())} | {"department_id": None}
        )
        await visitor.receive("conversation_assigned")
        assert (await row_of(anna, id))["department"]["name"] == SERVICE
        await anna.send("fetch_history", request_id="all", conversation_id=id)
        entries = (await anna.receive("history"))["entries"]
        told = [entry["department"] for entry in entries if entry["type"] == "conversation_assigned"]
        assert [one and one["name"] for one in told] == [None, SERVICE, None]


async def test_conversation_is_given_to_no_department_of_another_site_and_to_none_that_is_archived(
    server: Server,
) -> None:
    foreign_id = await foreign_department(server)
    sales, service = await offer(server)
    async with server.operator() as anna, server.visitor() as visitor:
        id = (await visitor.say("Здравствуйте"))["conversation_id"]
        async with server.database.connection() as connection:
            await connection.execute("UPDATE departments SET archived_at = now() WHERE id = $1", sales["id"])
        for refused in (foreign_id, sales["id"], str(uuid4())):
            await anna.send(
                "assign_conversation",
                echo_id=str(uuid4()),
                conversation_id=id,
                operator_id=None,
                department_id=refused,
            )
            assert (await anna.error())["code"] == "department_unknown"
        assert (await row_of(anna, id))["department"] is None
        assert service["name"] == SERVICE


async def test_auditor_gives_no_conversation_to_a_department(server: Server) -> None:
    sales, _ = await offer(server)
    async with server.visitor() as visitor:
        id = (await visitor.say("Здравствуйте"))["conversation_id"]
        async with (
            enrolled(server, await admin(server, role=Role.AUDITOR)) as auditor,
            auditor.panel() as panel,
        ):
            await panel.send(
                "assign_conversation",
                echo_id=str(uuid4()),
                conversation_id=id,
                operator_id=None,
                department_id=sales["id"],
            )
            assert (await panel.error())["code"] == "right_missing"


async def test_operator_who_leaves_the_site_is_in_none_of_its_departments(server: Server) -> None:
    await offer(server, members=("Анна",))
    async with server.database.connection() as connection:
        await connection.execute(
            "DELETE FROM operator_sites WHERE operator_id = (SELECT id FROM operators WHERE email = 'anna@shop.test')"
        )
        assert await connection.fetchval("SELECT count(*) FROM department_members") == 0


@pytest.mark.parametrize("wish", [SALES, " продажи ", "sales", "SALES"])
async def test_department_may_be_named_in_words(server: Server, wish: str) -> None:
    sales, _ = await offer(server)
    async with server.operator() as anna, server.visitor() as visitor:
        posted = await visitor.say("Здравствуйте", department=wish)
        assert (await row_of(anna, posted["conversation_id"]))["department"]["id"] == sales["id"]
