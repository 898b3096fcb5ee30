"""What a visitor's session tells of them to the list of who is on the site: nothing before they have agreed."""

from ryadom.core.site_visitors import SiteVisitors
from ryadom.core.visitor_consents import ConsentTalk
from ryadom.live.owner import Owner
from ryadom.protocol.shared import Page
from ryadom.protocol.visitor import Agree, SendMessage, VisitorCommand, VisitPage, WithdrawConsent
from ryadom.store.database import Database


class VisitorSight:
    """One tab of a visitor, on a site whose operators see who is there.

    A blocked visitor is shown to nobody: as nothing of theirs is.
    """

    def __init__(self, visitors: SiteVisitors, owner: Owner, *, is_blocked: bool) -> None:
        self._visitors = visitors
        self._owner = owner
        self._is_blocked = is_blocked
        self._is_shown = False

    def show(self, page: Page | None) -> None:
        """The visitor, who has agreed, is on this page."""
        if not self._is_blocked:
            self._visitors.see(self._owner, self, page)
            self._is_shown = True

    def hide(self) -> None:
        """The tab is closed, or the visitor has not agreed, or no more."""
        if self._is_shown:
            self._visitors.leave(self._owner, self)
            self._is_shown = False

    async def follow(
        self, command: VisitorCommand, page: Page | None, consents: ConsentTalk, database: Database
    ) -> None:
        """What a command that was done changes of it."""
        match command:
            case VisitPage():
                self.show(page)
            case SendMessage() if not self._is_shown:
                # It was taken: so they have agreed.
                self.show(page)
            case Agree() | WithdrawConsent():
                async with database.connection() as connection:
                    _, may_take = await consents.read(connection)
                if may_take:
                    self.show(page)
                else:
                    self._is_shown = False
                    self._visitors.forget(self._owner)
