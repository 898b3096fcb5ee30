"""Rows of exports with contacts masked: as the panel shows the same."""

from collections.abc import Collection
from uuid import uuid4

import pytest

from ryadom.core.covered_rows import covering
from ryadom.core.customers.facts import FIELDS, cover_facts
from ryadom.privacy.detect import Kind as Find
from ryadom.privacy.display import HIDDEN
from ryadom.privacy.hidden import Hidden
from ryadom.privacy.policies import Masking
from ryadom.privacy.veil import Veil
from ryadom.store.customer_cards import CustomerFacts
from ryadom.store.exports import COLUMNS, Kind

SITE = uuid4()
KEY = "shop"
FACTS = [
    CustomerFacts(name="Иван +7 916 123-45-67", phone="+79161234567", email="ivan@mail.ru", company="ООО ivan@mail.ru",
                  about="звонить 8 916 123-45-67"),
    # What no detector knows for a contact
    CustomerFacts(name="Иван", phone="+7 4951234", email="ivan@localhost", company="", about="не\xa0звонить"),
    CustomerFacts(name="ivan@localhost", phone="добавочный 12", email="", company="+7 4951234", about="ivan@localhost"),
]  # fmt: skip


class _Told(Masking):
    """What one site wants masked."""

    def __init__(self, kinds: Collection[Find]) -> None:
        self._hidden = {SITE: Hidden(frozenset(kinds))}


@pytest.mark.parametrize(
    "kinds", [{Find.PHONE}, {Find.EMAIL}, {Find.PHONE, Find.EMAIL}], ids=["phone", "email", "both"]
)
@pytest.mark.parametrize("facts", FACTS, ids=range(len(FACTS)))
def test_customers_are_exported_as_their_cards_are_shown(facts: CustomerFacts, kinds: Collection[Find]) -> None:
    columns = list(COLUMNS[Kind.CUSTOMERS])
    row = [getattr(facts, column) if column in FIELDS else None for column in columns]
    cover = covering(Veil(_Told(kinds)), {KEY: SITE}, Kind.CUSTOMERS, columns)
    assert cover is not None
    exported = dict(zip(columns, cover(KEY, row), strict=True))
    shown, _ = cover_facts(facts, Hidden(frozenset(kinds)))
    assert {field: exported[field] for field in FIELDS} == {field: getattr(shown, field) for field in FIELDS}


def test_contact_that_is_not_known_for_one_is_hidden_as_a_whole() -> None:
    cover = covering(Veil(_Told({Find.PHONE, Find.EMAIL})), {KEY: SITE}, Kind.CUSTOMERS, ["phone", "email", "name"])
    assert cover is not None
    assert cover(KEY, ["+7 4951234", "ivan@localhost", "Иван"]) == [HIDDEN, HIDDEN, "Иван"]
    assert cover("other", ["+7 4951234", "ivan@localhost", "Иван"])[0] == "+7 4951234"
