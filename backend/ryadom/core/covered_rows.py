"""Rows of a table for whoever sees contacts masked: each as its site says, as the panel would show it."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from uuid import UUID

from ryadom.core.customers.facts import FIELDS, cover_fact
from ryadom.privacy.veil import Veil
from ryadom.store.exports import COLUMNS, Cell, Kind

CoverRow = Callable[[str, Sequence[object]], Sequence[object]]
"""Given the key of a row's site, and the row."""

ADDRESSES = frozenset({"page_url", "referrer", "landing_url"})
"""Addresses of pages, in which a form may have written what was typed into it."""


def covering(veil: Veil, site_ids: Mapping[str, UUID], kind: Kind, columns: Sequence[str]) -> CoverRow | None:
    """What covers rows with these columns, and whatever comes behind them; None where none of the sites masks anything.

    `site_ids`: ids of the sites by their keys.
    """
    hiding = {key: id for key, id in site_ids.items() if veil.hides_on(id)}
    if not hiding:
        return None
    told = [
        (place, _cover_of(veil, kind, name))
        for place, name in enumerate(columns)
        if COLUMNS[kind][name] is Cell.TEXT and name != "site"  # a key: no contact is in it
    ]

    def cover(key: str, row: Sequence[object]) -> Sequence[object]:
        site_id = hiding.get(key)
        if site_id is None:
            return row
        covered = list(row)
        for place, hide in told:
            text = covered[place]
            if isinstance(text, str) and text:
                covered[place] = hide(site_id, text)
        return covered

    return cover


def _cover_of(veil: Veil, kind: Kind, column: str) -> Callable[[UUID, str], str]:
    if kind is Kind.CUSTOMERS and column in FIELDS:
        # A contact that no detector knows for one is hidden all the same, as on the card.
        return partial(_cover_fact, veil, column)
    return veil.cover_address if column in ADDRESSES else veil.cover_text


def _cover_fact(veil: Veil, column: str, site_id: UUID, text: str) -> str:
    return cover_fact(column, text, veil.hidden_on(site_id))
