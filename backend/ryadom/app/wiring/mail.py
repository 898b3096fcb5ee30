"""What sends mail, and the links that it brings people back by."""

from msgspec import Struct

from ryadom.app.wiring.clock import utc_now
from ryadom.core.alarms import Alarms
from ryadom.core.chat_links import ChatLinks
from ryadom.core.letters import Letters
from ryadom.core.mail_choices import MailState, mail_state
from ryadom.core.mail_refusals import MailRefusals
from ryadom.core.mailer import Mailer, mailer_for
from ryadom.core.tokens import VisitorTokens
from ryadom.settings import Settings
from ryadom.store.database import Database


class Mail(Struct, frozen=True, kw_only=True):
    """`mailer` is None where the settings name no mail server, `to_visitors` also where visitors may not be written to.

    `officers` tells whoever looks after a site, or the server, of what needs them.
    """

    mailer: Mailer | None
    to_visitors: Mailer | None
    links: ChatLinks
    refusals: MailRefusals
    officers: Alarms


def wire_mail(settings: Settings, database: Database, tokens: VisitorTokens) -> Mail:
    """The mail of one server."""
    links = ChatLinks(database, tokens, secret_keys=settings.secret_keys, public_url=settings.public_url, now=utc_now)
    refusals = MailRefusals(database, settings.secret_keys)
    mailer = mailer_for(settings, database, Letters(database, links, refusals, public_url=settings.public_url))
    return Mail(
        mailer=mailer,
        to_visitors=mailer if mail_state(settings) is MailState.READY else None,
        links=links,
        refusals=refusals,
        officers=Alarms(database, mailer),
    )
