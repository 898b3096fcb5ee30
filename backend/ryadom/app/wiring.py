"""The composition root: the only place that makes the parts of a server and joins them."""

import asyncio
import time
from datetime import UTC, datetime
from uuid import uuid4

from msgspec import Struct

from ryadom.core.account import Accounts
from ryadom.core.alarms import Alarms
from ryadom.core.amendments import Amendments
from ryadom.core.attempts import Attempts
from ryadom.core.cards import Cards
from ryadom.core.colleagues import Colleagues
from ryadom.core.consent_evidence import ConsentEvidence
from ryadom.core.consent_library import ConsentLibrary
from ryadom.core.conversations import Conversations
from ryadom.core.faces import Faces
from ryadom.core.files.downloads import Downloads
from ryadom.core.files.kinds import MB
from ryadom.core.files.links import FileLinks
from ryadom.core.files.uploads import Uploads
from ryadom.core.health import Health
from ryadom.core.incident_alarms import IncidentAlarms
from ryadom.core.incident_views import IncidentViews
from ryadom.core.incidents import IncidentDesk
from ryadom.core.invitations import Invitations
from ryadom.core.journal_desk import JournalDesk
from ryadom.core.mailer import Mailer, mailer_for
from ryadom.core.notes import Notes
from ryadom.core.operator_session import OperatorDesk
from ryadom.core.paper_desk import PaperDesk
from ryadom.core.passwords import Passwords
from ryadom.core.presence import Presence
from ryadom.core.ratings import Ratings
from ryadom.core.reception import Reception
from ryadom.core.reply_times import ReplyTimes
from ryadom.core.retention_desk import RetentionDesk
from ryadom.core.retention_job import Nightly, RetentionJob
from ryadom.core.reveals import Reveals
from ryadom.core.sealing import Seal
from ryadom.core.second_factor import SecondFactors
from ryadom.core.sign_in import SignIn
from ryadom.core.site_desk import SiteDesk
from ryadom.core.subject_alarms import SubjectAlarms
from ryadom.core.subject_desk import subject_desk
from ryadom.core.tokens import VisitorTokens
from ryadom.core.visitor_session import VisitorDesk
from ryadom.core.waiting_line import WaitingLine
from ryadom.live.admission import Admission
from ryadom.live.bus import Bus
from ryadom.live.feed_reader import FeedReader
from ryadom.live.hub import Hub
from ryadom.live.journal_queue import JournalQueue
from ryadom.live.limits import OPERATOR_LIMITS, VISITOR_LIMITS
from ryadom.live.line import Line
from ryadom.live.line_bus import LineBus
from ryadom.live.metrics import Metrics
from ryadom.live.publisher import Publisher
from ryadom.live.relay import Relay
from ryadom.live.writer import Writer
from ryadom.privacy.check_marks import MarkSigner
from ryadom.privacy.consent_documents import PublishedDocuments
from ryadom.privacy.journal_heads import HEADS_FILE, HeadSigner
from ryadom.privacy.person_keys import PersonKeys
from ryadom.privacy.policies import Masking
from ryadom.privacy.veil import Veil
from ryadom.settings import Settings
from ryadom.store.database import Database
from ryadom.store.file_contents import FileContents
from ryadom.web.addresses import Addresses
from ryadom.web.context import Context
from ryadom.web.form_limits import DOWNLOADS, DOWNLOADS_OF_UNKNOWN, UPLOADS, UPLOADS_OF_UNKNOWN, FormLimits
from ryadom.web.open_sockets import Sockets
from ryadom.web.widget_configs import WidgetConfigs


class Parts(Struct, frozen=True, kw_only=True):
    """What the server's life starts and ends."""

    settings: Settings
    database: Database
    context: Context
    writer: Writer
    journal: JournalQueue
    feed: FeedReader
    bus: Bus
    masking: Masking
    contents: FileContents
    presence: Presence
    passwords: Passwords
    mailer: Mailer | None
    subject_alarms: SubjectAlarms
    nightly: Nightly
    alarms: IncidentAlarms


def wire(settings: Settings, database: Database, line: Line, spare_line: Line) -> Parts:
    """The parts of one server; `line` is how it hears of the others, `spare_line` what it announces on.

    To be called in the event loop that the server runs in.
    """
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
    tokens = VisitorTokens(settings.secret_keys, lifetime_days=settings.visitor_token_lifetime_days, now=utc_now)
    # As page views: who sends or fetches files waits for others who do, and messages for none of them.
    for_files = database.part(max(1, settings.pool_size // 4))
    contents = FileContents(for_files, settings.files_folder)
    mailer = mailer_for(settings, database)
    alarms = IncidentAlarms(database, mailer)
    second_factors = SecondFactors(database, Seal(settings.secret_keys, purpose="second factor"), now=utc_now)
    attempts = Attempts(database, secret_key=settings.secret_keys[0])
    sign_in = SignIn(
        database,
        passwords,
        second_factors,
        attempts=attempts,
        idle_limit_s=settings.session_idle_hours * 3_600.0,
        alarms=Alarms(database, mailer),
    )
    public_database = database.part(max(1, settings.pool_size // 4))
    subjects = subject_desk(database, journal, masking, spare_line, contents=contents, attempts=attempts, now=utc_now)
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
        faces=Faces(database=database, relay=relay, one_at_a_time=asyncio.Semaphore(1)),
        consent_library=ConsentLibrary(database),
        consent_evidence=ConsentEvidence(database, journal, veil, now=utc_now),
        masking=masking,
        reveals=Reveals(database, journal, masking, clock=time.monotonic),
        cards=Cards(database, journal, masking, veil),
        journal_desk=JournalDesk(
            database,
            journal,
            keys,
            HeadSigner(settings.secret_keys),
            marks=MarkSigner(settings.secret_keys),
            now=utc_now,
            veil=veil,
            heads_file=settings.data_dir / HEADS_FILE,
        ),
        colleagues=Colleagues(database=database, relay=relay),
        site_desk=SiteDesk(database=database, relay=relay),
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
            ratings=Ratings(writer, masking),
            reception=Reception(
                ReplyTimes(clock=time.monotonic), operators_online=presence.operators_online, clock=time.monotonic
            ),
            waiting_line=WaitingLine(database, hub, operators_online=presence.operators_online),
            admission=Admission(VISITOR_LIMITS, clock=time.monotonic),
            intake=subjects.intake,
        ),
        operator_desk=OperatorDesk(
            database=database,
            hub=hub,
            relay=relay,
            presence=presence,
            conversations=conversations,
            notes=Notes(database, writer, relay, masking),
            amendments=Amendments(writer, masking, window_s=settings.edit_window_minutes * 60.0),
            admission=Admission(OPERATOR_LIMITS, clock=time.monotonic),
            journal=journal,
            person_keys=keys,
            veil=veil,
            now=utc_now,
        ),
        subjects=subjects,
        form_limits=FormLimits(),
        uploads=Uploads(for_files, contents, masking, tokens, quota_bytes=settings.files_quota_mb * MB),
        downloads=Downloads(
            for_files, contents, journal, veil, tokens=tokens, links=FileLinks(settings.secret_keys, now=utc_now)
        ),
        download_limits=FormLimits(per_address=DOWNLOADS, per_unknown=DOWNLOADS_OF_UNKNOWN, limit="downloads"),
        upload_limits=FormLimits(per_address=UPLOADS, per_unknown=UPLOADS_OF_UNKNOWN, limit="uploads"),
        # As hellos: a flood of page views leaves the rest to those who are in a conversation.
        widget_configs=WidgetConfigs(public_database),
        public_database=public_database,
        retention=RetentionDesk(database=database, journal=journal, now=utc_now),
        incidents=IncidentDesk(database=database, alarms=alarms, now=utc_now),
        incident_views=IncidentViews(database=database, journal=journal, alarms=alarms, now=utc_now),
        papers=PaperDesk(database=database, journal=journal, settings=settings, now=utc_now),
    )

    return Parts(
        settings=settings,
        database=database,
        context=context,
        writer=writer,
        journal=journal,
        feed=feed,
        bus=bus,
        masking=masking,
        contents=contents,
        presence=presence,
        passwords=passwords,
        mailer=mailer,
        subject_alarms=SubjectAlarms(database, mailer),
        nightly=Nightly(RetentionJob(database=database, line=spare_line, contents=contents)),
        alarms=alarms,
    )


def utc_now() -> datetime:
    """The clock of everything that keeps a time."""
    return datetime.now(UTC)
