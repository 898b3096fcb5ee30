"""What visitors' sessions work with."""

from msgspec import Struct

from ryadom.core.chat_invitations import ChatInvitations
from ryadom.core.conversations import Conversations
from ryadom.core.draft_previews import DraftPreviews
from ryadom.core.mail_copies import MailCopies
from ryadom.core.newcomers import Newcomers
from ryadom.core.presence import Presence
from ryadom.core.profiles import Profiles
from ryadom.core.ratings import Ratings
from ryadom.core.reception import Reception
from ryadom.core.site_visitors import SiteVisitors
from ryadom.core.subject_intake import SubjectIntake
from ryadom.core.tokens import VisitorTokens
from ryadom.core.waiting_line import WaitingLine
from ryadom.live.admission import Admission
from ryadom.live.hub import Hub
from ryadom.live.owner import Owner
from ryadom.live.relay import Relay
from ryadom.store.database import Database


class VisitorDesk(Struct, frozen=True, kw_only=True):
    """Made once by a server. `greeting_database` is the part of the pool that hellos may take.

    `own_origin`: of the server, whose page of each site's chat may open it too.
    """

    database: Database
    greeting_database: Database
    hub: Hub
    relay: Relay
    tokens: VisitorTokens
    presence: Presence
    conversations: Conversations
    ratings: Ratings
    profiles: Profiles
    reception: Reception
    waiting_line: WaitingLine
    admission: Admission[Owner]
    intake: SubjectIntake
    newcomers: Newcomers
    copies: MailCopies
    site_visitors: SiteVisitors
    chat_invitations: ChatInvitations
    draft_previews: DraftPreviews
    own_origin: str | None = None
