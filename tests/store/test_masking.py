"""Policies for personal data: what a site has said holds, the rest is as the program does by itself."""

import pytest

from ryadom.core.masking import read_changes, site_policies
from ryadom.core.sites import add_site
from ryadom.errors import BadBody, SiteUnknown
from ryadom.privacy.detect import Kind
from ryadom.privacy.policies import DEFAULT_POLICIES, Masking, Policy, policies_from
from ryadom.store.database import Database
from ryadom.store.ids import new_id
from ryadom.store.masking import PolicyRow

ORIGINS = ["https://shop.test"]


async def test_site_without_a_word_has_cards_and_passports_replaced_and_contacts_masked(database: Database) -> None:
    await add_site(database, name="Чай", origins=ORIGINS)

    policies = await site_policies(database, None)

    assert {kind for kind, policy in policies.items() if policy is Policy.REPLACE} == {Kind.CARD, Kind.PASSPORT}
    assert {kind for kind, policy in policies.items() if policy is Policy.MASK} == {Kind.PHONE, Kind.EMAIL}
    assert set(policies) == set(Kind)


async def test_changes_hold_for_their_site_and_may_be_changed_again(database: Database) -> None:
    tea = await add_site(database, name="Чай", origins=ORIGINS)
    coffee = await add_site(database, name="Кофе", origins=ORIGINS)
    await site_policies(database, tea.key, dict.fromkeys(Kind, Policy.REPLACE))
    await site_policies(database, tea.key, {Kind.INN: Policy.KEEP})

    assert await site_policies(database, tea.key) == dict.fromkeys(Kind, Policy.REPLACE) | {Kind.INN: Policy.KEEP}
    assert await site_policies(database, coffee.key) == DEFAULT_POLICIES


async def test_what_is_masked_is_each_sites_own_word_and_the_default_where_it_has_none(database: Database) -> None:
    silent, keeps, other = [await add_site(database, name=name, origins=ORIGINS) for name in ("Чай", "Кофе", "Какао")]
    await site_policies(database, keeps.key, {Kind.PHONE: Policy.KEEP, Kind.EMAIL: Policy.KEEP})
    await site_policies(database, other.key, {Kind.CARD: Policy.KEEP})
    masking = Masking(database)
    contacts = {Kind.PHONE, Kind.EMAIL}
    # Before it has heard of any site it masks too.
    assert masking.hidden_on(keeps.id).kinds == contacts
    await masking.refresh()
    assert [masking.hidden_on(site.id).kinds for site in (silent, keeps, other)] == [contacts, set(), contacts]


async def test_it_must_be_clear_which_site_is_meant(database: Database) -> None:
    with pytest.raises(SiteUnknown):
        await site_policies(database, None)
    for name in ("Чай", "Кофе"):
        await add_site(database, name=name, origins=ORIGINS)
    with pytest.raises(SiteUnknown, match="--site"):
        await site_policies(database, None)
    with pytest.raises(SiteUnknown, match="no-such-key"):
        await site_policies(database, "no-such-key")


def test_row_of_a_newer_program_says_nothing_to_this_one() -> None:
    rows = [
        PolicyRow(site_id=new_id(), kind="card", policy="burn"),
        PolicyRow(site_id=new_id(), kind="iris", policy="replace"),
    ]
    assert policies_from(rows) == DEFAULT_POLICIES


@pytest.mark.parametrize("pair", ["card", "card=", "card=burn", "iris=keep", "=keep", "CARD=keep"])
def test_what_is_no_change_is_refused(pair: str) -> None:
    with pytest.raises(BadBody) as refusal:
        read_changes((pair,))
    assert refusal.value.field == "set"


def test_last_word_on_a_kind_counts() -> None:
    assert read_changes(("card=keep", "inn=replace", "card=replace")) == {
        Kind.CARD: Policy.REPLACE,
        Kind.INN: Policy.REPLACE,
    }
