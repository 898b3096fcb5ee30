"""The composition root: the only place that wires. `build_app` gives the server, `build_demo_site` the demo shop."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from uuid import uuid4

import structlog
from msgspec import Struct
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from ryadom.core.account import Accounts
from ryadom.core.alarms import Alarms
from ryadom.core.attempts import Attempts
from ryadom.core.cards import Cards
from ryadom.core.colleagues import Colleagues
from ryadom.core.consent_evidence import ConsentEvidence
from ryadom.core.consent_library import ConsentLibrary
from ryadom.core.conversations import Conversations
from ryadom.core.health import Health
from ryadom.core.incident_alarms import IncidentAlarms
from ryadom.core.incident_views import IncidentViews
from ryadom.core.incidents import IncidentDesk
from ryadom.core.invitations import Invitations
from ryadom.core.journal_desk import JournalDesk
from ryadom.core.mailer import Mailer, mailer_for
from ryadom.core.operator_session import OperatorDesk
from ryadom.core.paper_desk import PaperDesk
from ryadom.core.passwords import Passwords
from ryadom.core.presence import Presence
from ryadom.core.retention_desk import RetentionDesk
from ryadom.core.retention_job import Nightly, RetentionJob
from ryadom.core.reveals import Reveals
from ryadom.core.sealing import Seal
from ryadom.core.second_factor import SecondFactors
from ryadom.core.sign_in import SignIn
from ryadom.core.subject_alarms import LOOK_INTERVAL_S, SubjectAlarms
from ryadom.core.subject_desk import subject_desk
from ryadom.core.tokens import VisitorTokens
from ryadom.core.visitor_session import VisitorDesk
from ryadom.errors import NotSignedIn, RyadomError
from ryadom.live.admission import Admission
from ryadom.live.bus import Bus
from ryadom.live.feed_reader import FeedReader
from ryadom.live.hub import Hub, SessionTopic
from ryadom.live.journal_queue import JournalQueue
from ryadom.live.limits import OPERATOR_LIMITS, VISITOR_LIMITS
from ryadom.live.line import Line
from ryadom.live.line_bus import LineBus
from ryadom.live.lines import installation_line
from ryadom.live.metrics import Metrics
from ryadom.live.publisher import Publisher
from ryadom.live.relay import Relay
from ryadom.live.spare_line import SpareLine
from ryadom.live.writer import Writer
from ryadom.privacy.consent_documents import PublishedDocuments
from ryadom.privacy.journal_heads import HEADS_FILE, HeadSigner, append_heads
from ryadom.privacy.person_keys import PersonKeys
from ryadom.privacy.policies import REFRESH_INTERVAL_S, Masking
from ryadom.privacy.veil import Veil
from ryadom.settings import Settings
from ryadom.store.database import Database, open_database
from ryadom.store.operator_sessions import touch_live_sessions
from ryadom.web.addresses import Addresses
from ryadom.web.context import Context
from ryadom.web.demo_site import DemoSite
from ryadom.web.form_limits import FormLimits
from ryadom.web.open_sockets import Sockets
from ryadom.web.responses import tell_bug, tell_http_error, tell_nobody, tell_ryadom_error
from ryadom.web.routes import routes

SESSION_CHECK_INTERVAL_S = 15.0
FORGET_INTERVAL_S = 3_600.0
HEADS_INTERVAL_S = 600.0
"""How often it is looked whether today's heads of the journal have been written."""

RETENTION_INTERVAL_S = 600.0
"""How often it is looked whether today's run of retention has been."""
INCIDENTS_INTERVAL_S = 60.0
"""How often it is looked whether a deadline of an incident is near, or has passed."""

SUBJECTS_INTERVAL_S = 3_600.0

log = structlog.get_logger(__name__)


def build_app(settings: Settings, *, database_url: str) -> Starlette:
    """The server: widget, panel and sockets on one migrated database.

    `app.state.drain` is for whoever stops the process: awaited before the sockets are closed, it makes `/readyz` say no
    and tells every client when to come back.
    """

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with open_database(database_url, pool_size=settings.pool_size) as database:
            line = await installation_line(database, database_url=database_url, bus_url=settings.bus_url)
            spare = await installation_line(database, database_url=database_url, bus_url=settings.bus_url)
            parts = _wire(settings, database, line, SpareLine(spare))
            context = parts.context
            app.state.context = context
            app.state.drain = _drain(context)
            await parts.feed.begin()
            await parts.masking.refresh()
            async with asyncio.TaskGroup() as tasks:
                chores = [
                    tasks.create_task(_every(SESSION_CHECK_INTERVAL_S, lambda: end_dead_sessions(context, database))),
                    tasks.create_task(_every(FORGET_INTERVAL_S, context.sign_in.forget_old)),
                    tasks.create_task(_every(FORGET_INTERVAL_S, context.invitations.forget_old)),
                    tasks.create_task(_every(REFRESH_INTERVAL_S, parts.masking.refresh)),
                    tasks.create_task(_every(HEADS_INTERVAL_S, lambda: keep_heads(settings, database, _now()))),
                    tasks.create_task(_every(LOOK_INTERVAL_S, lambda: look_at_requests(parts.subject_alarms))),
                    tasks.create_task(_every(RETENTION_INTERVAL_S, lambda: parts.nightly.run(_now()))),
                    tasks.create_task(_every(INCIDENTS_INTERVAL_S, lambda: parts.alarms.raise_due(_now()))),
                    tasks.create_task(_every(SUBJECTS_INTERVAL_S, parts.alarms.watch_subjects)),
                    tasks.create_task(parts.feed.run()),
                ]
                if parts.mailer is not None:
                    chores.append(tasks.create_task(parts.mailer.run()))
                relaying = tasks.create_task(context.relay.run(parts.presence))
                yield
                for chore in chores:
                    chore.cancel()
                # The others shall hear of what was stored last: the line is there until that is said.
                await parts.writer.drain()
                await parts.journal.drain()
                await parts.bus.drain()
                relaying.cancel()
            parts.presence.close()
            parts.passwords.close()

    app = Starlette(
        routes=routes(),
        lifespan=lifespan,
        exception_handlers={
            RyadomError: tell_ryadom_error,
            HTTPException: tell_http_error,
            ClientDisconnect: tell_nobody,
            Exception: tell_bug,
        },
    )
    # A redirect to the right number of slashes would repeat whatever Host the client wrote.
    app.router.redirect_slashes = False
    return app


def build_demo_site(*, widget_origin: str, site_key: str) -> Starlette:
    """The demo shop, whose snippet loads the widget from `widget_origin`."""
    return Starlette(routes=DemoSite(widget_origin=widget_origin, site_key=site_key).routes())


class _Parts(Struct, frozen=True, kw_only=True):
    """What the server's life starts and ends."""

    context: Context
    writer: Writer
    journal: JournalQueue
    feed: FeedReader
    bus: Bus
    masking: Masking
    presence: Presence
    passwords: Passwords
    mailer: Mailer | None
    subject_alarms: SubjectAlarms
    nightly: Nightly
    alarms: IncidentAlarms


def _wire(settings: Settings, database: Database, line: Line, spare_line: Line) -> _Parts:
    metrics = Metrics()
    masking = Masking(database)
    veil = Veil(masking)
    hub = Hub(veil.cover)
    publisher = Publisher(hub)
    feed = FeedReader(database, publisher, metrics)
    bus = LineBus(line, node=uuid4().hex[:12], metrics=metrics)
    relay = Relay(hub, bus, on_news=feed.wake, on_entry=feed.hear, clock=time.monotonic)
    writer = Writer(database, publisher, metrics, on_published=relay.tell_entries)
    journal = JournalQueue(database, metrics)
    keys = PersonKeys(settings.secret_keys)
    presence = Presence(hub, relay, call_later=asyncio.get_running_loop().call_later, clock=time.monotonic)
    passwords = Passwords()
    conversations = Conversations(database, writer, relay, masking)
    tokens = VisitorTokens(settings.secret_keys, lifetime_days=settings.visitor_token_lifetime_days, now=_now)
    mailer = mailer_for(settings, database)
    alarms = IncidentAlarms(database, mailer)
    second_factors = SecondFactors(database, Seal(settings.secret_keys, purpose="second factor"), now=_now)
    attempts = Attempts(database, secret_key=settings.secret_keys[0])
    sign_in = SignIn(
        database,
        passwords,
        second_factors,
        attempts=attempts,
        idle_limit_s=settings.session_idle_hours * 3_600.0,
        alarms=Alarms(database, mailer),
    )
    context = Context(
        settings=settings,
        metrics=metrics,
        addresses=Addresses(settings),
        sockets=Sockets(metrics),
        hub=hub,
        relay=relay,
        health=Health(database),
        sign_in=sign_in,
        documents=PublishedDocuments(database),
        accounts=Accounts(
            database=database,
            relay=relay,
            passwords=passwords,
            sign_in=sign_in,
            second_factors=second_factors,
        ),
        consent_library=ConsentLibrary(database),
        consent_evidence=ConsentEvidence(database, journal, now=_now),
        masking=masking,
        reveals=Reveals(database, journal, masking, clock=time.monotonic),
        cards=Cards(database, journal, masking),
        journal_desk=JournalDesk(
            database, journal, keys, HeadSigner(settings.secret_keys), heads_file=settings.data_dir / HEADS_FILE
        ),
        colleagues=Colleagues(database=database, relay=relay),
        invitations=Invitations(
            database=database,
            passwords=passwords,
            attempts=attempts,
            mailer=mailer,
            public_url=settings.public_url,
        ),
        visitor_desk=VisitorDesk(
            database=database,
            # A thousand who come at once, e.g. after the network was away, must not stand before everybody's messages.
            greeting_database=database.part(settings.pool_size // 2),
            hub=hub,
            relay=relay,
            tokens=tokens,
            presence=presence,
            conversations=conversations,
            admission=Admission(VISITOR_LIMITS, clock=time.monotonic),
        ),
        operator_desk=OperatorDesk(
            database=database,
            hub=hub,
            relay=relay,
            presence=presence,
            conversations=conversations,
            admission=Admission(OPERATOR_LIMITS, clock=time.monotonic),
            journal=journal,
            person_keys=keys,
            veil=veil,
            now=_now,
        ),
        subjects=subject_desk(database, journal, spare_line, now=_now),
        form_limits=FormLimits(),
        retention=RetentionDesk(database=database, now=_now),
        incidents=IncidentDesk(database=database, alarms=alarms, now=_now),
        incident_views=IncidentViews(database=database, journal=journal, alarms=alarms, now=_now),
        papers=PaperDesk(database=database, journal=journal, settings=settings, now=_now),
    )

    return _Parts(
        context=context,
        writer=writer,
        journal=journal,
        feed=feed,
        bus=bus,
        masking=masking,
        presence=presence,
        passwords=passwords,
        mailer=mailer,
        subject_alarms=SubjectAlarms(database, mailer),
        nightly=Nightly(RetentionJob(database=database, line=spare_line)),
        alarms=alarms,
    )


def _drain(context: Context) -> Callable[[], Awaitable[None]]:
    async def drain() -> None:
        context.health.begin_draining()
        await context.sockets.say_goodbye()

    return drain


async def end_dead_sessions(context: Context, database: Database) -> None:
    """Closes panels whose session has ended elsewhere: a changed password, another process, a command."""
    live = context.hub.sessions()
    if not live:
        return
    async with database.connection() as connection:
        existing = await touch_live_sessions(connection, live)
    for session_id in live - existing:
        context.hub.end(SessionTopic(session_id), NotSignedIn("The session has ended. Sign in again."))


async def keep_heads(settings: Settings, database: Database, now: datetime) -> None:
    """Signs the heads of the journal and adds them to the file in the data folder, once a day for all processes."""
    signed = await HeadSigner(settings.secret_keys).sign_heads(database, now)
    await asyncio.to_thread(append_heads, settings.data_dir / HEADS_FILE, signed, once_a_day=True)


async def look_at_requests(alarms: SubjectAlarms) -> None:
    """Reminds officers of subjects' requests that are due; each alarm is one process's."""
    await alarms.look(_now())


async def _every(interval_s: float, chore: Callable[[], Awaitable[object]]) -> None:
    while True:
        await asyncio.sleep(interval_s)
        try:
            await chore()
        except RyadomError as error:
            log.warning("chore put off", reason=error.message)
        except Exception:
            log.exception("chore failed")


def _now() -> datetime:
    return datetime.now(UTC)
