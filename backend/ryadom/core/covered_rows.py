"""Rows of a table for whoever sees contacts masked: each as its site says, as the panel would show it."""

from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

from ryadom.privacy.veil import Veil
from ryadom.store.exports import COLUMNS, Cell, Kind

CoverRow = Callable[[str, Sequence[object]], Sequence[object]]
"""Given the key of a row's site, and the row."""

ADDRESSES = frozenset({"page_url", "referrer", "landing_url"})
"""Addresses of pages, in which a form may have written what was typed into it."""

OWN_WORDS = frozenset({"site", "status", "basis", "author_kind", "purpose", "action", "sha256", "method"})
"""What the program itself says: nobody's words, so no contact is in them."""


def covering(veil: Veil, site_ids: Mapping[str, UUID], kind: Kind, columns: Sequence[str]) -> CoverRow | None:
    """What covers rows with these columns, and whatever comes behind them; None where none of the sites masks anything.

    `site_ids`: ids of the sites by their keys.
    """
    hiding = {key: id for key, id in site_ids.items() if veil.hides_on(id)}
    if not hiding:
        return None
    told = [
        (place, name in ADDRESSES)
        for place, name in enumerate(columns)
        if COLUMNS[kind][name] is Cell.TEXT and name not in OWN_WORDS
    ]

    def cover(key: str, row: Sequence[object]) -> Sequence[object]:
        site_id = hiding.get(key)
        if site_id is None:
            return row
        covered = list(row)
        for place, is_address in told:
            text = covered[place]
            if isinstance(text, str) and text:
                hide = veil.cover_address if is_address else veil.cover_text
                covered[place] = hide(site_id, text)
        return covered

    return cover
