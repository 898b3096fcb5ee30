"""The composition root: the only place that makes the parts of a server and joins them."""

import asyncio
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import uuid4

from msgspec import Struct
from msgspec.structs import replace

from ryadom.core.account import Accounts
from ryadom.core.alarms import Alarms
from ryadom.core.amendments import Amendments
from ryadom.core.answer_mails import AnswerMails
from ryadom.core.api_keys import ApiKeys
from ryadom.core.attempts import Attempts
from ryadom.core.bans import Bans
from ryadom.core.cards import Cards
from ryadom.core.challenges import Challenges
from ryadom.core.change_cursors import ChangeCursors
from ryadom.core.changes import ChangesDesk
from ryadom.core.chat_invitations import ChatInvitations
from ryadom.core.chat_links import ChatLinks
from ryadom.core.colleagues import Colleagues
from ryadom.core.connectors.crm_cards import CrmCards
from ryadom.core.connectors.line import BOUNDS as CRM_BOUNDS
from ryadom.core.connectors.line import Pace
from ryadom.core.connectors.opening import PURPOSE as CONNECTOR_SETTINGS
from ryadom.core.connectors.panel_desk import connector_desk
from ryadom.core.connectors.pusher import Pusher
from ryadom.core.consent_evidence import ConsentEvidence
from ryadom.core.consent_library import ConsentLibrary
from ryadom.core.conversations import Conversations
from ryadom.core.customers.desk import customer_desk
from ryadom.core.draft_previews import DraftPreviews
from ryadom.core.export_jobs.desk import JobDesk
from ryadom.core.export_jobs.folder import ExportFolder
from ryadom.core.export_jobs.programs import ProgramJobs
from ryadom.core.export_jobs.queue import JobQueue
from ryadom.core.export_jobs.runner import Runner
from ryadom.core.export_jobs.sweep import Sweeper
from ryadom.core.exports import KEPT_FREE_BYTES, MAX_TAKEN, ExportDesk
from ryadom.core.faces import Faces
from ryadom.core.files.downloads import Downloads
from ryadom.core.files.kinds import MB
from ryadom.core.files.links import FileLinks
from ryadom.core.files.uploads import Uploads
from ryadom.core.health import Health
from ryadom.core.identity_secrets import PURPOSE as IDENTITY_SECRET
from ryadom.core.identity_secrets import IdentitySecrets
from ryadom.core.incident_alarms import IncidentAlarms
from ryadom.core.incident_views import IncidentViews
from ryadom.core.incidents import IncidentDesk
from ryadom.core.invitations import Invitations
from ryadom.core.journal_desk import JournalDesk
from ryadom.core.key_desk import KeyDesk
from ryadom.core.labels import Labels
from ryadom.core.leading import Leading
from ryadom.core.letters import Letters
from ryadom.core.list_cursors import ListCursors
from ryadom.core.mail_choices import MailState, mail_state
from ryadom.core.mail_copies import MailCopies
from ryadom.core.mail_refusals import MailRefusals
from ryadom.core.mailer import Mailer, mailer_for
from ryadom.core.newcomers import Newcomers
from ryadom.core.notes import Notes
from ryadom.core.operator_session import OperatorDesk
from ryadom.core.outgoing.client import Caller
from ryadom.core.page_trails import PageTrails
from ryadom.core.paper_desk import PaperDesk
from ryadom.core.passwords import Passwords
from ryadom.core.presence import Presence
from ryadom.core.profiles import Profiles
from ryadom.core.program_cards import ProgramCards
from ryadom.core.program_files import ProgramFiles
from ryadom.core.program_leading import ProgramLeading
from ryadom.core.program_messages import ProgramMessages
from ryadom.core.program_requests import ProgramRequests
from ryadom.core.public_lists import PublicDesk
from ryadom.core.public_settings import PublicSettings
from ryadom.core.pull_places import MAX_READERS, MAX_READERS_OF_KEY, PullPlaces
from ryadom.core.ratings import Ratings
from ryadom.core.reception import Reception
from ryadom.core.reply_times import ReplyTimes
from ryadom.core.reports.desk import ReportDesk
from ryadom.core.reports.programs import ProgramReports
from ryadom.core.reports.upkeep import RoundsUpkeep
from ryadom.core.retention_desk import RetentionDesk
from ryadom.core.retention_job import Nightly, RetentionJob
from ryadom.core.reveals import Reveals
from ryadom.core.sealing import Seal
from ryadom.core.search.desk import SEARCH_LIMITS, SearchDesk
from ryadom.core.search.feeder import Feeder
from ryadom.core.search.lexemes import Lexemes
from ryadom.core.second_factor import SecondFactors
from ryadom.core.sightings import Sightings
from ryadom.core.sign_in import SignIn
from ryadom.core.site_desk import SiteDesk
from ryadom.core.site_visitors import SiteVisitors
from ryadom.core.subject_alarms import SubjectAlarms
from ryadom.core.subject_desk import subject_desk
from ryadom.core.system import Gauges, System
from ryadom.core.system_checks import Queues
from ryadom.core.tokens import VisitorTokens
from ryadom.core.visitor_list import VisitorList
from ryadom.core.visitor_session import VisitorDesk
from ryadom.core.waiting_alerts import WaitingAlerts
from ryadom.core.waiting_line import WaitingLine
from ryadom.core.waking import Waking
from ryadom.core.webhook_bots.speaking import Speaker
from ryadom.core.webhook_bots.talker import BOUNDS as BOT_BOUNDS
from ryadom.core.webhook_bots.talker import Talker
from ryadom.core.webhooks.deliverer import BOUNDS as WEBHOOK_BOUNDS
from ryadom.core.webhooks.deliverer import Deliverer
from ryadom.core.webhooks.desk import webhook_desk
from ryadom.core.webhooks.fan_out import FanOut
from ryadom.core.webhooks.programs import ProgramWebhooks
from ryadom.core.webhooks.sending import PURPOSE as WEBHOOK_ENDPOINT
from ryadom.core.work.desk import WorkDesk
from ryadom.core.work.dispatcher import Dispatcher
from ryadom.core.work.duty import Duty
from ryadom.live.admission import Admission
from ryadom.live.bus import Bus
from ryadom.live.feed_reader import FeedReader
from ryadom.live.hub import Hub
from ryadom.live.journal_queue import JournalQueue
from ryadom.live.limits import OPERATOR_LIMITS, VISITOR_LIMITS
from ryadom.live.line import Line
from ryadom.live.line_bus import LineBus
from ryadom.live.metrics import Metrics
from ryadom.live.news import News
from ryadom.live.owner import Owner
from ryadom.live.publisher import Publisher
from ryadom.live.relay import Relay
from ryadom.live.writer import Writer
from ryadom.privacy.check_marks import MarkSigner
from ryadom.privacy.consent_documents import PublishedDocuments
from ryadom.privacy.egress import Egress
from ryadom.privacy.journal_heads import HEADS_FILE, HeadSigner
from ryadom.privacy.person_keys import PersonKeys
from ryadom.privacy.policies import Masking
from ryadom.privacy.resolver import SystemResolver
from ryadom.privacy.veil import Veil
from ryadom.settings import Settings
from ryadom.store.database import Database
from ryadom.store.entries import Stored
from ryadom.store.file_contents import FileContents
from ryadom.web.addresses import Addresses
from ryadom.web.context import Context
from ryadom.web.form_limits import (
    DOWNLOADS,
    DOWNLOADS_OF_UNKNOWN,
    LINKS,
    LINKS_OF_UNKNOWN,
    NEW_KEYS,
    NEW_KEYS_OF_UNKNOWN,
    UPLOADS,
    UPLOADS_OF_UNKNOWN,
    FormLimits,
)
from ryadom.web.key_limits import KeyLimits
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
    site_visitors: SiteVisitors
    passwords: Passwords
    mailer: Mailer | None
    answer_mails: AnswerMails | None
    subject_alarms: SubjectAlarms
    nightly: Nightly
    alarms: IncidentAlarms
    rounds: RoundsUpkeep
    search_feeder: Feeder
    webhook_fan_out: FanOut
    webhooks: Deliverer
    bots: Talker
    export_runner: Runner
    export_sweeper: Sweeper
    connectors: Pusher
    waking: Waking
    duty: Duty
    dispatcher: Dispatcher


def wire(settings: Settings, database: Database, line: Line, spare_line: Line, *, database_url: str) -> Parts:
    """The parts of one server; `line` is how it hears of the others, `spare_line` what it announces on.

    `database_url` is for processes that the server starts.

    To be called in the event loop that the server runs in.
    """
    metrics = Metrics()
    masking = Masking(database)
    veil = Veil(masking)
    hub = Hub(veil.cover)
    publisher = Publisher(hub, on_start=lambda owner, id: presence.conversation_starts(owner, id))
    news = News()
    feed = FeedReader(database, publisher, metrics, news)
    bus = LineBus(line, node=uuid4().hex[:12], metrics=metrics)
    relay = Relay(hub, bus, on_news=feed.wake, on_entry=feed.hear, clock=time.monotonic)

    def published(entries: Sequence[tuple[Owner, Stored]]) -> None:
        relay.tell_entries(entries)
        news.tell({owner.site_id for owner, _ in entries})
        dispatcher.hear(entries)

    writer = Writer(database, publisher, metrics, on_published=published)
    dispatcher = Dispatcher(database, writer)
    journal = JournalQueue(database, metrics)
    keys = PersonKeys(settings.secret_keys)
    reveals = Reveals(database, journal, masking, clock=time.monotonic)
    lexemes = Lexemes()
    presence = Presence(hub, relay, call_later=asyncio.get_running_loop().call_later, clock=time.monotonic)
    duty = Duty(database, presence, relay, on_change=dispatcher.wake)
    site_visitors = SiteVisitors(
        relay,
        call_later=asyncio.get_running_loop().call_later,
        clock=time.monotonic,
        now_ms=lambda: int(time.time() * 1000),
    )
    relay.sights = site_visitors
    passwords = Passwords()
    tokens = VisitorTokens(settings.secret_keys, lifetime_days=settings.visitor_token_lifetime_days, now=utc_now)
    # As page views: who sends or fetches files waits for others who do, and messages for none of them.
    for_files = database.part(max(1, settings.pool_size // 4))
    contents = FileContents(for_files, settings.files_folder)
    refusals = MailRefusals(database, settings.secret_keys)
    links = ChatLinks(database, tokens, secret_keys=settings.secret_keys, public_url=settings.public_url, now=utc_now)
    mailer = mailer_for(settings, database, Letters(database, links, refusals, public_url=settings.public_url))
    visitor_mailer = mailer if mail_state(settings) is MailState.READY else None
    conversations = Conversations(database, writer, relay, masking, keeps_addresses=visitor_mailer is not None)
    chat_invitations = ChatInvitations(database, relay, masking, site_visitors)
    alarms = IncidentAlarms(database, mailer)
    officers = Alarms(database, mailer)
    second_factors = SecondFactors(database, Seal(settings.secret_keys, purpose="second factor"), now=utc_now)
    identity_secrets = IdentitySecrets(database=database, seal=Seal(settings.secret_keys, purpose=IDENTITY_SECRET))
    attempts = Attempts(database, secret_key=settings.secret_keys[0])
    sign_in = SignIn(
        database,
        passwords,
        second_factors,
        attempts=attempts,
        idle_limit_s=settings.session_idle_hours * 3_600.0,
        alarms=officers,
    )
    public_database = database.part(max(1, settings.pool_size // 4))
    health = Health(database)
    # Not the part that the pull reads from: whose key is no good is told so though all of that is busy.
    api_keys = ApiKeys(database=database.part(max(1, settings.pool_size // 4)))
    # As page views: who pulls waits for others who do, and messages for none of them.
    for_programs = database.part(max(1, settings.pool_size // 4))
    # Who is told of chats waits for those who chat.
    for_webhooks = database.part(max(2, settings.pool_size // 4))
    webhooks = Deliverer(
        for_webhooks,
        Caller(Egress(for_webhooks, SystemResolver()), bounds=WEBHOOK_BOUNDS),
        Seal(settings.secret_keys, purpose=WEBHOOK_ENDPOINT),
        officers,
        metrics,
        node=uuid4(),
        now=utc_now,
    )
    bots = Talker(
        for_webhooks,
        Caller(Egress(for_webhooks, SystemResolver()), bounds=BOT_BOUNDS),
        Seal(settings.secret_keys, purpose=WEBHOOK_ENDPOINT),
        Speaker(database=for_webhooks, writer=writer, relay=relay, masking=masking, now=utc_now),
        officers,
        metrics,
        node=uuid4(),
        now=utc_now,
    )

    def queued() -> None:
        webhooks.wake()
        bots.wake()

    export_folder = ExportFolder(settings.files_folder)
    export_runner = Runner(
        database.part(max(2, settings.pool_size // 4)),
        export_folder,
        database_url=database_url,
        node=uuid4(),
        kept_free_bytes=KEPT_FREE_BYTES,
    )
    export_queue = JobQueue(database=database, folder=export_folder, on_queued=export_runner.wake)
    # What one account takes is shared by what is pushed and what is tried.
    crm_pace = Pace()
    connectors = Pusher(
        for_webhooks,
        Caller(Egress(for_webhooks, SystemResolver()), bounds=CRM_BOUNDS),
        Seal(settings.secret_keys, purpose=CONNECTOR_SETTINGS),
        officers,
        node=uuid4(),
        now=utc_now,
        public_url=settings.public_url,
        pace=crm_pace,
    )
    crm_desk = connector_desk(
        database,
        SystemResolver(),
        journal,
        secret_keys=settings.secret_keys,
        pace=crm_pace,
        public_url=settings.public_url,
        on_queued=connectors.wake,
    )
    list_cursors = ListCursors(settings.secret_keys, now=utc_now)
    hooks = webhook_desk(database, SystemResolver(), secret_keys=settings.secret_keys)
    # One who counts a year must leave the other connections to chats.
    for_reports = database.part(max(1, settings.pool_size // 4))
    subjects = subject_desk(database, journal, masking, spare_line, contents=contents, attempts=attempts, now=utc_now)
    context = Context(
        settings=settings,
        metrics=metrics,
        addresses=Addresses(settings),
        sockets=Sockets(metrics),
        hub=hub,
        relay=relay,
        health=health,
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
        reveals=reveals,
        cards=Cards(database, journal, masking, veil),
        page_trails=PageTrails(database, veil),
        customers=customer_desk(database, journal, masking, reveals, lexemes),
        bans=Bans(database, relay, journal, masking=masking, veil=veil),
        identity_secrets=identity_secrets,
        api_keys=api_keys,
        key_desk=KeyDesk(database=database, keys=ApiKeys(database=database)),
        connector_desk=crm_desk,
        crm_cards=CrmCards(connectors=crm_desk.connectors, veil=veil, on_queued=connectors.wake),
        webhook_desk=hooks,
        key_limits=KeyLimits(),
        new_key_limits=FormLimits(per_address=NEW_KEYS, per_unknown=NEW_KEYS_OF_UNKNOWN, limit="new_api_keys"),
        api_turns=PullPlaces(most=MAX_READERS, most_of_key=MAX_READERS_OF_KEY),
        public_desk=PublicDesk(database=for_programs, journal=journal, cursors=list_cursors),
        program_files=ProgramFiles(database=for_programs),
        program_messages=ProgramMessages(database=for_programs, conversations=conversations, masking=masking),
        program_leading=ProgramLeading(database=for_programs, writer=writer),
        program_cards=ProgramCards(database=for_programs, masking=masking),
        program_requests=ProgramRequests(
            database=for_programs, journal=journal, cursors=list_cursors, intake=subjects.intake
        ),
        program_webhooks=ProgramWebhooks(webhooks=replace(hooks.webhooks, database=for_programs), cursors=list_cursors),
        program_reports=ProgramReports(database=for_reports, journal=journal, now=utc_now),
        public_settings=PublicSettings(database=for_programs, cursors=list_cursors),
        exports=_exports(settings, database, publisher),
        export_jobs=JobDesk(database=database, queue=export_queue),
        program_exports=ProgramJobs(database=for_programs, queue=export_queue),
        changes=ChangesDesk(
            database=for_programs,
            api_keys=api_keys,
            cursors=ChangeCursors(settings.secret_keys),
            news=news,
            places=PullPlaces(),
            is_draining=lambda: health.is_draining,
        ),
        search=SearchDesk(
            # As page views: who searches waits for others who do, and messages for none of them.
            database=database.part(max(2, settings.pool_size // 4)),
            journal=journal,
            keys=keys,
            masking=masking,
            veil=veil,
            lexemes=lexemes,
            admission=Admission(SEARCH_LIMITS, clock=time.monotonic),
            visitor_online=presence.visitor_online,
            now=utc_now,
        ),
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
        labels=Labels(database, relay),
        work=WorkDesk(database=database, on_change=dispatcher.wake),
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
            profiles=Profiles(database, relay, masking, identity_secrets, now=utc_now, clock=time.monotonic),
            reception=Reception(
                ReplyTimes(clock=time.monotonic), operators_online=presence.operators_online, clock=time.monotonic
            ),
            waiting_line=WaitingLine(database, hub, operators_online=presence.operators_online),
            admission=Admission(VISITOR_LIMITS, clock=time.monotonic),
            intake=subjects.intake,
            newcomers=Newcomers(
                database,
                Challenges(settings.secret_keys, max_number=settings.work_numbers, now=utc_now),
                metrics,
                officers,
                fewest=settings.attack_newcomers,
            ),
            copies=MailCopies(database, visitor_mailer, refusals),
            site_visitors=site_visitors,
            chat_invitations=chat_invitations,
            draft_previews=DraftPreviews(relay, masking),
            own_origin=settings.public_url,
        ),
        operator_desk=OperatorDesk(
            database=database,
            hub=hub,
            relay=relay,
            presence=presence,
            duty=duty,
            conversations=conversations,
            leading=Leading(writer, masking),
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
        uploads=Uploads(
            for_files,
            contents,
            masking,
            tokens,
            quota_bytes=settings.files_quota_mb * MB,
            own_origin=settings.public_url,
        ),
        downloads=Downloads(
            for_files,
            contents,
            journal,
            veil,
            tokens=tokens,
            links=FileLinks(settings.secret_keys, now=utc_now),
            own_origin=settings.public_url,
        ),
        chat_links=links,
        link_limits=FormLimits(per_address=LINKS, per_unknown=LINKS_OF_UNKNOWN, limit="chat_links"),
        mail_refusals=refusals,
        download_limits=FormLimits(per_address=DOWNLOADS, per_unknown=DOWNLOADS_OF_UNKNOWN, limit="downloads"),
        upload_limits=FormLimits(per_address=UPLOADS, per_unknown=UPLOADS_OF_UNKNOWN, limit="uploads"),
        # As hellos: a flood of page views leaves the rest to those who are in a conversation.
        widget_configs=WidgetConfigs(public_database),
        sightings=Sightings(),
        visitor_list=VisitorList(
            database,
            journal,
            veil,
            site_visitors,
            secret_keys=settings.secret_keys,
            now=utc_now,
        ),
        chat_invitations=chat_invitations,
        public_database=public_database,
        retention=RetentionDesk(database=database, journal=journal, now=utc_now),
        incidents=IncidentDesk(database=database, alarms=alarms, now=utc_now),
        incident_views=IncidentViews(database=database, journal=journal, alarms=alarms, now=utc_now),
        papers=PaperDesk(database=database, journal=journal, settings=settings, now=utc_now),
        reports=ReportDesk(for_reports, journal, now=utc_now),
        waiting_alerts=WaitingAlerts(
            database, mailer, is_attended=presence.operators_online, public_url=settings.public_url
        ),
        system=System(
            database.part(1),
            settings,
            _gauges(metrics, relay, writer, journal, bus),
            now=utc_now,
            clock=time.monotonic,
        ),
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
        site_visitors=site_visitors,
        passwords=passwords,
        mailer=mailer,
        answer_mails=AnswerMails(database, visitor_mailer, refusals, is_here=presence.visitor_online)
        if visitor_mailer
        else None,
        subject_alarms=SubjectAlarms(database, mailer),
        nightly=Nightly(RetentionJob(database=database, line=spare_line, contents=contents)),
        alarms=alarms,
        rounds=RoundsUpkeep(database, now=utc_now),
        search_feeder=Feeder(database, lexemes),
        webhook_fan_out=FanOut(for_webhooks, on_queued=queued, on_pushes=connectors.wake),
        webhooks=webhooks,
        bots=bots,
        export_runner=export_runner,
        export_sweeper=Sweeper(database=database, folder=export_folder),
        connectors=connectors,
        waking=Waking(database, writer),
        duty=duty,
        dispatcher=dispatcher,
    )


def _gauges(metrics: Metrics, relay: Relay, writer: Writer, journal: JournalQueue, bus: LineBus) -> Gauges:
    """Where the system page reads the figures of this process."""

    def figure(name: str, **labels: str) -> int:
        return int(metrics.sample(name, **labels) or 0)

    return Gauges(
        queues=lambda: Queues(
            posts=writer.waiting,
            journal=journal.waiting,
            bus=bus.waiting,
            bus_lost=figure("ryadom_bus_lost_total"),
            bus_reconnects=figure("ryadom_bus_reconnects_total"),
        ),
        nodes=lambda: relay.nodes,
        sockets=lambda: (figure("ryadom_sockets", side="visitor"), figure("ryadom_sockets", side="operator")),
    )


def utc_now() -> datetime:
    """The clock of everything that keeps a time."""
    return datetime.now(UTC)


def _exports(settings: Settings, database: Database, publisher: Publisher) -> ExportDesk:
    # Each takes as long as it takes: most of the pool is for those who chat.
    most = max(1, settings.pool_size // 4)
    return ExportDesk(
        database=database.part(most),
        turns=asyncio.Semaphore(most),
        places=asyncio.Semaphore(MAX_TAKEN),
        folder=settings.files_folder,
        told=lambda: publisher.told,
    )
