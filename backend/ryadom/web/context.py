"""What the endpoints work with: made once by `app`, carried by the application's state."""

from typing import cast

from msgspec import Struct
from starlette.requests import HTTPConnection

from ryadom.core.account import Accounts
from ryadom.core.alert_choices import AlertChoices
from ryadom.core.api_keys import ApiKeys
from ryadom.core.bans import Bans
from ryadom.core.cards import Cards
from ryadom.core.changes import ChangesDesk
from ryadom.core.chat_invitations import ChatInvitations
from ryadom.core.chat_links import ChatLinks
from ryadom.core.colleagues import Colleagues
from ryadom.core.connectors.crm_cards import CrmCards
from ryadom.core.connectors.panel_desk import ConnectorDesk
from ryadom.core.consent_evidence import ConsentEvidence
from ryadom.core.consent_library import ConsentLibrary
from ryadom.core.conversation_rules.desk import RuleDesk
from ryadom.core.customers.desk import CustomerDesk
from ryadom.core.export_jobs.desk import JobDesk
from ryadom.core.export_jobs.programs import ProgramJobs
from ryadom.core.exports import ExportDesk
from ryadom.core.faces import Faces
from ryadom.core.files.downloads import Downloads
from ryadom.core.files.uploads import Uploads
from ryadom.core.health import Health
from ryadom.core.identity_secrets import IdentitySecrets
from ryadom.core.incident_views import IncidentViews
from ryadom.core.incidents import IncidentDesk
from ryadom.core.invitations import Invitations
from ryadom.core.journal_desk import JournalDesk
from ryadom.core.key_desk import KeyDesk
from ryadom.core.labels import Labels
from ryadom.core.lost_access import LostAccess
from ryadom.core.mail_refusals import MailRefusals
from ryadom.core.merge_choices import MergeChoices
from ryadom.core.operator_desk import OperatorDesk
from ryadom.core.page_trails import PageTrails
from ryadom.core.paper_desk import PaperDesk
from ryadom.core.program_cards import ProgramCards
from ryadom.core.program_files import ProgramFiles
from ryadom.core.program_leading import ProgramLeading
from ryadom.core.program_messages import ProgramMessages
from ryadom.core.program_people import ProgramPeople
from ryadom.core.program_requests import ProgramRequests
from ryadom.core.public_lists import PublicDesk
from ryadom.core.public_settings import PublicSettings
from ryadom.core.pull_places import PullPlaces
from ryadom.core.reports.desk import ReportDesk
from ryadom.core.reports.programs import ProgramReports
from ryadom.core.retention_desk import RetentionDesk
from ryadom.core.reveals import Reveals
from ryadom.core.search.desk import SearchDesk
from ryadom.core.sightings import Sightings
from ryadom.core.sign_in import SignIn
from ryadom.core.site_desk import SiteDesk
from ryadom.core.subject_desk import SubjectDesk
from ryadom.core.system import System
from ryadom.core.visitor_desk import VisitorDesk
from ryadom.core.visitor_list import VisitorList
from ryadom.core.webhooks.desk import WebhookDesk
from ryadom.core.webhooks.programs import ProgramWebhooks
from ryadom.core.work.desk import WorkDesk
from ryadom.live.hub import Hub
from ryadom.live.metrics import Metrics
from ryadom.live.relay import Relay
from ryadom.privacy.consent_documents import PublishedDocuments
from ryadom.privacy.policies import Masking
from ryadom.settings import Settings
from ryadom.store.database import Database
from ryadom.web.addresses import Addresses
from ryadom.web.form_limits import FormLimits
from ryadom.web.key_limits import KeyLimits
from ryadom.web.open_sockets import Sockets
from ryadom.web.widget_configs import WidgetConfigs


class Context(Struct, frozen=True, kw_only=True):
    """Everything an endpoint may ask for."""

    settings: Settings
    metrics: Metrics
    addresses: Addresses
    sockets: Sockets
    hub: Hub
    relay: Relay
    health: Health
    sign_in: SignIn
    documents: PublishedDocuments
    accounts: Accounts
    faces: Faces
    consent_library: ConsentLibrary
    consent_evidence: ConsentEvidence
    masking: Masking
    reveals: Reveals
    cards: Cards
    merge_choices: MergeChoices
    page_trails: PageTrails
    customers: CustomerDesk
    bans: Bans
    identity_secrets: IdentitySecrets
    api_keys: ApiKeys
    key_desk: KeyDesk
    webhook_desk: WebhookDesk
    connector_desk: ConnectorDesk
    crm_cards: CrmCards
    key_limits: KeyLimits
    new_key_limits: FormLimits
    api_turns: PullPlaces
    public_desk: PublicDesk
    program_messages: ProgramMessages
    program_files: ProgramFiles
    program_leading: ProgramLeading
    program_cards: ProgramCards
    program_people: ProgramPeople
    program_requests: ProgramRequests
    program_webhooks: ProgramWebhooks
    program_reports: ProgramReports
    public_settings: PublicSettings
    exports: ExportDesk
    export_jobs: JobDesk
    program_exports: ProgramJobs
    changes: ChangesDesk
    search: SearchDesk
    journal_desk: JournalDesk
    labels: Labels
    rules: RuleDesk
    work: WorkDesk
    colleagues: Colleagues
    lost_access: LostAccess
    site_desk: SiteDesk
    invitations: Invitations
    visitor_desk: VisitorDesk
    operator_desk: OperatorDesk
    subjects: SubjectDesk
    form_limits: FormLimits
    uploads: Uploads
    downloads: Downloads
    chat_links: ChatLinks
    link_limits: FormLimits
    mail_refusals: MailRefusals
    upload_limits: FormLimits
    download_limits: FormLimits
    widget_configs: WidgetConfigs
    sightings: Sightings
    visitor_list: VisitorList
    chat_invitations: ChatInvitations
    public_database: Database
    retention: RetentionDesk
    incidents: IncidentDesk
    incident_views: IncidentViews
    papers: PaperDesk
    reports: ReportDesk
    system: System
    alert_choices: AlertChoices


def context_of(connection: HTTPConnection) -> Context:
    """The context of the application that serves this request or socket."""
    return cast(Context, connection.app.state.context)
