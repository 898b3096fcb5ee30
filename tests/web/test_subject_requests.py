"""The desk of subjects' requests over HTTP: what is taken, decided, refused, and who may."""

import asyncio
import threading
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest

from ryadom.core import subject_search
from ryadom.core.blocking import BlockReason, block_person, unblock_person
from ryadom.core.holds import lift_hold, place_hold
from ryadom.core.masking import site_policies
from ryadom.core.operators import add_operator
from ryadom.errors import CalendarUnknown
from ryadom.privacy.contacts import has_phone
from ryadom.privacy.detect import Kind as Personal
from ryadom.privacy.persons import Person
from ryadom.privacy.policies import Policy
from ryadom.protocol.visitor import Purpose
from ryadom.store.consent_events import Action as ConsentAction
from ryadom.store.consent_events import Circumstances, Method, given_documents, insert_events
from ryadom.store.database import Database
from ryadom.store.ids import new_id
from ryadom.store.operators import Role
from ryadom.store.visitors import name_visitor
from tests.consents import publish_consent
from tests.web.accounts import account, enrolled
from tests.web.client import PASSWORD, Server, furnish
from tests.web.conftest import another_server
from tests.web.subject_requests import API, officer
from tests.web.test_erasure import line_of

SPELLINGS = ("+7 916 123-45-67", "8(916)1234567", "79161234567", "позвоните: 8 916 123 45 67")


async def journalled(server: Server) -> list[tuple[str, str]]:
    """Actions of the journal, with what they were about."""
    async with server.database.connection() as connection:
        rows = await connection.fetch("SELECT action, details::jsonb ->> 'what' AS what FROM journal ORDER BY number")
    return [(row["action"], row["what"] or "") for row in rows]


async def test_request_goes_from_its_arrival_to_its_answer(server: Server) -> None:
    async with server.visitor() as visitor, officer(server) as desk:
        await visitor.say("Мой телефон 8 (916) 123-45-67")
        visitor_id = visitor.welcome["visitor_id"]
        card = await desk.write_down()
        assert (card["request"]["number"], card["request"]["status"]) == (1, "received")
        assert card["due"]["article"].startswith("152-FZ, art. 14")
        assert card["due"]["days_left"] in (9, 10)
        assert "package" not in card["may"]
        card = await desk.do(card, "begin_check")
        card = await desk.add(card, visitor_id)
        assert card["request"]["site_id"] is None
        card = await desk.confirm(card)
        assert (card["request"]["status"], card["request"]["identity_by_name"]) == ("in_work", "Вера")
        assert "package" in card["may"]
        card = await desk.do(card, "answer", outcome="Отправлен архив.")
        assert (card["request"]["status"], card["request"]["outcome"]) == ("answered", "Отправлен архив.")
        assert [event["kind"] for event in card["events"]] == [
            "received", "check_begun", "person_added", "identity_confirmed", "answered",
        ]  # fmt: skip
        listed = (await desk.http.get(API)).json()
        assert (listed["requests"], listed["counts"]) == ([], {"open": 0, "overdue": 0})
        closed = (await desk.http.get(API, params={"folder": "closed"})).json()["requests"]
        assert [one["number"] for one in closed] == [1]
    assert [one for one in await journalled(server) if one[0].startswith("request")] == [
        ("request_changed", "received"),
        ("request_opened", ""),
        ("request_changed", "check_begun"),
        ("request_opened", ""),
        ("request_changed", "person_added"),
        ("request_opened", ""),
        ("request_changed", "identity_confirmed"),
        ("request_opened", ""),
        ("request_changed", "answered"),
        ("request_opened", ""),
        ("requests_listed", ""),
    ]


async def test_phone_written_four_ways_finds_the_same_person_and_the_search_is_journalled(server: Server) -> None:
    async with server.visitor() as visitor, server.visitor() as other, officer(server) as desk:
        await visitor.say("мой номер +7 (916) 123 45 67, звоните")
        await other.say("а мой 8 916 765-43-21")
        for spelling in SPELLINGS:
            card = await desk.write_down(contact=spelling, text="Что вы храните?")
            [match] = await desk.found(card)
            assert (match["person"]["visitor_id"], match["by"]) == (visitor.welcome["visitor_id"], "phone")
            assert "звоните" in match["excerpt"]
            if spelling[0] != "п":
                assert [one["person"]["visitor_id"] for one in await desk.found(card, spelling)] == [
                    visitor.welcome["visitor_id"]
                ]
    async with server.database.connection() as connection:
        row = await connection.fetchrow(
            "SELECT visitor_ids, details::text AS details FROM journal WHERE action = 'people_searched' LIMIT 1"
        )
    assert row is not None
    assert [str(one) for one in row["visitor_ids"]] == [visitor.welcome["visitor_id"]]
    assert "916" not in row["details"]


async def test_phone_in_other_digits_and_spaces_is_found_and_one_within_a_longer_number_is_not(server: Server) -> None:
    async with server.visitor() as visitor, server.visitor() as other, officer(server) as desk:
        await visitor.say("тел. 8\u00a0９１６\u00a0１２３-４５-６７")
        await other.say("накладная 55916123456755")
        card = await desk.write_down()
        assert [one["person"]["visitor_id"] for one in await desk.found(card)] == [visitor.welcome["visitor_id"]]


async def test_texts_are_looked_through_beside_the_loop_and_no_longer_than_the_budget(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[int] = []

    def noted(text: str, digits: list[str]) -> bool:
        threads.append(threading.get_ident())
        return has_phone(text, digits)

    monkeypatch.setattr(subject_search, "has_phone", noted)
    async with server.visitor() as visitor, officer(server) as desk:
        await visitor.say("тел. 8 916 123-45-67")
        card = await desk.write_down()
        assert len(await desk.found(card)) == 1
        assert threads
        assert threading.get_ident() not in threads
        monkeypatch.setattr(subject_search, "BUDGET_S", -1.0)
        for params in ({}, {"query": "тел"}):
            response = await desk.http.get(f"{API}/{card['request']['id']}/people", params=params)
            assert response.json() == {"matches": [], "is_complete": False}


@pytest.mark.parametrize(("role", "sees"), [(Role.AUDITOR, False), (Role.ADMIN, True)])
async def test_contacts_that_the_site_masks_are_shown_only_to_those_with_the_right(
    database_url: str, database: Database, role: Role, sees: bool
) -> None:
    site = await furnish(database)
    await site_policies(database, site.key, {Personal.PHONE: Policy.MASK, Personal.EMAIL: Policy.MASK})
    async with another_server(database_url, database, site) as server, server.visitor() as visitor:
        await visitor.say("звоните +7 916 765-43-21, anna@mail.ru, а сам я +7 916 123-45-67")
        async with database.connection() as connection:
            visitor_id = UUID(visitor.welcome["visitor_id"])
            await name_visitor(connection, site_id=site.id, visitor_id=visitor_id, name="Анна +7 916 765-43-21")
        async with officer(server, role) as desk:
            card = await desk.write_down(contact="+7 916 123-45-67")
            for query in ("звоните", "765", None):
                [match] = await desk.found(card, query)
                assert ("765" in match["person"]["name"]) == sees
                shown = match["excerpt"]
                assert ("765-43" in shown or "anna@" in shown) == (sees and query != "765")
                assert query == "765" or "+7 916 123-45-67" in shown


async def test_people_are_found_by_mail_name_words_and_numbers(server: Server) -> None:
    async with server.visitor() as visitor, officer(server) as desk:
        posted = await visitor.say("пишите на Ivan.Petrov@Mail.ru")
        visitor_id = visitor.welcome["visitor_id"]
        async with server.database.connection() as connection:
            await name_visitor(
                connection, site_id=server.site.id, visitor_id=UUID(visitor_id), name="Пётр_100% <b>Иванов"
            )
        card = await desk.write_down(text="Моя почта ivan.petrov@mail.ru", contact="письмом")
        for query, by in (
            (None, "email"),
            ("IVAN.PETROV@MAIL.RU", "email"),
            ("иванов", "text"),
            ("_100%", "text"),
            ("пишите на", "text"),
            (visitor_id, "id"),
            (posted["conversation_id"], "id"),
        ):
            found = await desk.found(card, query)
            assert [(one["person"]["visitor_id"], one["by"]) for one in found] == [(visitor_id, by)], query
        assert await desk.found(card, "никто такой") == []
        assert await desk.found(card, "___") == []
        short = await desk.http.get(f"{API}/{card['request']['id']}/people", params={"query": "и"})
        assert short.json()["error"]["code"] == "bad_body"


async def test_nothing_is_given_out_or_destroyed_before_it_is_known_who_asks(server: Server) -> None:
    async with server.visitor() as visitor, officer(server) as desk:
        await visitor.say("Вопрос")
        for kind, command in (("access", None), ("erasure", "erase"), ("withdrawal", "withdraw")):
            card = await desk.add(await desk.write_down(kind), visitor.welcome["visitor_id"])
            if command is None:
                got = await desk.http.get(f"{API}/{card['request']['id']}/answer.zip")
                assert (got.status_code, got.json()["error"]["code"]) == (409, "identity_unconfirmed")
            else:
                assert await desk.refused(card, command) == "identity_unconfirmed"
            assert await desk.refused(card, "answer", outcome="Готово") == "identity_unconfirmed"
            assert not set(card["may"]) & {"package", "erase", "withdraw", "answer"}
    assert "exported" not in [action for action, _ in await journalled(server)]


async def test_objection_to_advertising_needs_no_proof_and_withdraws_only_that_consent(server: Server) -> None:
    processing = await publish_consent(server.database, server.site)
    advertising = await publish_consent(server.database, server.site, Purpose.ADVERTISING)
    async with server.visitor() as visitor, officer(server) as desk:
        await visitor.say("Вопрос", agree_to=[str(processing.id), str(advertising.id)])
        visitor_id = UUID(visitor.welcome["visitor_id"])
        card = await desk.add(await desk.write_down("objection"), str(visitor_id))
        card = await desk.do(card, "withdraw")
        await desk.do(card, "answer", outcome="Рассылка остановлена.")
        async with server.database.connection() as connection:
            given = await given_documents(connection, site_id=server.site.id, visitor_id=visitor_id)
        assert given == {processing.id}


async def test_withdrawal_takes_every_consent_back_at_once(server: Server) -> None:
    document = await publish_consent(server.database, server.site)
    async with server.visitor() as visitor, officer(server) as desk:
        await visitor.say("Вопрос", agree_to=[str(document.id)])
        card = await desk.add(await desk.write_down("withdrawal"), visitor.welcome["visitor_id"])
        card = await desk.do(await desk.confirm(card), "withdraw")
        await visitor.send("send_message", echo_id=uuid4(), body="Ещё")
        assert (await visitor.receive("error"))["code"] == "consent_required"
        assert {"withdraw", "erase"} <= set(card["may"])


async def test_erasure_request_erases_all_of_its_people_and_tells_their_sockets(server: Server) -> None:
    async with server.visitor() as first, server.visitor() as second, officer(server) as desk:
        for visitor in (first, second):
            await visitor.say("тайна-сада")
        card = await desk.write_down("erasure")
        for visitor in (first, second):
            card = await desk.add(card, visitor.welcome["visitor_id"])
        card = await desk.do(await desk.confirm(card), "erase")
        for visitor in (first, second):
            assert (await visitor.closed())[0] == 4401
        assert [event["kind"] for event in card["events"]][-2:] == ["erasure_begun", "erased"]
        assert card["events"][-1]["note"].startswith("Акт: № 1, № 2\n")
        assert "entries: 2" in card["events"][-1]["note"]
        assert all(person["erased_at"] for person in card["people"])
        assert await desk.found(card, "тайна-сада") == []
    async with server.database.connection() as connection:
        assert await connection.fetchval("SELECT count(*) FROM entries WHERE body LIKE '%тайна%'") == 0
    assert ("deleted", "erasure_begun") in await journalled(server)


async def test_rectification_corrects_the_name_and_keeps_what_it_was(server: Server) -> None:
    async with server.visitor() as visitor, server.operator() as anna, officer(server) as desk:
        posted = await visitor.say("Вопрос")
        visitor_id, site_id = visitor.welcome["visitor_id"], str(server.site.id)
        card = await desk.confirm(await desk.add(await desk.write_down("rectification"), visitor_id))
        assert card["due"]["days_left"] in (6, 7)
        card = await desk.do(
            card, "rectify", site_id=site_id, visitor_id=visitor_id, name=" Иван  <i>Петров", note="По паспорту."
        )
        assert card["people"][0]["name"] == "Иван <i>Петров"
        assert card["events"][-1]["note"] == "«» → «Иван <i>Петров»\nПо паспорту."
        await anna.send("fetch_conversation", request_id="1", conversation_id=posted["conversation_id"])
        row = (await anna.receive("conversation_fetched"))["conversation"]
        assert row["visitor"]["name"] == "Иван <i>Петров"
        stranger = {"site_id": site_id, "visitor_id": str(uuid4()), "name": "А", "note": "…"}
        assert await desk.refused(card, "rectify", **stranger) == "visitor_unknown"
    assert ("edited", "rectified") in await journalled(server)


async def test_term_is_extended_once_with_a_reason_and_only_where_the_law_allows_it(server: Server) -> None:
    async with officer(server) as desk:
        card = await desk.write_down()
        assert await desk.refused(card, "extend", reason=" ") == "bad_body"
        first = date.fromisoformat(card["due"]["on"])
        card = await desk.do(card, "extend", reason="Архив хранится отдельно.")
        assert date.fromisoformat(card["due"]["on"]) > first
        assert card["request"]["extension_reason"] == "Архив хранится отдельно."
        assert "extend" not in card["may"]
        assert await desk.refused(card, "extend", reason="Ещё раз.") == "deed_unsuitable"
        for kind in ("rectification", "withdrawal", "restriction", "objection"):
            card = await desk.write_down(kind)
            assert await desk.refused(card, "extend", reason="Долго.") == "deed_unsuitable"


async def test_second_answer_and_whatever_else_follows_the_first_is_refused(server: Server) -> None:
    async with officer(server) as desk:
        card = await desk.do(await desk.write_down(), "refuse", reason="Личность не подтверждена.")
        for command, fields in (
            ("answer", {"outcome": "…"}),
            ("refuse", {"reason": "…"}),
            ("begin_check", {}),
            ("confirm_identity", {"method": "in_person", "note": "…"}),
            ("extend", {"reason": "…"}),
        ):
            assert await desk.refused(card, command, **fields) == "request_closed", command
        assert card["may"] == []


async def test_of_two_officers_who_decide_at_once_one_is_told_to_look_again(server: Server) -> None:
    async with officer(server) as vera, officer(server, Role.ADMIN) as olga:
        card = await vera.write_down()
        answers = await asyncio.gather(
            vera.send(card, "refuse", reason="Нет личности."),
            olga.send(card, "confirm_identity", method="in_person", note="Показал паспорт."),
        )
        assert sorted(answer.status_code for answer in answers) == [200, 409]
        [late] = [answer for answer in answers if answer.status_code == 409]
        assert late.json()["error"]["code"] in ("request_changed", "request_closed")


async def test_form_that_is_sent_twice_at_once_is_one_request_and_numbers_have_no_gap(server: Server) -> None:
    async with officer(server) as desk:
        echo_id = str(uuid4())
        cards = await asyncio.gather(*(desk.write_down(echo_id=echo_id) for _ in range(4)))
        assert {card["request"]["number"] for card in cards} == {1}
        others = await asyncio.gather(*(desk.write_down() for _ in range(5)))
        assert sorted(card["request"]["number"] for card in others) == [2, 3, 4, 5, 6]


async def test_bad_input_is_refused_with_the_field_that_is_wrong(server: Server) -> None:
    async with officer(server) as desk:
        body = {
            "controller_id": str(server.site.controller_id), "kind": "access", "source": "email", "name": "А",
            "contact": "б", "text": "в", "echo_id": str(uuid4()),
        }  # fmt: skip
        for changed, code, field in (
            ({"text": "я" * 20_001}, "bad_frame", "text"),
            ({"name": " \n "}, "bad_body", "name"),
            ({"text": "a\0b"}, "bad_body", "text"),
            ({"kind": "revenge"}, "bad_frame", "kind"),
            ({"source": "widget"}, "bad_body", "source"),
            ({"controller_id": str(uuid4())}, "controller_unknown", "controller_id"),
            ({"site_id": str(uuid4())}, "site_unknown", "site_id"),
            ({"received_at": "2099-01-01T00:00:00Z"}, "bad_body", "received_at"),
            ({"received_at": "1999-01-01T00:00:00Z"}, "bad_body", "received_at"),
            ({"surplus": 1}, "bad_frame", None),
        ):
            error = (await desk.http.post(API, json=body | changed)).json()["error"]
            assert (error["code"], error["field"]) == (code, field), changed
        huge = await desk.http.post(
            API, content=b'{"text": "' + b"a" * 10_000_000, headers={"Content-Type": "application/json"}
        )
        assert huge.json()["error"]["code"] == "too_large"
        cursor = await desk.http.get(API, params={"cursor": "x"})
        assert cursor.json()["error"]["code"] == "bad_frame"
        assert (await desk.http.get(API)).json()["requests"] == []


async def test_list_shows_what_is_overdue_first_and_has_pages(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ryadom.core.subject_requests.PAGE_ROWS", 2)
    async with officer(server) as desk:
        for kind in ("withdrawal", "access", "restriction"):
            await desk.write_down(kind)
        async with server.database.connection() as connection:
            await connection.execute("UPDATE subject_requests SET deadline_on = '2020-01-09' WHERE number = 1")
        first = (await desk.http.get(API)).json()
        assert [one["number"] for one in first["requests"]] == [1, 3]
        assert first["requests"][0]["due"]["days_left"] < 0
        assert first["counts"] == {"open": 3, "overdue": 1}
        assert (await desk.http.get(f"{API}/counts")).json() == first["counts"]
        rest = (await desk.http.get(API, params={"cursor": first["next"]})).json()
        assert ([one["number"] for one in rest["requests"]], rest["next"]) == ([2], None)
        for number in (1, 2, 3):
            [one] = [one for one in (*first["requests"], *rest["requests"]) if one["number"] == number]
            await desk.do(await desk.card(one["id"]), "refuse", reason="Нет.")
        closed = (await desk.http.get(API, params={"folder": "closed"})).json()
        assert [one["number"] for one in closed["requests"]] == [3, 2]
        more = (await desk.http.get(API, params={"folder": "closed", "cursor": closed["next"]})).json()
        assert [one["number"] for one in more["requests"]] == [1]


async def test_request_is_taken_where_the_calendar_does_not_reach(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(*_: object) -> None:
        raise CalendarUnknown("No decree for that year.")

    monkeypatch.setattr("ryadom.privacy.request_terms.deadline", unknown)
    async with officer(server) as desk:
        card = await desk.write_down()
        assert (card["due"]["on"], card["due"]["days_left"]) == (None, None)
        assert "extend" not in card["may"]
        assert [one["due"]["on"] for one in (await desk.http.get(API)).json()["requests"]] == [None]


@pytest.mark.parametrize("role", list(Role))
async def test_only_owner_admin_and_officer_handle_requests(server: Server, role: Role) -> None:
    email = f"{role}@shop.test"
    await add_operator(
        server.database, email=email, name="Кто-то", password=PASSWORD, site_keys=["shop-key-1"], role=role
    )
    may = role in (Role.OWNER, Role.ADMIN, Role.AUDITOR)
    async with (enrolled if may else account)(server, email) as person:
        response = await person.http.get(API)
        assert response.status_code == (200 if may else 403)


async def test_request_and_people_of_another_site_are_not_to_be_had(server: Server) -> None:
    async with (
        server.visitor(origin="http://other.test", site="other-key-1") as stranger,
        officer(server) as here,
        officer(server, Role.ADMIN, sites=("other-key-1",)) as there,
        officer(server, Role.OWNER, sites=("shop-key-1", "other-key-1")) as everywhere,
    ):
        await stranger.say("телефон +7 916 123-45-67")
        stranger_id = stranger.welcome["visitor_id"]
        async with server.database.connection() as connection:
            other_id = str(await connection.fetchval("SELECT id FROM sites WHERE key = 'other-key-1'"))
        # Of no site yet: each officer of the controller sees it, but finds only people of their own sites.
        card = await here.write_down()
        assert await here.found(card) == []
        assert await here.found(card, stranger_id) == []
        foreign = {"site_id": other_id, "visitor_id": stranger_id}
        assert await here.refused(card, "add_person", **foreign) == "visitor_unknown"
        own_site = {"site_id": str(server.site.id), "visitor_id": stranger_id}
        assert await here.refused(card, "add_person", **own_site) == "visitor_unknown"
        # Whoever names somebody first does not take it from the others: it may be meant for them.
        card = await there.do(await there.card(card["request"]["id"]), "add_person", **foreign)
        seen = await here.card(card["request"]["id"])
        assert (seen["request"]["site_id"], seen["people"], seen["hidden_people"]) == (None, [], 1)
        # One that came from a site is that site's.
        theirs = await there.write_down(site_id=other_id)
        assert (await here.http.get(f"{API}/{theirs['request']['id']}")).status_code == 404
        # About people of both sites: who works on one of them only does nothing to anybody.
        async with server.visitor() as visitor:
            await visitor.say("и я")
            card = await everywhere.add(await everywhere.card(card["request"]["id"]), visitor.welcome["visitor_id"])
        assert len(card["people"]) == 2
        card = await there.card(card["request"]["id"])
        for command, told in (
            ("confirm_identity", {"method": "known_contact", "note": "Ответил."}),
            ("extend", {"reason": "Долго искать."}),
            ("refuse", {"reason": "Не тот человек."}),
            ("answer", {"outcome": "Отправлено."}),
        ):
            assert await there.refused(card, command, **told) in ("right_missing", "identity_unconfirmed"), command
            assert command not in card["may"]
        # Nor does its timeline name who is hidden.
        assert {one["note"] for one in card["events"] if one["kind"] == "person_added"} == {""}
        seen = await everywhere.card(card["request"]["id"])
        assert next(one["note"] for one in seen["events"] if one["kind"] == "person_added") == stranger_id
        await everywhere.confirm(card)
        card = await there.card(card["request"]["id"])
        assert await there.refused(card, "answer", outcome="Отправлено.") == "right_missing"
        assert (len(card["people"]), card["hidden_people"]) == (1, 1)
        assert not set(card["may"]) & {"package", "answer", "refuse", "extend"}
        refused = await there.http.get(f"{API}/{card['request']['id']}/answer.zip")
        assert refused.json()["error"]["code"] == "right_missing"


async def test_request_is_not_shown_and_nothing_is_changed_where_the_journal_can_not_be_written(
    server: Server,
) -> None:
    async with server.visitor() as visitor, officer(server) as desk:
        await visitor.say("Вопрос")
        card = await desk.confirm(await desk.add(await desk.write_down(), visitor.welcome["visitor_id"]))
        async with server.database.connection() as connection:
            await connection.execute("ALTER FUNCTION append_journal(jsonb) RENAME TO append_journal_away")
        path = f"{API}/{card['request']['id']}"
        for answer in (
            await desk.http.get(path),
            await desk.http.get(API),
            await desk.http.get(f"{path}/people"),
            await desk.http.get(f"{path}/answer.zip"),
            await desk.send(card, "answer", outcome="Готово"),
        ):
            assert answer.json()["error"]["code"] == "journal_unavailable"
        async with server.database.connection() as connection:
            await connection.execute("ALTER FUNCTION append_journal_away(jsonb) RENAME TO append_journal")
        assert (await desk.card(card["request"]["id"]))["request"]["status"] == "in_work"


async def test_note_on_identity_keeps_no_numbers_of_documents(server: Server) -> None:
    async with officer(server) as desk:
        card = await desk.do(
            await desk.write_down(), "confirm_identity", method="in_person", note="Паспорт 4509 123456 предъявлен."
        )
        assert "123456" not in str(card)


async def test_person_who_only_agreed_and_never_wrote_can_not_be_added(server: Server) -> None:
    document = await publish_consent(server.database, server.site)
    visitor_id = new_id()
    async with server.database.transaction() as connection:
        await insert_events(
            connection,
            site_id=server.site.id,
            visitor_id=visitor_id,
            action=ConsentAction.GIVEN,
            document_ids=[document.id],
            echo_id=new_id(),
            circumstances=Circumstances(method=Method.PAGE),
        )
    async with officer(server) as desk:
        card = await desk.write_down()
        named = {"site_id": str(server.site.id), "visitor_id": str(visitor_id)}
        assert await desk.refused(card, "add_person", **named) == "visitor_unknown"


async def test_restriction_blocks_the_person_before_it_is_known_who_asks_and_can_be_lifted(server: Server) -> None:
    async with server.visitor() as visitor, officer(server) as desk:
        await visitor.say("Вопрос")
        card = await desk.add(await desk.write_down("restriction"), visitor.welcome["visitor_id"])
        assert card["due"]["days_left"] == 0
        card = await desk.do(card, "restrict")
        assert card["people"][0]["blocked_at"] is not None
        assert (await visitor.closed())[0] == 4490
        async with server.visitor(token=visitor.welcome["token"]) as back:
            await back.send("send_message", echo_id=uuid4(), body="Ещё")
            assert (await back.receive("error"))["code"] == "visitor_blocked"
        # Whoever looks after requests still finds them.
        assert len(await desk.found(card, visitor.welcome["visitor_id"])) == 1
        card = await desk.do(card, "lift")
        assert card["people"][0]["blocked_at"] is None
        async with server.visitor(token=visitor.welcome["token"]) as back:
            await back.say("И ещё")
        await desk.do(card, "answer", outcome="Проверено, данные верны.")
    done = [action for action, _ in await journalled(server)]
    assert done.index("person_blocked") < done.index("person_unblocked")


async def test_erasure_of_several_people_does_not_begin_while_one_of_them_is_held(server: Server) -> None:
    async with server.visitor() as first, server.visitor() as second, officer(server) as desk:
        card = await desk.write_down("erasure")
        for visitor in (first, second):
            await visitor.say("тайна-сада")
            card = await desk.add(card, visitor.welcome["visitor_id"])
        hold_id = await place_hold(
            server.database, server.site, reason="спор", visitor_id=UUID(second.welcome["visitor_id"])
        )
        card = await desk.confirm(card)
        assert await desk.refused(card, "erase") == "legal_hold"
        after = await desk.card(card["request"]["id"])
        assert after["events"] == card["events"]
        assert [person["erased_at"] for person in after["people"]] == [None, None]
        await first.say("и ещё")
        await lift_hold(server.database, [server.site], hold_id)
        card = await desk.do(after, "erase")
        assert all(person["erased_at"] for person in card["people"])


async def blocked_for(server: Server) -> str | None:
    async with server.database.connection() as connection:
        reason: str | None = await connection.fetchval("SELECT block_reason FROM visitors")
        return reason


async def test_lifting_ends_no_block_that_the_request_did_not_make(server: Server, database_url: str) -> None:
    line = await line_of(server, database_url)
    async with server.visitor() as visitor, officer(server) as desk:
        await visitor.say("Вопрос")
        visitor_id = visitor.welcome["visitor_id"]
        person = Person(server.site, UUID(visitor_id))
        card = await desk.do(await desk.add(await desk.write_down("restriction"), visitor_id), "restrict")
        for reason in (BlockReason.REGULATOR, BlockReason.WITHDRAWN):
            await block_person(server.database, line, person, now=datetime.now(UTC), reason=reason)
            # Nor does the request make a weaker one of it.
            card = await desk.do(await desk.do(card, "restrict"), "lift")
            assert await blocked_for(server) == reason
            await unblock_person(server.database, line, person)


async def test_lifting_leaves_what_another_open_request_restricts(server: Server) -> None:
    async with server.visitor() as visitor, officer(server) as desk:
        await visitor.say("Вопрос")
        visitor_id = visitor.welcome["visitor_id"]
        wrong = await desk.confirm(await desk.add(await desk.write_down("rectification"), visitor_id))
        first, second, idle = [await desk.add(await desk.write_down("restriction"), visitor_id) for _ in range(3)]
        wrong, first = await desk.do(wrong, "restrict"), await desk.do(first, "restrict")
        second = await desk.do(second, "restrict")
        assert await blocked_for(server) == "unlawful"
        first = await desk.do(first, "lift")
        assert await blocked_for(server) == "unlawful"
        await desk.do(second, "lift")
        assert await blocked_for(server) == "inaccurate"
        await desk.do(idle, "lift")
        assert await blocked_for(server) == "inaccurate"
        await desk.do(wrong, "lift")
        assert await blocked_for(server) is None
