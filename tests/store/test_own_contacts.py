"""Whose contacts are a firm's own on which site, and when a change of them is known."""

import json
from collections.abc import Callable
from hashlib import sha256
from uuid import UUID

import pytest

from ryadom.core.controllers import add_controller
from ryadom.core.operators import add_operator
from ryadom.core.sites import add_site
from ryadom.privacy import own_contacts
from ryadom.privacy.own_contacts import WHOLE_INTERVAL_S
from ryadom.privacy.policies import Masking
from ryadom.store import own_texts
from ryadom.store.canned_replies import Shelf, delete_reply, insert_reply, update_reply
from ryadom.store.database import Database
from ryadom.store.ids import new_id
from ryadom.store.sites import Site
from ryadom.store.sql import Connection
from ryadom.store.widget_settings import put_settings
from tests.store.inbox_town import plan_of

ORIGINS = ["https://shop.test"]
PASSWORD = "correct horse battery"


async def reply(connection: Connection, body: str, **shelf: UUID) -> UUID:
    id = new_id()
    assert await insert_reply(connection, id=id, shelf=Shelf(**shelf), shortcut=id.hex, body=body)
    return id


async def publish(connection: Connection, text: str | None, *, controller_id: UUID, site_id: UUID | None) -> None:
    """A consent of this text; None: a draft."""
    content = text.encode() if text else None
    await connection.execute(
        "INSERT INTO consent_documents (id, controller_id, site_id, purpose, wording, version, content, sha256, "
        "published_at) VALUES ($1, $2, $3, 'advertising', CAST($4 AS jsonb), CAST($5 AS integer), $6, $7, "
        "CASE WHEN CAST($5 AS integer) > 0 THEN now() END)",
        *(new_id(), controller_id, site_id, json.dumps({"ru": "8 495 000-00-99"}), 1 if content else None, content),
        sha256(content).digest() if content else None,
    )


def own_of(masking: Masking) -> Callable[[Site], set[str]]:
    return lambda site: set(masking.hidden_on(site.id).own)


async def test_own_is_what_a_site_its_controller_or_the_officer_says_and_nothing_else(database: Database) -> None:
    firm = await add_controller(database, legal_name="ООО Чай", officer_email="Officer@Tea.ru")
    tea, cup = [
        await add_site(database, name=name, origins=ORIGINS, controller_id=firm.id) for name in ("Чай", "Чашки")
    ]
    rival = await add_controller(database, legal_name="ООО Кофе")
    coffee = await add_site(database, name="Кофе", origins=ORIGINS, controller_id=rival.id)
    anna = await add_operator(database, email="a@tea.ru", name="Анна", password=PASSWORD, site_keys=[tea.key])
    words = {
        "ru": {"greeting": "Звоните: 8 495 000-00-03", "offline": "Мы с 9 до 18", "title": "4950000"},
        "en": {"offline": "Write to shop@tea.ru"},
        "rules": [{"deed": "invite", "pages": "/?tel=84950000098", "ru": "+7 495 000-00-04"}],
    }
    async with database.transaction() as connection:
        await reply(connection, "Магазин: 8 (495) 000-00-01", site_id=tea.id)
        await reply(connection, "Офис: +7 495 000 00 02", controller_id=firm.id)
        await reply(connection, "Мой личный 8 916 000-00-97", operator_id=anna.id)
        await put_settings(connection, tea.id, json.dumps(words), over_version=0)
        await publish(connection, "Отозвать: law@tea.ru", controller_id=firm.id, site_id=cup.id)
        await publish(connection, "Отозвать: all@tea.ru", controller_id=firm.id, site_id=None)
        await publish(connection, None, controller_id=firm.id, site_id=tea.id)
        await reply(connection, "+7 495 000-00-05", site_id=coffee.id)
    masking = Masking(database)
    await masking.refresh()

    firms = {"74950000002", "officer@tea.ru", "all@tea.ru"}
    own = own_of(masking)
    assert own(tea) == firms | {"74950000001", "74950000003", "74950000004", "shop@tea.ru"}
    assert own(cup) == firms | {"law@tea.ru"}
    assert own(coffee) == {"74950000005"}


async def test_change_is_known_at_the_next_refresh_and_what_was_deleted_goes_when_all_is_read(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1000.0
    site = await add_site(database, name="Чай", origins=ORIGINS)
    async with database.transaction() as connection:
        old = await reply(connection, "8 495 000-00-01", site_id=site.id)
        await connection.execute("UPDATE canned_replies SET changed_at = now() - interval '1 day'")
    masking = Masking(database, clock=lambda: now)
    await masking.refresh()
    own = own_of(masking)
    assert own(site) == {"74950000001"}
    read: list[float] = []
    texts_of = own_texts.own_texts

    async def noted(connection: Connection, *, within_s: float) -> list[own_texts.OwnText]:
        read.append(within_s)
        return await texts_of(connection, within_s=within_s)

    monkeypatch.setattr(own_contacts, "own_texts", noted)
    now += 5
    async with database.transaction() as connection:
        new = await reply(connection, "8 495 000-00-02", site_id=site.id)
    await masking.refresh()
    assert own(site) == {"74950000001", "74950000002"}
    now += 5
    async with database.transaction() as connection:
        await update_reply(connection, id=new, over_version=1, shortcut="/new", body="Уже нет")
        await delete_reply(connection, id=old, over_version=1)
    await masking.refresh()
    assert own(site) == {"74950000001"}
    now += own_contacts.RECENT_S  # Postgres was away
    await masking.refresh()
    assert own(site) == set()
    assert read == [own_contacts.RECENT_S, own_contacts.RECENT_S, own_texts.EVER_S]
    for _ in range(int(WHOLE_INTERVAL_S // 20) + 1):
        now += 20
        await masking.refresh()
    assert read[3:].count(own_texts.EVER_S) == 1


async def test_so_many_contacts_of_a_site_count_and_no_more(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_contacts, "MOST_OWN", 2)
    site = await add_site(database, name="Чай", origins=ORIGINS)
    async with database.transaction() as connection:
        await reply(connection, "8 495 000-00-01, 8 495 000-00-02, 8 495 000-00-03", site_id=site.id)
    masking = Masking(database)
    await masking.refresh()
    assert own_of(masking)(site) == {"74950000001", "74950000002"}


async def test_changed_replies_are_read_by_their_index(database: Database) -> None:
    async with database.transaction() as connection:
        plan = await plan_of(connection, own_texts._queries.own_texts, {"within_s": 60.0}, "force_generic_plan")
    assert "canned_replies_shared_changed" in plan
