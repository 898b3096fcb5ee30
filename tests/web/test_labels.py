"""Labels, goals and views: who may choose them, that nothing is lost, and that panels hear of it."""

import json
from uuid import uuid4

from ryadom.store.operators import Role
from tests.web.accounts import account, enrolled
from tests.web.client import Server
from tests.web.labels import add_admin, make_labels, shown


async def test_administrator_makes_renames_orders_and_archives_labels(server: Server) -> None:
    async with enrolled(server, await add_admin(server)) as vera:
        [controller] = await shown(vera)
        assert (controller["version"], controller["labels"]) == (0, [])
        path = f"/panel/api/controllers/{controller['controller_id']}/labels"
        chosen = [
            {"kind": "tag", "name": " VIP ", "colour": "violet"},
            {"kind": "result", "name": "Решено"},
            {"kind": "tag", "name": "Решено"},
        ]
        made = await vera.http.put(path, json={"over_version": 0, "labels": chosen})
        assert made.status_code == 200, made.text
        vip, solved, tag = made.json()["labels"]
        assert (vip["name"], vip["colour"], solved["colour"], vip["is_archived"]) == ("VIP", "violet", "grey", False)
        late = await vera.http.put(path, json={"over_version": 0, "labels": chosen})
        assert (late.status_code, late.json()["error"]["code"]) == (409, "settings_changed")
        changed = [tag, solved | {"name": "Продажа"}, vip | {"is_archived": True}]
        after = await vera.http.put(path, json={"over_version": 1, "labels": changed})
        assert [one["name"] for one in after.json()["labels"]] == ["Решено", "Продажа", "VIP"]
        assert await shown(vera) == [after.json()]
    async with server.database.connection() as connection:
        rows = await connection.fetch("SELECT details FROM journal WHERE action = 'settings_changed' ORDER BY number")
    told = [json.loads(row["details"]) for row in rows]
    assert [one["after"] for one in told if one["what"] == "labels"] == [
        "VIP; Решено; Решено",
        "Решено; Продажа; [VIP]",
    ]


async def test_labels_that_can_not_be_are_refused_with_their_place(server: Server) -> None:
    async with enrolled(server, await add_admin(server)) as vera:
        [controller] = await shown(vera)
        path = f"/panel/api/controllers/{controller['controller_id']}/labels"
        made = await vera.http.put(path, json={"over_version": 0, "labels": [{"kind": "tag", "name": "VIP"}]})
        [vip] = made.json()["labels"]
        for labels, field in (
            ([], "labels"),
            ([vip, vip], "labels"),
            ([vip, {"kind": "tag", "name": "vip"}], "labels[1].name"),
            ([vip | {"kind": "result"}], "labels[0].id"),
            ([vip, {"id": str(uuid4()), "kind": "tag", "name": "Чужая"}], "labels[1].id"),
            ([vip, {"kind": "tag", "name": "\n"}], "labels[1].name"),
        ):
            refused = await vera.http.put(path, json={"over_version": 1, "labels": labels})
            assert (refused.status_code, refused.json()["error"]["field"]) == (422, field), refused.text
        too_many = [vip, *({"kind": "tag", "name": f"{number}"} for number in range(100))]
        refused = await vera.http.put(path, json={"over_version": 1, "labels": too_many})
        assert refused.json()["error"]["code"] == "bad_body"
        assert [one["version"] for one in await shown(vera)] == [1]


async def test_tag_that_is_made_while_working_is_heard_of_by_every_panel_and_made_once(server: Server) -> None:
    email = await add_admin(server, role=Role.SUPERVISOR)
    async with account(server, email) as vera, server.operator() as anna:
        [controller] = await shown(vera)
        path = f"/panel/api/controllers/{controller['controller_id']}/labels"
        first = await vera.http.post(path, json={"kind": "tag", "name": "Срочно", "colour": "red"})
        assert first.status_code == 200, first.text
        heard = await anna.receive("labels_changed")
        assert heard["changed"] == {"controller_id": controller["controller_id"], "labels": [first.json()]}
        again = await vera.http.post(path, json={"kind": "tag", "name": "срочно"})
        assert again.json() == first.json()
        foreign = await vera.http.post(f"/panel/api/controllers/{uuid4()}/labels", json={"kind": "tag", "name": "А"})
        assert (foreign.status_code, foreign.json()["error"]["code"]) == (404, "controller_unknown")
    async with server.operator() as anna:
        assert anna.welcome["labels"] == [heard["changed"]]
        assert anna.welcome["sites"][0]["controller_id"] == controller["controller_id"]


async def test_operator_puts_on_what_there_is_and_makes_nothing(server: Server) -> None:
    await make_labels(server, tags=("VIP",))
    async with account(server, "anna@shop.test") as anna:
        assert (await anna.http.get("/panel/api/labels")).status_code == 403


async def test_operator_keeps_views_that_nobody_else_sees(server: Server) -> None:
    view = {"id": str(uuid4()), "name": " Мои VIP ", "filter": {"tag_ids": [str(uuid4())], "states": ["open"]}}
    async with account(server, "anna@shop.test") as anna, account(server, "boris@other.test") as boris:
        assert (await anna.http.get("/panel/api/views")).json() == {"version": 0, "views": []}
        saved = await anna.http.put("/panel/api/views", json={"over_version": 0, "views": [view]})
        assert saved.json() == {"version": 1, "views": [view | {"name": "Мои VIP"}]}
        assert (await anna.http.get("/panel/api/views")).json() == saved.json()
        late = await anna.http.put("/panel/api/views", json={"over_version": 0, "views": []})
        assert (late.status_code, late.json()["error"]["code"]) == (409, "settings_changed")
        twice = await anna.http.put("/panel/api/views", json={"over_version": 1, "views": [view, view]})
        assert (twice.status_code, twice.json()["error"]["field"]) == (422, "views")
        unfit = await anna.http.put(
            "/panel/api/views", json={"over_version": 1, "views": [view | {"filter": {"states": ["lost"]}}]}
        )
        assert unfit.status_code == 400
        assert (await boris.http.get("/panel/api/views")).json()["views"] == []


async def test_goal_for_answers_is_a_sites_own_and_journalled(server: Server) -> None:
    async with enrolled(server, await add_admin(server)) as vera:
        [site] = (await vera.http.get("/panel/api/answer-goals")).json()["sites"]
        assert (site["version"], site["minutes"]) == (0, None)
        path = f"/panel/api/sites/{site['site_id']}/answer-goal"
        changed = await vera.http.put(path, json={"over_version": 0, "minutes": 5})
        assert changed.json() == site | {"version": 1, "minutes": 5}
        late = await vera.http.put(path, json={"over_version": 0, "minutes": 7})
        assert (late.status_code, late.json()["error"]["code"]) == (409, "settings_changed")
        assert (await vera.http.put(path, json={"over_version": 1, "minutes": 0})).status_code == 400
    async with server.operator() as anna:
        assert anna.welcome["sites"][0]["answer_goal_min"] == 5
    async with server.database.connection() as connection:
        rows = await connection.fetch("SELECT details FROM journal WHERE action = 'settings_changed'")
    assert {"what": "answer_goal", "before": "", "after": "5"} in [json.loads(row["details"]) for row in rows]
