"""Controllers: one is there from the first site on, and says of itself only what can be so."""

from typing import Any
from uuid import uuid4

import pytest

from ryadom.core.controllers import add_controller, clean_inn, describe_controller, list_controllers
from ryadom.core.sites import add_site
from ryadom.errors import BadBody, ControllerUnknown
from ryadom.store.controllers import count_subjects
from ryadom.store.database import Database
from ryadom.store.visitors import lock_visitor, mark_erased

ORIGINS = ["https://shop.test"]


async def test_first_site_brings_a_controller_and_others_share_it(database: Database) -> None:
    first = await add_site(database, name="Чай", origins=ORIGINS)
    second = await add_site(database, name="Кофе", origins=ORIGINS)
    [controller] = await list_controllers(database)
    assert first.controller_id == second.controller_id == controller.id
    assert controller.legal_name == ""


async def test_controller_is_described_field_by_field(database: Database) -> None:
    added = await add_controller(database, legal_name="ООО «Чайная лавка»", inn="7707083893")
    described = await describe_controller(
        database, None, address=" Казань, ул. Баумана, 1 ", officer_email="dpo@shop.test"
    )
    [stored] = await list_controllers(database)
    assert stored == described
    assert (stored.id, stored.legal_name, stored.inn) == (added.id, "ООО «Чайная лавка»", "7707083893")
    assert stored.address == "Казань, ул. Баумана, 1"


async def test_site_may_be_another_controllers(database: Database) -> None:
    await add_site(database, name="Чай", origins=ORIGINS)
    other = await add_controller(database, legal_name="ИП Иванов")
    site = await add_site(database, name="Кофе", origins=ORIGINS, controller_id=other.id)
    assert site.controller_id == other.id
    with pytest.raises(ControllerUnknown, match="several controllers"):
        await describe_controller(database, None, address="Казань")
    with pytest.raises(ControllerUnknown):
        await add_site(database, name="Мёд", origins=ORIGINS, controller_id=uuid4())


@pytest.mark.parametrize(
    ("field", "text"),
    [("inn", "7707083894"), ("inn", "770708"), ("legal_name", " "), ("address", "а\nб"), ("officer_email", "dpo")],
)
async def test_what_can_not_be_so_is_refused_by_its_field(database: Database, field: str, text: str) -> None:
    await add_controller(database, legal_name="ООО «Чайная лавка»")
    told: dict[str, Any] = {field: text}
    with pytest.raises(BadBody) as refusal:
        await describe_controller(database, None, **told)
    assert refusal.value.field == field
    [stored] = await list_controllers(database)
    assert stored.inn is None


async def test_people_are_counted_per_controller_across_its_sites_without_those_who_were_erased(
    database: Database,
) -> None:
    tea, cups = [await add_site(database, name=name, origins=ORIGINS) for name in ("Чай", "Чашки")]
    other = await add_controller(database, legal_name="ИП Иванов")
    async with database.transaction() as connection:
        for site in (tea, tea, tea, cups):
            visitor_id = uuid4()
            await lock_visitor(connection, site_id=site.id, visitor_id=visitor_id, locale="ru")
        await mark_erased(connection, site_id=cups.id, visitor_id=visitor_id, generation=1)
        counts = {one.controller.id: one.subjects for one in await count_subjects(connection, at_most=100)}
        capped = {one.controller.id: one.subjects for one in await count_subjects(connection, at_most=2)}

    assert counts == {tea.controller_id: 3, other.id: 0}
    assert capped == {tea.controller_id: 2, other.id: 0}


def test_inn_is_taken_with_the_spaces_people_write() -> None:
    assert clean_inn("7707 083 893") == "7707083893"
    assert clean_inn("500100732259") == "500100732259"
