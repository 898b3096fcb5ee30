"""What all pages of the inbox have in common: whose they are, and what is read of each row."""

from collections.abc import Collection
from uuid import UUID

from msgspec import Struct

from ryadom.store.purviews import Narrowed, Purview
from ryadom.store.sql import Query

ROWS_OF_PAGE = """SELECT
    r.site_id, r.id, r.visitor_id, r.visitor_name, r.status, r.assignee_id, r.assignee_name, r.is_led_by_bot,
    r.last_seq, r.visitor_read_seq, r.operator_read_seq, r.unread_count,
    r.message_author_kind, r.message_author_id, r.message_author_name, r.message_body, r.message_created_at,
    r.page_url, r.page_title, r.page_referrer, r.queued_at, r.waiting_since, r.active_at, r.created_at,
    r.message_seq, r.score, r.department_id, r.department_name, r.snoozed_until, r.tag_ids, r.result_id,
    r.merged_into_id, page.sort_at
FROM page
JOIN inbox_rows AS r ON r.site_id = page.site_id AND r.id = page.id"""
"""Of the keys that `page` holds, in no order."""


class Reader(Struct, frozen=True, kw_only=True):
    """Whose inbox it is: an operator, the sites that they work on, and which departments of these they are in.

    `served_site_ids`: the sites where they are in any. `purview`: how far they see on these sites; None: everything.
    """

    operator_id: UUID
    site_ids: Collection[UUID]
    department_ids: Collection[UUID] = ()
    served_site_ids: Collection[UUID] = ()
    purview: Purview | None = None


def narrowed(statement: Narrowed, reader: Reader, values: dict[str, object]) -> tuple[Query, dict[str, object]]:
    """The statement in the form for this reader, and all that it takes."""
    query, narrowing = statement.of(reader.purview)
    return query, values | narrowing
