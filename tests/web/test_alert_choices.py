"""Who is mailed of waiting visitors, as those choose who look after access: over what they saw, with somebody told."""

import pytest

from ryadom.core.controllers import add_controller
from ryadom.core.sites import add_site
from ryadom.store.operators import Role
from tests.web.accounts import Account, account, browser
from tests.web.client import SITE_KEYS, JsonObject, Server
from tests.web.overruling import API, anna, got
from tests.web.test_colleagues import noted, person
from tests.web.test_departments import offer
from tests.web.test_invitations import CHOSEN, NEW, accept, token_for

OWN = f"{API}/account/waiting-alert"


def told(answer: JsonObject) -> tuple[str, str | None, str | None]:
    error = answer["error"]
    return error["code"], error.get("field"), error.get("newer", {}).get("by")


async def shop(who: Account, server: Server) -> JsonObject:
    sites: list[JsonObject] = (await got(who, "/waiting-alerts"))["sites"]
    return next(site for site in sites if site["site_id"] == str(server.site.id))


async def minutes_of(who: Account, operator_id: str) -> int | None:
    operators = (await got(who, "/waiting-alerts"))["operators"]
    found: int | None = next(one["minutes"] for one in operators if one["operator_id"] == operator_id)
    return found


async def test_newest_choice_counts_whoever_made_it_and_nobody_chooses_over_another_unawares(
    server: Server, two: tuple[Account, Account]
) -> None:
    vera, oleg = two
    anna_id = (await anna(vera))["id"]
    path = f"{API}/operators/{anna_id}/waiting-alert"
    async with account(server, "anna@shop.test") as herself:
        # She was new, and is told by itself; her own word counts.
        assert (await herself.http.get(OWN)).json() == {"minutes": 5, "is_mail_on": False}
        assert (await herself.http.put(OWN, json={"minutes": None, "over": 5})).json()["minutes"] is None
        late = await vera.http.put(path, json={"minutes": 10, "over": 5})
        assert (late.status_code, told(late.json())) == (409, ("settings_changed", "minutes", "Анна"))
        # Until somebody who looks after access says otherwise, and she again: each over what they saw.
        assert (await vera.http.put(path, json={"minutes": 10, "over": None})).status_code == 204
        assert await minutes_of(oleg, anna_id) == 10
        late = await oleg.http.put(path, json={"minutes": 15, "over": None})
        assert told(late.json()) == ("settings_changed", "minutes", "Вера")
        late = await herself.http.put(OWN, json={"minutes": 30, "over": None})
        assert (late.status_code, told(late.json())) == (409, ("settings_changed", "minutes", "Вера"))
        # What is there already is in nobody's way, nor is a panel of before, which names nothing.
        assert (await oleg.http.put(path, json={"minutes": 10, "over": None})).status_code == 204
        assert (await herself.http.put(OWN, json={"minutes": 30})).json() == {"minutes": 30, "is_mail_on": False}
        for wrong in ({"minutes": 0}, {"minutes": 241}, {"minutes": 5, "over": 0}, {"over": 5}):
            assert (await vera.http.put(path, json=wrong)).json()["error"]["code"] == "bad_frame", wrong
        # Nobody else's.
        assert (await herself.http.put(path, json={"minutes": 1})).json()["error"]["code"] == "right_missing"
    changes = [
        (record.actor.name, record.details["before"], record.details["after"])
        for record in await noted(server)
        if record.details["what"] == "waiting_alert_changed" and record.details["operator_id"] == anna_id
    ]
    assert changes == [("Анна", "5", ""), ("Вера", "", "10"), ("Анна", "10", "30")]


async def test_who_is_new_begins_with_the_soonest_that_their_sites_say(
    server: Server, two: tuple[Account, Account]
) -> None:
    vera, oleg = two
    path = f"{API}/sites/{server.site.id}/waiting-alert"
    assert (await shop(vera, server))["minutes"] == 5
    saved = await vera.http.put(path, json={"minutes": 30, "over_version": 0})
    assert (saved.json()["minutes"], saved.json()["version"]) == (30, 1)
    late = await oleg.http.put(path, json={"minutes": 1, "over_version": 0})
    assert (late.status_code, told(late.json())) == (409, ("settings_changed", None, "Вера"))
    token = await token_for(vera, server)
    assert (await accept(server, token)).status_code == 200
    async with browser(server, NEW) as nina:
        await nina.sign_in(password=CHOSEN)
        assert (await nina.http.get(OWN)).json()["minutes"] == 30
        nina_id = nina.signed_in["operator"]["id"]
    assert (await oleg.http.put(path, json={"minutes": None, "over_version": 1})).status_code == 200
    # Whoever is there already is not asked anew; who comes to two sites is told as soon as either says.
    assert await minutes_of(vera, nina_id) == 30
    async with person(server, Role.OPERATOR, name="Глеб") as gleb:
        assert await minutes_of(vera, gleb.signed_in["operator"]["id"]) is None
    assert (await vera.http.put(path, json={"minutes": 60, "over_version": 2})).status_code == 200
    async with person(server, Role.OPERATOR, *SITE_KEYS, name="Рита") as rita:
        assert await minutes_of(vera, rita.signed_in["operator"]["id"]) == 5
    assert [record.details for record in await noted(server) if record.details["what"] == "new_alert"] == [
        {"what": "new_alert", "before": "5", "after": "30"},
        {"what": "new_alert", "before": "30", "after": ""},
        {"what": "new_alert", "before": "", "after": "60"},
    ]


async def test_page_says_where_nobody_would_hear_of_a_visitor(server: Server, two: tuple[Account, Account]) -> None:
    vera, _ = two
    await offer(server, members=("Анна",))
    before = await shop(vera, server)
    assert (before["is_heard"], before["is_mail_allowed"]) == (True, False)
    async with person(server, Role.AUDITOR, name="Ада") as ada:
        people = (await got(vera, "/operators"))["operators"]
        site_id = str(server.site.id)
        here = [one for one in people if site_id in one["site_ids"]]
        for one in here:
            path = f"{API}/operators/{one['id']}/waiting-alert"
            assert (await vera.http.put(path, json={"minutes": None})).status_code == 204
        silent = await shop(vera, server)
        assert silent["is_heard"] is False
        assert silent["unheard_departments"] == ["Продажи", "Сервис"]
        # Who answers nobody is told of nobody, and reads what holds.
        ada_id = next(one["id"] for one in people if one["role"] == "auditor")
        refused = await vera.http.put(f"{API}/operators/{ada_id}/waiting-alert", json={"minutes": 5})
        assert told(refused.json())[:2] == ("bad_body", "minutes")
        assert (await shop(ada, server))["is_heard"] is False
        # Whoever answers from now on begins as somebody new does.
        assert await minutes_of(vera, ada_id) is None
        role = f"{API}/operators/{ada_id}/role"
        assert (await vera.http.put(role, json={"role": "operator"})).status_code == 204
        assert await minutes_of(vera, ada_id) == 5
        for again in ("supervisor", "auditor"):
            assert (await vera.http.put(role, json={"role": again})).status_code == 204
    assert (await vera.http.put(f"{API}/operators/{ada_id}/access", json={"is_active": False})).status_code == 204
    anna_id = (await anna(vera))["id"]
    assert (await vera.http.put(f"{API}/operators/{anna_id}/waiting-alert", json={"minutes": 1})).status_code == 204
    heard = await shop(vera, server)
    # Anna is in «Продажи» alone.
    assert (heard["is_heard"], heard["unheard_departments"]) == (True, ["Сервис"])
    closed = await vera.http.put(f"{API}/operators/{anna_id}/access", json={"is_active": False})
    assert closed.status_code == 204
    assert (await shop(vera, server))["is_heard"] is False


async def test_whoever_works_for_another_firm_too_is_not_silenced_by_one_of_them(server: Server) -> None:
    firm = await add_controller(server.database, legal_name="Далёкая")
    await add_site(
        server.database, name="Далёкая", origins=["http://far.test"], key="far-key-01", controller_id=firm.id
    )
    async with (
        person(server, Role.ADMIN, "far-key-01", name="Даль") as far,
        person(server, Role.OPERATOR, SITE_KEYS[0], "far-key-01", name="Инна") as both,
    ):
        path = f"{API}/operators/{both.signed_in['operator']['id']}/waiting-alert"
        refused = await far.http.put(path, json={"minutes": None})
        assert (refused.status_code, refused.json()["error"]["code"]) == (403, "right_missing")
        assert (await both.http.get(OWN)).json()["minutes"] == 5
        # Of the shop's people they hear nothing.
        assert {one["name"] for one in (await got(far, "/waiting-alerts"))["sites"]} == {"Далёкая"}


@pytest.mark.parametrize("way", ["place", "person"])
async def test_late_change_of_a_colleague_is_told_whose_was_quicker(
    server: Server, two: tuple[Account, Account], way: str
) -> None:
    vera, oleg = two
    seen = await anna(vera)
    path = f"{API}/operators/{seen['id']}/{way}"
    bodies: dict[str, JsonObject] = {
        "place": {"role": "supervisor", "site_ids": seen["site_ids"]},
        "person": {"name": "Анна Б.", "email": seen["email"]},
    }
    other: dict[str, JsonObject] = {"place": {"role": "auditor"}, "person": {"name": "Анна В."}}
    version = {"over_version": seen[f"{way}_version"]}
    assert (await vera.http.put(path, json=bodies[way] | version)).status_code == 200
    late = await oleg.http.put(path, json=bodies[way] | other[way] | version)
    assert (late.status_code, told(late.json())) == (409, ("settings_changed", None, "Вера"))
    # A second window of one's own is nobody else's doing; what is noted nowhere is blamed on nobody.
    own = await vera.http.put(path, json=bodies[way] | other[way] | version)
    assert told(own.json()) == ("settings_changed", None, None)
    async with server.database.connection() as connection:
        await connection.execute(
            "UPDATE operators SET place_version = place_version + 1, person_version = person_version + 1"
        )
    late = await oleg.http.put(path, json=bodies[way] | other[way] | version)
    assert told(late.json()) == ("settings_changed", None, None)
