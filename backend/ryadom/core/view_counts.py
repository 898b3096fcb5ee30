"""How many conversations are in the views of an operator: their own, and those that are shared with them.

Rejected: to tell them over the socket with each change, as the counts of folders: a view costs a look at as many as a
thousand conversations, and whoever has thirty would have each message in the house cost that thirty times over. Panels
ask when they open and again, now and then, while something happens.
"""

from uuid import UUID

from ryadom.core.shared_views import read_shown
from ryadom.store.database import Database
from ryadom.store.inbox_pages import Reader
from ryadom.store.operator_sessions import OperatorSession
from ryadom.store.purviews import sites_in_purview
from ryadom.store.view_counts import ViewCount, count_view

AT_ONCE = 1
"""On so many connections a process counts; whoever chats has the others."""


class CountedView(ViewCount, frozen=True, kw_only=True):
    """The count of the view with this id."""

    id: UUID


class ViewCounts:
    """Counts, on a part of the pool that leaves the rest to chats."""

    def __init__(self, database: Database) -> None:
        self._database = database.part(AT_ONCE)

    async def shown_to(self, session: OperatorSession) -> list[CountedView]:
        """Of each view that the operator has not hidden.

        Raises:
            DatabaseUnavailable: too many are being counted for others.
        """
        async with self._database.connection() as connection:
            shown = await read_shown(connection, session)
            sites, purview = await sites_in_purview(connection, session.operator_id)
            reader = Reader(operator_id=session.operator_id, site_ids=[site.id for site in sites], purview=purview)
            return [
                CountedView(id=view.id, count=found.count, is_more=found.is_more)
                for view in (*shown.views, *(one for one in shown.shared if one.id not in shown.hidden))
                for found in [await count_view(connection, reader, view.filter, unanswered_min=view.unanswered_min)]
            ]
