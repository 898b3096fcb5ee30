"""Connectors: which conversations become cards in a CRM, with what in them, and of whom nothing is sent."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest

from ryadom.core.connectors.desk import Connectors
from ryadom.core.controllers import add_controller
from ryadom.core.sites import add_site
from ryadom.errors import BadBody, ConnectorUnknown, EgressForbidden
from ryadom.privacy.erasure import overwrite, shut_out
from ryadom.privacy.persons import Person
from ryadom.protocol.labels import Colour, Label, LabelKind
from ryadom.protocol.shared import Status
from ryadom.store.connectors import Rules
from ryadom.store.consent_events import Action
from ryadom.store.database import Database
from ryadom.store.egress import DataLevel
from ryadom.store.entries import NewDeletion, NewEdit, NewMessage, NewNote, NewRating, NewStatus, NewTags
from ryadom.store.ids import new_id
from ryadom.store.journal_chain import COMMAND_LINE
from ryadom.store.labels import put_label
from ryadom.store.sites import Basis, set_basis
from ryadom.store.visitors import name_visitor
from tests.connectors import CLOSED, KEY, PHONE, Office, close_office, new_pusher, open_office
from tests.consents import publish_consent
from tests.simulators.bitrix24 import own_field, portal, refuses
from tests.store.journals import links_of

CONTACTS = Rules(contacts=True)
CLOSING = NewStatus(status=Status.CLOSED)


@pytest.fixture
async def office(database: Database) -> AsyncIterator[Office]:
    opened = await open_office(database)
    yield opened
    await close_office(opened)


async def test_conversation_becomes_a_lead_with_contacts_campaign_link_and_transcript(office: Office) -> None:
    head = office.scene.head
    async with portal() as crm:
        await office.add(crm, CLOSED, mapping={"UF_CRM_TAGS": "{tags}"}, stage="IN_PROCESS", responsible_id=7)
        async with office.database.transaction() as connection:
            await name_visitor(connection, site_id=head.site_id, visitor_id=head.visitor.id, name="Мария Иванова")
        await office.execute(
            "UPDATE conversations SET landing_url = 'https://shop.test/?utm_source=yandex&utm_campaign=autumn'"
        )
        await office.say(NewMessage(body="Мой номер 8 (912) 345-67-89"))
        await office.say(NewMessage(body="Перезвоним"), NewNote(body="грубит", mentions=()), by=office.scene.operator)
        await office.say(CLOSING, by=office.scene.operator)
        await office.push()
        [lead] = crm.cards["lead"]
        link = f"https://chat.test/panel/#all/{head.id}"
        assert lead["TITLE"].startswith("Чат с сайта Лавка от ")
        assert lead["COMMENTS"] == f"Диалог: {link}\nСогласие на рекламу: нет"
        assert {
            name: lead.get(name) for name in ("NAME", "PHONE", "EMAIL", "UTM_SOURCE", "UTM_CAMPAIGN", "UTM_TERM")
        } == {
            "NAME": "Мария Иванова",
            "PHONE": [{"VALUE": "+79123456789", "VALUE_TYPE": "WORK"}],
            "EMAIL": None,
            "UTM_SOURCE": "yandex",
            "UTM_CAMPAIGN": "autumn",
            "UTM_TERM": None,
        }
        assert (lead["STATUS_ID"], lead["ASSIGNED_BY_ID"], lead["SOURCE_ID"]) == ("IN_PROCESS", 7, "WEB")
        assert (lead["ORIGINATOR_ID"], lead["ORIGIN_ID"]) == ("ryadom", str(head.id))
        said = crm.transcript(lead["ID"])
        assert "Клиент: Мой номер 8 (912) 345-67-89" in said
        assert "Анна: Перезвоним" in said
        assert "грубит" not in said
        assert await office.column("status") == ["sent"]
        assert await office.column("url") == [f"http://crm.test:{crm.port}/crm/lead/details/{lead['ID']}/"]
        assert await office.column("failure") == [""]


async def test_deal_gets_the_contact_that_the_crm_has_already_or_a_new_one(office: Office) -> None:
    async with portal() as crm:
        await office.add(crm, CLOSED, creates="deal", category_id=5, stage="C5:NEW")
        await office.say(NewMessage(body=f"{PHONE}, masha@shop.test"), CLOSING)
        await office.push()
        [contact], [deal] = crm.cards["contact"], crm.cards["deal"]
        assert contact["PHONE"][0]["VALUE"] == "+79123456789"
        assert contact["EMAIL"][0]["VALUE"] == "masha@shop.test"
        assert (deal["CONTACT_IDS"], deal["CATEGORY_ID"], deal["STAGE_ID"]) == ([contact["ID"]], 5, "C5:NEW")
        assert "NAME" not in deal
        # The same person by another browser.
        other = await open_office(office.database)
        await other.say(NewMessage(body="Снова я, 8-912-345-67-89"), CLOSING)
        await office.push()
        await close_office(other)
        assert len(crm.cards["contact"]) == 1
        assert [one["CONTACT_IDS"] for one in crm.cards["deal"]] == [[contact["ID"]]] * 2


async def test_lead_of_somebody_whom_the_crm_knows_is_joined_to_the_older_contact(office: Office) -> None:
    async with portal() as crm:
        crm.cards["contact"] += [
            {"ID": "275", "PHONE": [{"VALUE": "8 912 345 67 89"}]},
            {"ID": "31", "PHONE": [{"VALUE": "+79123456789"}]},
        ]
        await office.add(crm, CLOSED)
        await office.say(NewMessage(body=PHONE), CLOSING)
        await office.push()
        assert crm.cards["lead"][0]["CONTACT_ID"] == "31"


async def test_contacts_rule_waits_for_contacts_and_pushes_once(office: Office) -> None:
    async with portal() as crm:
        await office.add(crm, CONTACTS)
        await office.say(NewMessage(body="Здравствуйте"), NewMessage(body="Заказ 1200"))
        await office.push()
        assert (await office.column("status"), crm.called) == (["refused"], [])
        assert "ни телефона" in (await office.column("failure"))[0]
        await office.say(NewMessage(body=f"Позвоните: {PHONE}"))
        await office.push()
        await office.say(NewMessage(body="И ещё 2"))
        await office.push()
        assert len(crm.cards["lead"]) == 1
        assert await office.column("status") == ["sent"]
        assert "И ещё" not in crm.transcript(crm.cards["lead"][0]["ID"])


async def test_contact_that_an_operator_writes_down_counts_too(office: Office) -> None:
    head = office.scene.head
    async with portal() as crm:
        await office.add(crm, CONTACTS)
        await office.say(NewMessage(body="Здравствуйте"))
        await office.push()
        assert crm.cards["lead"] == []
        await office.execute(
            "INSERT INTO customer_cards (site_id, visitor_id, revision, phone) VALUES ($1, $2, 1, $3)",
            head.site_id,
            head.visitor.id,
            PHONE,
        )
        await office.push()
        assert crm.cards["lead"][0]["PHONE"][0]["VALUE"] == "+79123456789"


async def test_closing_again_adds_to_the_card_what_came_since(office: Office) -> None:
    async with portal() as crm:
        await office.add(crm, CLOSED)
        await office.say(NewMessage(body="первое"), CLOSING)
        await office.push()
        await office.say(NewStatus(status=Status.OPEN), NewMessage(body="второе"), CLOSING)
        await office.push()
        [lead] = crm.cards["lead"]
        assert len(crm.comments) == 2
        assert [crm.transcript(lead["ID"]).count(word) for word in ("первое", "второе")] == [1, 1]


async def test_transcript_is_of_now_and_in_pieces(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ryadom.core.connectors.cases.MAX_SAID", 10)
    monkeypatch.setattr("ryadom.core.connectors.bitrix24.MAX_COMMENT_CHARS", 300)
    async with portal() as crm:
        await office.add(crm, CLOSED)
        await office.say(*(NewMessage(body=f"слово{number:03}") for number in range(33)))
        await office.say(NewEdit(message_seq=1, body="правка"), NewDeletion(message_seq=2), CLOSING)
        await office.push()
        said = crm.transcript(crm.cards["lead"][0]["ID"])
        assert [said.count(f"слово{number:03}") for number in range(33)] == [0, 0] + [1] * 31
        assert said.count("правка") == 1
        assert len(crm.comments) > 4
        assert await office.column("status") == ["sent"]


async def test_tag_and_rating_rules_push(office: Office) -> None:
    tag = new_id()
    async with office.database.transaction() as connection:
        label = Label(id=tag, kind=LabelKind.TAG, name="В CRM", colour=Colour.GREY, is_archived=False)
        await put_label(connection, office.site.controller_id, label, place=0)
    async with portal() as crm:
        await office.add(crm, Rules(tag_ids=(tag,), most_score=2, needs_contacts=False))
        await office.say(NewMessage(body="Здравствуйте"))
        await office.say(NewRating(score=3, comment=""), CLOSING)
        await office.push()
        assert crm.cards["lead"] == []
        await office.say(NewTags(tag_ids=(tag,), added_ids=(tag,), removed_ids=()), by=office.scene.operator)
        await office.push()
        assert await office.column("cause") == ["tag"]
        await office.say(NewRating(score=2, comment="плохо"))
        await office.push()
        assert await office.column("cause") == ["rated"]
        assert len(crm.cards["lead"]) == 1


async def test_by_hand_a_conversation_is_pushed_whatever_the_rules_and_again(office: Office) -> None:
    head = office.scene.head
    async with portal() as crm:
        made = await office.add(crm, Rules())
        await office.say(NewMessage(body="Здравствуйте"))
        await office.push()
        assert await office.column("status") == []
        assert await office.connectors.send(made.id, head.id, by=COMMAND_LINE) == 1
        await office.push()
        assert await office.connectors.send(made.id, head.id, by=COMMAND_LINE) == 1
        await office.push()
        # The card is found, and lacks nothing.
        assert (len(crm.cards["lead"]), len(crm.comments)) == (1, 1)
        links = await links_of(office.database, office.site.controller_id)
        assert [link.record.details["what"] for link in links if "what" in link.record.details][-2:] == [
            "connector_resent",
            "connector_resent",
        ]


async def test_nothing_is_pushed_without_a_legal_basis(office: Office) -> None:
    document = await publish_consent(office.database, office.site)

    async with portal() as crm:
        await office.add(crm, CLOSED)
        for basis, word in ((Basis.UNDECIDED, "основание"), (Basis.CONSENT, "согласия")):
            async with office.database.transaction() as connection:
                await set_basis(connection, office.site.id, basis)
            await office.say(NewStatus(status=Status.OPEN))
            await office.say(CLOSING)
            await office.push()
            assert (await office.column("status"), crm.called) == (["refused"], [])
            assert word in (await office.column("failure"))[0]
        await office.agree(document)
        await office.say(NewStatus(status=Status.OPEN))
        await office.say(NewMessage(body="раз"), CLOSING)
        await office.push()
        assert await office.column("status") == ["sent"]
        await office.agree(document, Action.WITHDRAWN)
        await office.say(NewStatus(status=Status.OPEN))
        await office.say(NewMessage(body="два"), CLOSING)
        await office.push()
        assert await office.column("status") == ["refused"]
        assert "два" not in crm.transcript(crm.cards["lead"][0]["ID"])


async def test_nothing_is_pushed_of_who_was_blocked_since(office: Office) -> None:
    head = office.scene.head
    async with portal() as crm:
        await office.add(crm, CLOSED)
        await office.say(NewMessage(body="раз"), CLOSING)
        await office.fan_all()
        await office.execute(
            "UPDATE visitors SET blocked_at = now(), block_reason = 'request' WHERE id = $1", head.visitor.id
        )
        await office.push()
        assert (await office.column("status"), crm.called) == (["refused"], [])


async def test_who_is_erased_while_a_push_waits_is_forgotten_and_not_pushed(office: Office) -> None:
    head = office.scene.head
    async with portal() as crm:
        await office.add(crm, CLOSED)
        await office.say(NewMessage(body=PHONE), CLOSING)
        await office.fan_all()
        person = Person(office.site, head.visitor.id)
        await shut_out(office.database, person, generation=1)
        await office.push()
        assert crm.called == []
        changed = await overwrite(office.database, person)
        assert changed["connector_pushes"] == 1
        await office.push()
        assert (await office.column("status"), crm.called) == ([], [])


async def test_who_is_blocked_in_the_middle_of_a_push_is_told_of_no_further(office: Office) -> None:
    head = office.scene.head
    async with portal() as crm:
        await office.add(crm, CLOSED)
        await office.say(NewMessage(body=PHONE), CLOSING)

        async def block(_request: object, do: object) -> object:
            await office.execute(
                "UPDATE visitors SET blocked_at = now(), block_reason = 'request' WHERE id = $1", head.visitor.id
            )
            return do()  # type: ignore[operator]

        crm.next("crm.duplicate.findbycomm", block)  # type: ignore[arg-type]
        await office.push()
        assert crm.cards["lead"] == []
        await office.push()
        assert await office.column("status") == ["refused"]


async def test_connector_hears_of_its_sites_and_controller_only(office: Office) -> None:
    firm = await add_controller(office.database, legal_name="ИП Иванов")
    await add_site(office.database, name="Чужая", origins=["http://foreign.test"], controller_id=firm.id)
    neighbour = await open_office(office.database)
    async with portal() as crm:
        made = await office.add(crm, CLOSED, sites=[office.site])
        await neighbour.say(NewMessage(body="чужое"), CLOSING)
        await office.execute("UPDATE sites SET controller_id = $1 WHERE id = $2", firm.id, neighbour.site.id)
        await office.push()
        assert crm.called == []
        with pytest.raises(ConnectorUnknown):
            await office.connectors.send(made.id, neighbour.scene.head.id, by=COMMAND_LINE)
        with pytest.raises(ConnectorUnknown):
            await office.connectors.preview(made.id, neighbour.scene.head.id)
        with pytest.raises(ConnectorUnknown):
            await office.connectors.send(made.id, uuid4(), by=COMMAND_LINE)
    await close_office(neighbour)


async def test_portal_must_be_in_the_register_with_leave_for_contacts(office: Office) -> None:
    connectors: Connectors = office.connectors
    async with portal() as crm:
        for most in (None, DataLevel.CONTENTS):
            if most is not None:
                await office.register(crm, most)
            with pytest.raises(EgressForbidden):
                await connectors.add(
                    "bitrix24",
                    [office.site],
                    settings={"url": crm.url},
                    mapping={},
                    rules=CLOSED,
                    is_for_all=True,
                    by=COMMAND_LINE,
                )
        assert (await connectors.all(), crm.called) == ([], [])


async def test_register_that_allows_less_later_is_heeded_and_what_waits_waits(office: Office) -> None:
    async with portal() as crm:
        await office.add(crm, CLOSED)
        await office.execute("UPDATE egress_recipients SET most_data = 'ids'")
        await office.say(NewMessage(body="раз"), CLOSING)
        await office.push()
        assert (await office.column("status"), crm.called) == (["pending"], [])
        assert "Реестр получателей" in (await office.stored()).trouble
        await office.execute("UPDATE egress_recipients SET most_data = 'contents_and_contacts'")
        await office.hurry()
        # A clearance is good for 5 s.
        other = new_pusher(office.database)
        await other.push_due()
        await other.aclose()
        assert await office.column("status") == ["sent"]
        assert (await office.stored()).trouble == ""


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"kind": "amo"}, "kind"),
        ({"settings": {"url": "https://crm.test/"}}, "settings.url"),
        ({"mapping": {"TITLE": "{nobody}"}}, "mapping.TITLE"),
        ({"rules": Rules(most_score=6)}, "rules.most_score"),
        ({"rules": Rules(tag_ids=(uuid4(),))}, "rules.tag_ids"),
    ],
)
async def test_connector_that_can_not_be_is_not_added(office: Office, told: dict[str, object], field: str) -> None:
    async with portal() as crm:
        await office.register(crm)
        wanted: dict[str, object] = {
            "kind": "bitrix24",
            "settings": {"url": crm.url},
            "mapping": {},
            "rules": CLOSED,
        } | told
        kind = str(wanted.pop("kind"))
        with pytest.raises(BadBody) as refusal:
            await office.connectors.add(kind, [office.site], is_for_all=True, by=COMMAND_LINE, **wanted)  # type: ignore[arg-type]
        assert refusal.value.field == field
        assert await office.connectors.all() == []


async def test_account_is_checked_and_its_lists_are_shown(office: Office) -> None:
    async with portal() as crm:
        made = await office.add(crm, CLOSED, creates="deal", category_id=5)
        assert (await office.connectors.check(made.id)).account == "Ольга Смирнова"
        lists = await office.connectors.lists(made.id)
        assert [one.id for one in lists.stages] == ["C5:NEW", "C5:WON"]
        assert (len(lists.people), lists.people[6].name) == (60, "Анна Кузнецова")
        assert [one.id for one in lists.sources] == ["WEB", "CALL"]
        assert [(one.id, one.name) for one in lists.places] == [("5", "Опт")]
        crm.scopes = ["crm"]
        shown = await office.connectors.lists(made.id)
        assert (shown.people, len(shown.notes)) == ((), 1)
        assert [crm.cards[what] for what in ("lead", "deal", "contact")] == [[], [], []]


async def test_fields_that_may_be_mapped_are_told_by_their_labels(office: Office) -> None:
    async with portal() as crm:
        crm.own_fields = {
            "UF_CRM_CITY": own_field("UF_CRM_CITY", label="Город доставки"),
            "UF_CRM_SCAN": own_field("UF_CRM_SCAN", "file", label="Скан"),
            "UF_CRM_SUM": own_field("UF_CRM_SUM", "double", label="Сумма", is_read_only=True),
        }
        made = await office.add(crm, CLOSED)
        lists = await office.connectors.lists(made.id)
        names = {one.id: one.name for one in lists.fields}
        assert names["UF_CRM_CITY"] == "Город доставки"
        assert {"TITLE", "NAME", "COMMENTS"} <= set(names)
        # Neither files, nor what the portal fills, nor what we fill
        assert not {"UF_CRM_SCAN", "UF_CRM_SUM", "ID", "ORIGIN_ID", "PHONE"} & set(names)
        # Whoever makes leads may turn to deals
        assert [one.id for one in lists.places] == ["5"]


async def test_portal_without_a_list_of_funnels_has_the_number_typed(office: Office) -> None:
    async with portal() as crm:
        made = await office.add(crm, CLOSED, creates="deal", category_id=5)
        crm.next("crm.category.list", refuses(404, "ERROR_METHOD_NOT_FOUND", "Method not found!"))
        lists = await office.connectors.lists(made.id)
        assert lists.places == ()
        assert any("Воронок" in note for note in lists.notes)
        assert [one.id for one in lists.stages] == ["C5:NEW", "C5:WON"]


async def test_preview_shows_the_card_and_sends_nothing(office: Office) -> None:
    async with portal() as crm:
        made = await office.add(crm, CLOSED, mapping={"TITLE": "Заявка {phone}", "COMMENTS": ""})
        await office.say(NewMessage(body=PHONE))
        fields = await office.connectors.preview(made.id, office.scene.head.id)
        assert fields == {"TITLE": "Заявка +79123456789"}
        assert crm.called == []


async def test_secret_of_the_account_is_nowhere_in_the_database(office: Office) -> None:
    async with portal() as crm:
        made = await office.add(crm, CLOSED)
        code = crm.url.rstrip("/").rpartition("/")[2]
        async with office.database.connection() as connection:
            held = str(await connection.fetch("SELECT * FROM connectors")) + str(
                await connection.fetch("SELECT * FROM journal")
            )
        assert code not in held
        assert code not in repr(made)
        assert KEY not in held


async def test_changes_of_a_connector_are_in_the_journal(office: Office) -> None:
    async with portal() as crm:
        made = await office.add(crm, CLOSED)
        await office.connectors.change(
            made.id, settings={"stage": "IN_PROCESS"}, mapping={"TITLE": "Заявка"}, by=COMMAND_LINE
        )
        await office.connectors.disable(made.id, by=COMMAND_LINE)
        await office.say(NewMessage(body="никому"), CLOSING)
        await office.push()
        assert await office.column("status") == []
        await office.connectors.enable(made.id, by=COMMAND_LINE)
        await office.say(NewStatus(status=Status.OPEN))
        await office.say(CLOSING)
        await office.push()
        assert (crm.cards["lead"][0]["TITLE"], crm.cards["lead"][0]["STATUS_ID"]) == ("Заявка", "IN_PROCESS")
        await office.connectors.remove(made.id, by=COMMAND_LINE)
        assert (await office.connectors.all(), await office.column("status")) == ([], [])
        links = await links_of(office.database, office.site.controller_id)
        whats = [link.record.details["what"] for link in links if "connector" in link.record.details.get("what", "")]
        assert whats == [
            "connector",
            "connector_changed",
            "connector_enabled",
            "connector_disabled",
            "connector_enabled",
            "connector_disabled",
            "connector_removed",
        ]


async def test_conversation_that_was_merged_begins_no_card_and_completes_one_that_it_has(office: Office) -> None:
    merged = NewStatus(status=Status.CLOSED, merged_into_id=new_id())
    async with portal() as crm:
        await office.add(crm, CLOSED)
        await office.say(NewMessage(body="Где заказ?"))
        await office.say(merged, by=office.scene.operator)
        await office.push()
        assert (await office.column("status"), crm.called) == ([], [])
        # Closed once more, it still goes on in the other one.
        await office.say(CLOSING)
        await office.push()
        assert (await office.column("status"), crm.called) == ([], [])
        # Opened again, it is one like any other.
        await office.say(NewStatus(status=Status.OPEN), NewMessage(body="Ау"), CLOSING)
        await office.push()
        assert (await office.column("status"), len(crm.cards["lead"])) == (["sent"], 1)
        await office.say(NewStatus(status=Status.OPEN), NewMessage(body="И ещё"))
        await office.say(merged, by=office.scene.operator)
        await office.push()
        assert (await office.column("status"), len(crm.cards["lead"])) == (["sent"], 1)
        assert await office.column("told_seq") == [8]
