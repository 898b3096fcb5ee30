"""The parts of one server, in the order in which they are made: each may use those before it."""

from msgspec import Struct

from ryadom.app.wiring.chats import Chats, wire_chats
from ryadom.app.wiring.clock import utc_now
from ryadom.app.wiring.exports import Exports, wire_exports
from ryadom.app.wiring.files import Files, wire_files
from ryadom.app.wiring.live import Live, wire_live
from ryadom.app.wiring.mail import Mail, wire_mail
from ryadom.app.wiring.outgoing import Outgoing, wire_outgoing
from ryadom.app.wiring.pools import Pools, share_pool
from ryadom.app.wiring.privacy import Privacy, wire_privacy
from ryadom.app.wiring.programs import Programs, wire_programs
from ryadom.app.wiring.search import Search, wire_search
from ryadom.app.wiring.staff import Staff, wire_staff
from ryadom.app.wiring.upkeep import Upkeep, wire_upkeep
from ryadom.core.health import Health
from ryadom.core.identity_secrets import PURPOSE as IDENTITY_SECRET
from ryadom.core.identity_secrets import IdentitySecrets
from ryadom.core.sealing import Seal
from ryadom.core.tokens import VisitorTokens
from ryadom.live.line import Line
from ryadom.settings import Settings
from ryadom.store.database import Database


class Parts(Struct, frozen=True, kw_only=True):
    """What a server is made of; each room's module says what is in it."""

    settings: Settings
    database: Database
    pools: Pools
    health: Health
    identity_secrets: IdentitySecrets
    live: Live
    mail: Mail
    staff: Staff
    files: Files
    privacy: Privacy
    search: Search
    chats: Chats
    outgoing: Outgoing
    exports: Exports
    programs: Programs
    upkeep: Upkeep


def wire(settings: Settings, database: Database, line: Line, spare_line: Line, *, database_url: str) -> Parts:
    """The parts of one server; `line` is how it hears of the others, `spare_line` what it announces on.

    `database_url` is for processes that the server starts.

    To be called in the event loop that the server runs in.
    """
    pools = share_pool(settings, database)
    health = Health(database)
    tokens = VisitorTokens(settings.secret_keys, lifetime_days=settings.visitor_token_lifetime_days, now=utc_now)
    identity_secrets = IdentitySecrets(database=database, seal=Seal(settings.secret_keys, purpose=IDENTITY_SECRET))
    live = wire_live(database, line)
    mail = wire_mail(settings, database, tokens)
    staff = wire_staff(settings, database, live, mail)
    files = wire_files(settings, pools, live, tokens)
    privacy = wire_privacy(
        settings,
        database,
        live,
        spare_line=spare_line,
        contents=files.contents,
        attempts=staff.attempts,
        mailer=mail.mailer,
    )
    search = wire_search(database, pools, live, privacy.person_keys)
    chats = wire_chats(
        settings,
        database,
        pools,
        live,
        mail=mail,
        privacy=privacy,
        tokens=tokens,
        identity_secrets=identity_secrets,
    )
    outgoing = wire_outgoing(settings, database, pools, live, officers=mail.officers)
    exports = wire_exports(settings, database, pools, live, database_url=database_url)
    programs = wire_programs(
        settings,
        pools,
        live,
        health=health,
        conversations=chats.conversations,
        intake=privacy.subjects.intake,
        webhooks=outgoing.webhook_desk.webhooks,
        export_queue=exports.queue,
    )
    upkeep = wire_upkeep(settings, database, live, mail, spare_line=spare_line, contents=files.contents)
    return Parts(
        settings=settings,
        database=database,
        pools=pools,
        health=health,
        identity_secrets=identity_secrets,
        live=live,
        mail=mail,
        staff=staff,
        files=files,
        privacy=privacy,
        search=search,
        chats=chats,
        outgoing=outgoing,
        exports=exports,
        programs=programs,
        upkeep=upkeep,
    )
