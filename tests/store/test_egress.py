"""The egress policy: whom the register allows, which addresses it lets them have, and what a new answer changes."""

import asyncio
import socket
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from msgspec.structs import replace

from ryadom.core.controllers import add_controller, describe_controller
from ryadom.core.recipients import add_recipient, change_recipient, list_recipients, remove_recipient
from ryadom.errors import (
    BadBody,
    CalendarUnknown,
    EgressForbidden,
    HostUnreachable,
    HostUnresolved,
    RecipientKnown,
    RecipientUnknown,
)
from ryadom.privacy.calendar import LAST_YEAR
from ryadom.privacy.countries import Verdict
from ryadom.privacy.egress import Clearance, Egress, connect
from ryadom.privacy.resolver import SystemResolver
from ryadom.store.database import Database
from ryadom.store.egress import Recipient
from ryadom.store.journal_chain import Actor, ActorKind
from tests.resolver import WrittenResolver
from tests.store.journals import links_of

TODAY = date(2026, 11, 25)
RUSSIAN = "77.88.8.8"
AMERICAN = "8.8.8.8"


@pytest.fixture
async def crm(database: Database) -> Recipient:
    """What is said of a CRM in Russia, not yet in the register."""
    controller = await add_controller(database, legal_name="ООО «Чайная лавка»")
    return Recipient(
        controller_id=controller.id,
        host="crm.test",
        recipient="ООО «Учёт»",
        country="RU",
        purpose="Учёт заявок",
        categories="имя, телефон",
    )


async def _add(database: Database, resolver: WrittenResolver, recipient: Recipient) -> Clearance:
    return await add_recipient(database, resolver, recipient, default_port=443, today=TODAY)


async def test_host_that_is_not_listed_is_refused(database: Database, crm: Recipient) -> None:
    resolver = WrittenResolver(crm_test=[RUSSIAN], other_test=[RUSSIAN])
    await _add(database, resolver, crm)
    egress = Egress(database, resolver)
    with pytest.raises(EgressForbidden, match="not in the register"):
        await egress.check(crm.controller_id, "other.test", 443)
    with pytest.raises(EgressForbidden, match="not in the register"):
        await egress.check(crm.controller_id, "sub.crm.test", 443)


async def test_register_of_one_controller_opens_nothing_to_another(database: Database, crm: Recipient) -> None:
    resolver = WrittenResolver(crm_test=[RUSSIAN])
    await _add(database, resolver, crm)
    other = await add_controller(database, legal_name="ИП Иванов")
    with pytest.raises(EgressForbidden, match="not in the register"):
        await Egress(database, resolver).check(other.id, "crm.test", 443)


async def test_listed_host_is_cleared_with_all_its_addresses(database: Database, crm: Recipient) -> None:
    resolver = WrittenResolver(crm_test=[RUSSIAN, "2a02:6b8::feed:ff"])
    await _add(database, resolver, crm)
    clearance = await Egress(database, resolver).check(crm.controller_id, "CRM.test.", 443)
    assert [str(address) for address in clearance.addresses] == [RUSSIAN, "2a02:6b8::feed:ff"]
    assert (clearance.host, clearance.verdict) == ("crm.test", Verdict.DECLARED)


async def test_host_that_moved_abroad_since_it_was_listed_is_refused_at_send(
    database: Database, crm: Recipient
) -> None:
    resolver = WrittenResolver(crm_test=[RUSSIAN])
    await _add(database, resolver, crm)
    resolver.answers["crm.test"] = [AMERICAN]
    with pytest.raises(EgressForbidden, match="registered in US") as refusal:
        await Egress(database, resolver).check(crm.controller_id, "crm.test", 443)
    assert refusal.value.field == "country"


async def test_foreign_address_is_refused_when_the_host_is_listed(database: Database, crm: Recipient) -> None:
    resolver = WrittenResolver(crm_test=[RUSSIAN, AMERICAN])
    with pytest.raises(EgressForbidden, match="registered in RU, US"):
        await _add(database, resolver, crm)
    assert await list_recipients(database) == []
    known = replace(crm, registered_in="us")
    assert (await _add(database, resolver, known)).verdict is Verdict.DECLARED


async def test_transfer_abroad_needs_a_notice_that_was_given(database: Database, crm: Recipient) -> None:
    resolver = WrittenResolver(crm_test=[AMERICAN])
    abroad = replace(crm, country="us")
    for notice_on in (None, date(2026, 11, 26)):
        with pytest.raises(BadBody) as refusal:
            await _add(database, resolver, replace(abroad, notice_on=notice_on))
        assert refusal.value.field == "notice_on"
    clearance = await _add(database, resolver, replace(abroad, notice_on=date(2026, 11, 1)))
    assert (clearance.recipient.country, clearance.verdict) == ("US", Verdict.FOREIGN)


async def test_nothing_is_sent_abroad_before_the_wait_after_the_notice_is_over(
    database: Database, crm: Recipient
) -> None:
    resolver = WrittenResolver(crm_test=[AMERICAN])
    # A Tuesday; 4 November is a holiday, so the tenth working day is the 18th.
    await _add(database, resolver, replace(crm, country="US", notice_on=date(2026, 11, 3)))

    async def check_on(day: int) -> Clearance:
        egress = Egress(database, resolver, today=lambda: date(2026, 11, day))
        return await egress.check(crm.controller_id, "crm.test", 443)

    for day in (3, 18):
        with pytest.raises(EgressForbidden, match="before 2026-11-19") as refusal:
            await check_on(day)
        assert refusal.value.field == "notice_on"
    assert (await check_on(19)).verdict is Verdict.FOREIGN


async def test_wait_that_can_not_be_reckoned_is_not_over(database: Database, crm: Recipient) -> None:
    resolver = WrittenResolver(crm_test=[AMERICAN])
    notice_on = date(LAST_YEAR, 12, 29)
    today = notice_on + timedelta(days=40)
    await add_recipient(database, resolver, replace(crm, country="US", notice_on=notice_on), today=today)
    with pytest.raises(CalendarUnknown):
        await Egress(database, resolver, today=lambda: today).check(crm.controller_id, "crm.test", 443)
    later = notice_on + timedelta(days=61)
    assert await Egress(database, resolver, today=lambda: later).check(crm.controller_id, "crm.test", 443)


async def test_country_that_protects_subjects_well_enough_needs_no_wait(database: Database, crm: Recipient) -> None:
    resolver = WrittenResolver(crm_test=["193.0.6.139"])  # RIPE's own, of the Netherlands
    await _add(database, resolver, replace(crm, country="NL", notice_on=TODAY))
    egress = Egress(database, resolver, today=lambda: TODAY)
    assert (await egress.check(crm.controller_id, "crm.test", 443)).verdict is Verdict.FOREIGN


async def test_changes_of_the_register_are_journalled_with_who_made_them(database: Database, crm: Recipient) -> None:
    resolver = WrittenResolver(crm_test=[RUSSIAN])
    by = Actor(kind=ActorKind.OPERATOR, id=uuid4(), name="Ольга")
    await add_recipient(database, resolver, crm, today=TODAY, by=by)
    await change_recipient(database, resolver, replace(crm, purpose="Другая"), today=TODAY, by=by)
    with pytest.raises(RecipientUnknown):
        await change_recipient(database, resolver, replace(crm, port=8443), today=TODAY, by=by)
    await remove_recipient(database, crm.controller_id, host="crm.test", port=0)

    records = [link.record for link in await links_of(database, crm.controller_id)][1:]
    assert [(record.details["what"], record.details["host"], record.actor.name) for record in records] == [
        ("recipient_added", "crm.test", "Ольга"),
        ("recipient_changed", "crm.test", "Ольга"),
        ("recipient_removed", "crm.test", ""),
    ]


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "::1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1", "fd00::1",
        "169.254.1.1", "169.254.169.254", "100.100.100.200", "fd00:ec2::254", "fe80::1", "fec0::1",
        "0.0.0.0", "0.1.2.3", "::",  # noqa: S104
        "::ffff:127.0.0.1", "::ffff:77.88.8.8", "::127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::",
        "::ffff:0:127.0.0.1", "64:ff9b:1::7f00:1", "5f00::1",
        "2001:0:7f00:1::", "224.0.0.1", "ff02::1", "240.0.0.1", "255.255.255.255",
    ],
)  # fmt: skip
async def test_address_inside_is_refused_alone_and_among_good_ones(
    database: Database, crm: Recipient, address: str
) -> None:
    for answers in ([address], [RUSSIAN, address]):
        with pytest.raises(EgressForbidden, match=r"crm\.test is at") as refusal:
            await _add(database, WrittenResolver(crm_test=answers), crm)
        assert refusal.value.field == "host"


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "10.0.0.1", "100.64.0.1", "fd00::1"])
async def test_own_machine_is_allowed_where_the_owner_declares_it(
    database: Database, crm: Recipient, address: str
) -> None:
    resolver = WrittenResolver(crm_test=[address])
    await _add(database, resolver, replace(crm, is_local=True, port=8443))
    egress = Egress(database, resolver)
    assert (await egress.check(crm.controller_id, "crm.test", 8443)).verdict is Verdict.DECLARED
    with pytest.raises(EgressForbidden, match="not in the register"):
        await egress.check(crm.controller_id, "crm.test", 5432)


@pytest.mark.parametrize("address", ["169.254.169.254", "100.100.100.200", "fd00:ec2::254", "::", "::ffff:10.0.0.1"])
async def test_metadata_and_disguises_are_refused_whatever_is_declared(
    database: Database, crm: Recipient, address: str
) -> None:
    with pytest.raises(EgressForbidden, match="no recipient can be there"):
        await _add(database, WrittenResolver(crm_test=[address]), replace(crm, is_local=True, port=80))


async def test_own_machine_that_answers_with_a_public_address_is_refused(database: Database, crm: Recipient) -> None:
    with pytest.raises(EgressForbidden, match="declared to be in a closed network"):
        await _add(database, WrittenResolver(crm_test=["10.0.0.1", RUSSIAN]), replace(crm, is_local=True, port=80))
    with pytest.raises(BadBody) as refusal:
        await _add(database, WrittenResolver(crm_test=["10.0.0.1"]), replace(crm, is_local=True))
    assert refusal.value.field == "port"


async def test_messenger_is_refused_to_a_regulated_controller_only(database: Database, crm: Recipient) -> None:
    resolver = WrittenResolver(api_telegram_org=[RUSSIAN])
    telegram = replace(crm, host="api.telegram.org")
    await _add(database, resolver, telegram)
    await describe_controller(database, crm.controller_id, is_regulated=True)
    with pytest.raises(EgressForbidden, match="Telegram is closed"):
        await Egress(database, resolver).check(crm.controller_id, "api.telegram.org", 443)


async def test_connection_goes_to_the_checked_address_whatever_the_name_says_by_then(
    database: Database, crm: Recipient
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as checked, socket.create_server(("127.0.0.2", 0)) as rebound:
        checked.setblocking(False)
        rebound.setblocking(False)
        port = checked.getsockname()[1]
        resolver = WrittenResolver(crm_test=["127.0.0.1"])
        await _add(database, resolver, replace(crm, is_local=True, port=port))
        clearance = await Egress(database, resolver).check(crm.controller_id, "crm.test", port)
        resolver.answers["crm.test"] = ["127.0.0.2"]
        with await connect(clearance) as line:
            assert line.getpeername() == ("127.0.0.1", port)
        async with asyncio.timeout(10):
            accepted, _ = await asyncio.get_running_loop().sock_accept(checked)
        accepted.close()


async def test_next_address_is_tried_where_the_first_does_not_answer(database: Database, crm: Recipient) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        resolver = WrittenResolver(crm_test=["127.0.0.2", "127.0.0.1"])
        clearance = await _add(database, resolver, replace(crm, is_local=True, port=port))
        with await connect(clearance) as line:
            assert line.getpeername()[0] == "127.0.0.1"
    with pytest.raises(HostUnreachable, match=rf"crm\.test:{port} can't be reached"):
        await connect(clearance)


async def test_names_are_resolved_by_this_machine_and_unknown_ones_are_said_so() -> None:
    assert "127.0.0.1" in map(str, await SystemResolver().resolve("127.0.0.1", 25))
    with pytest.raises(HostUnresolved, match="has no address"):
        await SystemResolver().resolve("a..b", 25)


async def test_register_is_listed_by_host_and_emptied(database: Database, crm: Recipient) -> None:
    resolver = WrittenResolver(crm_test=[RUSSIAN], mail_test=[RUSSIAN])
    await _add(database, resolver, replace(crm, host="MAIL.test.", port=465))
    await _add(database, resolver, crm)
    assert [(one.host, one.port) for one in await list_recipients(database)] == [("crm.test", 0), ("mail.test", 465)]
    with pytest.raises(RecipientKnown):
        await _add(database, resolver, crm)
    await remove_recipient(database, None, host="crm.test", port=0)
    with pytest.raises(RecipientUnknown):
        await remove_recipient(database, None, host="mail.test", port=0)
    assert [one.host for one in await list_recipients(database, crm.controller_id)] == ["mail.test"]
    assert await list_recipients(database, UUID(int=1)) == []


@pytest.mark.parametrize(
    ("field", "text"),
    [("host", "https://crm.test/"), ("host", ""), ("host", "a b"), ("country", "Russia"), ("country", ""),
     ("recipient", " "), ("purpose", "a\nb"), ("categories", ""), ("registered_in", "Netherlands")],
)  # fmt: skip
async def test_what_can_not_be_so_is_refused_by_its_field(
    database: Database, crm: Recipient, field: str, text: str
) -> None:
    with pytest.raises(BadBody) as refusal:
        await _add(database, WrittenResolver(crm_test=[RUSSIAN]), replace(crm, **{field: text}))
    assert refusal.value.field == field
