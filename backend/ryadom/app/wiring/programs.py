"""What programs ask and do through the API."""

from msgspec import Struct
from msgspec.structs import replace

from ryadom.app.wiring.clock import utc_now
from ryadom.app.wiring.live import Live
from ryadom.app.wiring.pools import Pools
from ryadom.core.api_keys import ApiKeys
from ryadom.core.change_cursors import ChangeCursors
from ryadom.core.changes import ChangesDesk
from ryadom.core.conversations import Conversations
from ryadom.core.export_jobs.programs import ProgramJobs
from ryadom.core.export_jobs.queue import JobQueue
from ryadom.core.export_places import Places
from ryadom.core.exports import MAX_TAKEN, MAX_TAKEN_BY_KEY
from ryadom.core.health import Health
from ryadom.core.list_cursors import ListCursors
from ryadom.core.program_cards import ProgramCards
from ryadom.core.program_files import ProgramFiles
from ryadom.core.program_leading import ProgramLeading
from ryadom.core.program_messages import ProgramMessages
from ryadom.core.program_people import ProgramPeople
from ryadom.core.program_requests import ProgramRequests
from ryadom.core.public_lists import PublicDesk
from ryadom.core.public_settings import PublicSettings
from ryadom.core.pull_places import PullPlaces
from ryadom.core.reports.programs import ProgramReports
from ryadom.core.subject_intake import SubjectIntake
from ryadom.core.webhooks.endpoints import Webhooks
from ryadom.core.webhooks.programs import ProgramWebhooks
from ryadom.settings import Settings


class Programs(Struct, frozen=True, kw_only=True):
    """A desk for each of their nouns."""

    api_keys: ApiKeys
    lists: PublicDesk
    files: ProgramFiles
    messages: ProgramMessages
    leading: ProgramLeading
    cards: ProgramCards
    people: ProgramPeople
    requests: ProgramRequests
    webhooks: ProgramWebhooks
    reports: ProgramReports
    exports: ProgramJobs
    settings: PublicSettings
    changes: ChangesDesk


def wire_programs(
    settings: Settings,
    pools: Pools,
    live: Live,
    *,
    health: Health,
    conversations: Conversations,
    intake: SubjectIntake,
    webhooks: Webhooks,
    export_queue: JobQueue,
) -> Programs:
    """The desks of one server."""
    database = pools.programs
    api_keys = ApiKeys(database=pools.keys)
    cursors = ListCursors(settings.secret_keys, now=utc_now)
    return Programs(
        api_keys=api_keys,
        lists=PublicDesk(database=database, journal=live.journal, cursors=cursors),
        files=ProgramFiles(database=database),
        messages=ProgramMessages(database=database, conversations=conversations, masking=live.masking),
        leading=ProgramLeading(database=database, writer=live.writer),
        cards=ProgramCards(database=database, masking=live.masking, relay=live.relay),
        people=ProgramPeople(database=database, journal=live.journal),
        requests=ProgramRequests(database=database, journal=live.journal, cursors=cursors, intake=intake),
        webhooks=ProgramWebhooks(webhooks=replace(webhooks, database=database), cursors=cursors),
        reports=ProgramReports(database=pools.reports, journal=live.journal, now=utc_now),
        exports=ProgramJobs(
            database=database,
            queue=export_queue,
            journal=live.journal,
            cursors=cursors,
            places=Places(MAX_TAKEN, most_of_key=MAX_TAKEN_BY_KEY),
        ),
        settings=PublicSettings(database=database, cursors=cursors),
        changes=ChangesDesk(
            database=database,
            api_keys=api_keys,
            cursors=ChangeCursors(settings.secret_keys),
            news=live.news,
            places=PullPlaces(),
            is_draining=lambda: health.is_draining,
        ),
    )
