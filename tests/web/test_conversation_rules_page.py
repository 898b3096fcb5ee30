"""`/panel/api/conversation-rules`: who may make rules, over what, within which limits, and what the journal says."""

from typing import Any
from uuid import uuid4

import pytest

from ryadom.core.operators import add_operator
from ryadom.store.operators import Role
from tests.web.accounts import account, enrolled
from tests.web.client import PASSWORD, Server
from tests.web.conversation_rules import PATH, furnish, of, put, shown, with_ids
from tests.web.labels import add_admin

RULE = of("Возвраты", "message", words=["возврат"], department="service", tags=["returns"])


async def test_administrator_makes_rules_and_the_journal_says_how_they_were_and_are(server: Server) -> None:
    shop = await furnish(server)
    async with enrolled(server, await add_admin(server, name="Пётр")) as admin:
        [site] = await shown(admin)
        assert (site["version"], site["rules"], site["has_hours"]) == (1, [], False)
        assert [one["name"] for one in site["departments"]] == ["Продажи", "Сервис"]
        assert [one["name"] for one in site["tags"]] == ["Возврат", "Срочно"]
        rule = with_ids(RULE, shop)
        answer = await put(admin, site, [rule, rule | {"name": " Вечером ", "hours": "away", "is_on": False}])
        assert answer.status_code == 200, answer.text
        assert [(one["name"], one["is_on"], one["hours"]) for one in answer.json()["rules"]] == [
            ("Возвраты", True, "any"),
            ("Вечером", False, "away"),
        ]
        assert await shown(admin) == [answer.json()]
    details = await newest_details(server)
    assert '"what": "conversation_rules"' in details
    assert "Возвраты: message, words возврат → Сервис, Возврат; [Вечером: message" in details
    # Only what is not the same is told; of an order all of it.
    async with enrolled(server, await add_admin(server, name="Олег")) as admin:
        [site] = await shown(admin)
        first, second = site["rules"]
        answer = await put(admin, site, [first, second | {"is_on": True}])
        details = await newest_details(server)
        assert '"before": "[Вечером: message' in details
        assert '"after": "Вечером: message' in details
        assert "Возвраты: message" not in details
        await put(admin, answer.json(), answer.json()["rules"][::-1])
        assert "Возвраты: message" in await newest_details(server)


async def newest_details(server: Server) -> str:
    """What the journal says of the newest change."""
    async with server.database.connection() as connection:
        return str(
            await connection.fetchval(
                "SELECT details FROM journal WHERE action = 'settings_changed' ORDER BY number DESC LIMIT 1"
            )
        )


async def test_second_of_two_administrators_is_told_whose_rules_are_in_the_way(server: Server) -> None:
    shop = await furnish(server)
    async with (
        enrolled(server, await add_admin(server, name="Пётр")) as petr,
        enrolled(server, await add_admin(server, name="Олег")) as oleg,
    ):
        [site] = await shown(petr)
        assert (await put(petr, site, [with_ids(RULE, shop)])).status_code == 200
        refused = await put(oleg, site, [])
        assert (refused.status_code, refused.json()["error"]["code"]) == (409, "settings_changed")
        assert refused.json()["error"]["newer"]["by"] == "Пётр"
        [now] = await shown(oleg)
        assert (await put(oleg, now, [])).status_code == 200


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"name": ""}, "bad_body", "rules[0].name"),
        ({"name": "а" * 81}, "bad_frame", "rules[0].name"),
        ({"words": ["а"] * 21}, "bad_frame", "rules[0].words"),
        ({"words": ["а" * 61]}, "bad_frame", "rules[0].words[0]"),
        ({"words": ["!"]}, "bad_body", "rules[0].words"),
        ({"pages": "cart"}, "bad_body", "rules[0].pages"),
        ({"pages": "/" + "a" * 200}, "bad_frame", "rules[0].pages"),
        ({"occasion": "closed"}, "bad_frame", "rules[0].occasion"),
        ({"department_id": None, "tag_ids": []}, "bad_body", "rules[0].department_id"),
        ({"department_id": str(uuid4())}, "bad_body", "rules[0].department_id"),
        ({"tag_ids": [str(uuid4())]}, "bad_body", "rules[0].tag_ids"),
    ],
    ids=lambda value: "" if isinstance(value, dict) else str(value),
)
async def test_rule_that_can_not_be_is_refused_with_its_field(
    server: Server, change: dict[str, Any], code: str, field: str
) -> None:
    shop = await furnish(server)
    async with enrolled(server, await add_admin(server, name="Пётр")) as admin:
        [site] = await shown(admin)
        refused = await put(admin, site, [with_ids(RULE, shop) | change])
        assert refused.status_code == (422 if code == "bad_body" else 400)
        assert (refused.json()["error"]["code"], refused.json()["error"]["field"]) == (code, field)
        assert (await shown(admin))[0]["version"] == site["version"]


async def test_there_are_at_most_fifty_rules_each_as_long_as_may_be(server: Server) -> None:
    shop = await furnish(server)
    words = [f"{place:02}" + "ё" * 58 for place in range(20)]
    rule = with_ids(RULE, shop) | {"words": words, "pages": "/" + "ц" * 199, "utm_source": "ц" * 200}
    rules = [rule | {"name": f"{place:02}" + "я" * 78} for place in range(51)]
    async with enrolled(server, await add_admin(server, name="Пётр")) as admin:
        [site] = await shown(admin)
        refused = await put(admin, site, rules)
        assert (refused.status_code, refused.json()["error"]["field"]) == (400, "rules")
        assert (await put(admin, site, rules[:50])).status_code == 200


async def test_rules_are_for_administrators_of_the_site_alone(server: Server) -> None:
    shop = await furnish(server, RULE)
    for email, name, key, role in (
        ("gleb@other.test", "Глеб", "other-key-1", Role.ADMIN),
        ("lead@shop.test", "Вера", server.site.key, Role.SUPERVISOR),
    ):
        await add_operator(server.database, email=email, name=name, password=PASSWORD, site_keys=[key], role=role)
    site = {"site_id": server.site.id, "version": 1}
    async with enrolled(server, "gleb@other.test") as gleb:
        [other] = await shown(gleb)
        assert (other["rules"], other["departments"]) == ([], [])
        assert (await put(gleb, site, [])).status_code == 404
        # Nor may another site's department be named.
        refused = await put(gleb, other, [with_ids(RULE, shop)])
        assert (refused.status_code, refused.json()["error"]["field"]) == (422, "rules[0].department_id")
    async with enrolled(server, "lead@shop.test") as lead:
        assert (await lead.http.get(PATH)).status_code == 403
        assert (await put(lead, site, [])).status_code == 403
    async with account(server, "anna@shop.test") as anna:
        await anna.sign_in()
        assert (await put(anna, site, [])).status_code == 403
