"""The two sides of a chat: what the sockets of visitors and of operators work with."""

import time

from msgspec import Struct

from ryadom.app.wiring.clock import utc_now
from ryadom.app.wiring.live import Live
from ryadom.app.wiring.mail import Mail
from ryadom.app.wiring.pools import Pools
from ryadom.app.wiring.privacy import Privacy
from ryadom.core.amendments import Amendments
from ryadom.core.challenges import Challenges
from ryadom.core.chat_invitations import ChatInvitations
from ryadom.core.conversation_rules.heeding import RuleKeeper
from ryadom.core.conversations import Conversations
from ryadom.core.draft_previews import DraftPreviews
from ryadom.core.identity_secrets import IdentitySecrets
from ryadom.core.leading import Leading
from ryadom.core.mail_copies import MailCopies
from ryadom.core.merging import Merging
from ryadom.core.newcomers import Newcomers
from ryadom.core.notes import Notes
from ryadom.core.operator_desk import OperatorDesk
from ryadom.core.profiles import Profiles
from ryadom.core.ratings import Ratings
from ryadom.core.reception import Reception
from ryadom.core.reply_times import ReplyTimes
from ryadom.core.tokens import VisitorTokens
from ryadom.core.unread_marks import UnreadMarks
from ryadom.core.visitor_desk import VisitorDesk
from ryadom.core.waiting_line import WaitingLine
from ryadom.live.admission import Admission
from ryadom.live.limits import OPERATOR_LIMITS, VISITOR_LIMITS
from ryadom.settings import Settings
from ryadom.store.database import Database


class Chats(Struct, frozen=True, kw_only=True):
    """Conversations, and both desks at which they are had; `invitations` are to chats that operators begin."""

    conversations: Conversations
    invitations: ChatInvitations
    visitor_desk: VisitorDesk
    operator_desk: OperatorDesk


def wire_chats(
    settings: Settings,
    database: Database,
    pools: Pools,
    live: Live,
    *,
    mail: Mail,
    privacy: Privacy,
    tokens: VisitorTokens,
    identity_secrets: IdentitySecrets,
) -> Chats:
    """The chats of one server."""
    keeps_addresses = mail.to_visitors is not None
    conversations = Conversations(
        database,
        live.writer,
        live.relay,
        live.masking,
        keeps_addresses=keeps_addresses,
        rules=RuleKeeper(book=live.rules, now=utc_now),
    )
    invitations = ChatInvitations(database, live.relay, live.masking, live.site_visitors)
    operators_online = live.presence.operators_online
    return Chats(
        conversations=conversations,
        invitations=invitations,
        visitor_desk=VisitorDesk(
            database=database,
            greeting_database=pools.greetings,
            hub=live.hub,
            relay=live.relay,
            tokens=tokens,
            presence=live.presence,
            conversations=conversations,
            ratings=Ratings(live.writer, live.masking),
            profiles=Profiles(database, live.relay, live.masking, identity_secrets, now=utc_now, clock=time.monotonic),
            reception=Reception(
                ReplyTimes(clock=time.monotonic), operators_online=operators_online, clock=time.monotonic
            ),
            waiting_line=WaitingLine(database, live.hub, operators_online=operators_online),
            admission=Admission(VISITOR_LIMITS, clock=time.monotonic),
            intake=privacy.subjects.intake,
            newcomers=Newcomers(
                database,
                Challenges(settings.secret_keys, max_number=settings.work_numbers, now=utc_now),
                live.metrics,
                mail.officers,
                fewest=settings.attack_newcomers,
            ),
            copies=MailCopies(database, mail.to_visitors, mail.refusals),
            site_visitors=live.site_visitors,
            chat_invitations=invitations,
            draft_previews=DraftPreviews(live.relay, live.masking),
            own_origin=settings.public_url,
        ),
        operator_desk=OperatorDesk(
            database=database,
            hub=live.hub,
            sieve=live.sieve,
            site_news=live.site_news,
            relay=live.relay,
            presence=live.presence,
            duty=live.duty,
            conversations=conversations,
            leading=Leading(live.writer, live.masking),
            merging=Merging(live.writer),
            notes=Notes(database, live.writer, live.relay, live.masking),
            unread_marks=UnreadMarks(database, live.relay),
            amendments=Amendments(live.writer, live.masking, window_s=settings.edit_window_minutes * 60.0),
            admission=Admission(OPERATOR_LIMITS, clock=time.monotonic),
            journal=live.journal,
            person_keys=privacy.person_keys,
            veil=live.veil,
            now=utc_now,
        ),
    )
