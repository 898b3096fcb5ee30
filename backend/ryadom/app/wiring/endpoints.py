"""What endpoints may ask for: of the parts of the server, and what nobody else needs."""

import asyncio

from ryadom.app.wiring.clock import utc_now
from ryadom.app.wiring.parts import Parts
from ryadom.app.wiring.system import wire_system
from ryadom.core.alert_choices import AlertChoices
from ryadom.core.api_keys import ApiKeys
from ryadom.core.bans import Bans
from ryadom.core.cards import Cards
from ryadom.core.colleagues import Colleagues
from ryadom.core.connectors.crm_cards import CrmCards
from ryadom.core.consent_evidence import ConsentEvidence
from ryadom.core.consent_library import ConsentLibrary
from ryadom.core.conversation_rules.desk import RuleDesk
from ryadom.core.customers.desk import customer_desk
from ryadom.core.export_jobs.desk import JobDesk
from ryadom.core.faces import Faces
from ryadom.core.incident_views import IncidentViews
from ryadom.core.incidents import IncidentDesk
from ryadom.core.key_desk import KeyDesk
from ryadom.core.labels import Labels
from ryadom.core.lost_access import LostAccess
from ryadom.core.merge_choices import MergeChoices
from ryadom.core.page_trails import PageTrails
from ryadom.core.paper_desk import PaperDesk
from ryadom.core.pull_places import MAX_READERS, MAX_READERS_OF_KEY, PullPlaces
from ryadom.core.reports.desk import ReportDesk
from ryadom.core.retention_desk import RetentionDesk
from ryadom.core.sightings import Sightings
from ryadom.core.site_desk import SiteDesk
from ryadom.core.visitor_list import VisitorList
from ryadom.core.work.desk import WorkDesk
from ryadom.privacy.consent_documents import PublishedDocuments
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


def wire_endpoints(parts: Parts) -> Context:
    """The context of one server's endpoints."""
    settings, database, pools, live = parts.settings, parts.database, parts.pools, parts.live
    privacy, outgoing, programs = parts.privacy, parts.outgoing, parts.programs
    journal, masking, veil, relay = live.journal, live.masking, live.veil, live.relay
    colleagues = Colleagues(
        database=database,
        relay=relay,
        on_returned=live.dispatcher.wake,
        attempts=parts.staff.attempts,
        mailer=parts.mail.mailer,
    )
    return Context(
        settings=settings,
        metrics=live.metrics,
        addresses=Addresses(settings),
        sockets=Sockets(live.metrics),
        hub=live.hub,
        relay=relay,
        health=parts.health,
        system=wire_system(settings, pools, live),
        # Who works here, and with what.
        sign_in=parts.staff.sign_in,
        accounts=parts.staff.accounts,
        invitations=parts.staff.invitations,
        faces=Faces(database=database, relay=relay, one_at_a_time=asyncio.Semaphore(1)),
        colleagues=colleagues,
        lost_access=LostAccess(
            colleagues=colleagues,
            passwords=parts.staff.passwords,
            attempts=parts.staff.attempts,
            mailer=parts.mail.mailer,
            public_url=settings.public_url,
        ),
        site_desk=SiteDesk(database=database, relay=relay),
        labels=Labels(database, relay),
        rules=RuleDesk(database=database, book=live.rules),
        work=WorkDesk(database=database, on_change=live.dispatcher.wake),
        alert_choices=AlertChoices(database=database, mailer=parts.mail.mailer),
        search=parts.search.desk,
        reports=ReportDesk(pools.reports, journal, now=utc_now),
        exports=parts.exports.desk,
        export_jobs=JobDesk(database=database, queue=parts.exports.queue, journal=journal),
        # Chats, and who is in them.
        visitor_desk=parts.chats.visitor_desk,
        operator_desk=parts.chats.operator_desk,
        chat_invitations=parts.chats.invitations,
        customers=customer_desk(database, journal, masking, privacy.reveals, parts.search.lexemes, relay),
        cards=Cards(database, journal, masking, veil),
        merge_choices=MergeChoices(database, journal, veil),
        page_trails=PageTrails(database, veil),
        bans=Bans(database, relay, journal, masking=masking, veil=veil),
        identity_secrets=parts.identity_secrets,
        sightings=Sightings(),
        visitor_list=VisitorList(
            database,
            journal,
            veil,
            live.site_visitors,
            secret_keys=settings.secret_keys,
            now=utc_now,
        ),
        widget_configs=WidgetConfigs(pools.pages),
        public_database=pools.pages,
        form_limits=FormLimits(),
        uploads=parts.files.uploads,
        upload_limits=FormLimits(per_address=UPLOADS, per_unknown=UPLOADS_OF_UNKNOWN, limit="uploads"),
        downloads=parts.files.downloads,
        download_limits=FormLimits(per_address=DOWNLOADS, per_unknown=DOWNLOADS_OF_UNKNOWN, limit="downloads"),
        chat_links=parts.mail.links,
        link_limits=FormLimits(per_address=LINKS, per_unknown=LINKS_OF_UNKNOWN, limit="chat_links"),
        mail_refusals=parts.mail.refusals,
        # What the law on personal data asks for.
        documents=PublishedDocuments(database),
        consent_library=ConsentLibrary(database),
        consent_evidence=ConsentEvidence(database, journal, veil, now=utc_now),
        masking=masking,
        reveals=privacy.reveals,
        journal_desk=privacy.journal_desk,
        subjects=privacy.subjects,
        retention=RetentionDesk(database=database, journal=journal, now=utc_now),
        incidents=IncidentDesk(database=database, alarms=privacy.incident_alarms, now=utc_now),
        incident_views=IncidentViews(database=database, journal=journal, alarms=privacy.incident_alarms, now=utc_now),
        papers=PaperDesk(database=database, journal=journal, settings=settings, now=utc_now),
        # Programs, and whom they and we tell.
        api_keys=programs.api_keys,
        key_desk=KeyDesk(database=database, keys=ApiKeys(database=database)),
        key_limits=KeyLimits(),
        new_key_limits=FormLimits(per_address=NEW_KEYS, per_unknown=NEW_KEYS_OF_UNKNOWN, limit="new_api_keys"),
        api_turns=PullPlaces(most=MAX_READERS, most_of_key=MAX_READERS_OF_KEY),
        public_desk=programs.lists,
        public_settings=programs.settings,
        program_files=programs.files,
        program_messages=programs.messages,
        program_leading=programs.leading,
        program_cards=programs.cards,
        program_people=programs.people,
        program_requests=programs.requests,
        program_webhooks=programs.webhooks,
        program_reports=programs.reports,
        program_exports=programs.exports,
        changes=programs.changes,
        webhook_desk=outgoing.webhook_desk,
        connector_desk=outgoing.connector_desk,
        crm_cards=CrmCards(
            connectors=outgoing.connector_desk.connectors, veil=veil, on_queued=outgoing.connectors.wake
        ),
    )
