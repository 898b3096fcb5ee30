"""What a server does by itself, again and again; each chore is safe in several processes at once."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

import structlog

from ryadom.app.wiring import Parts, utc_now
from ryadom.core import answer_mails, newcomers, site_news, waiting_alerts, waiting_line, waking
from ryadom.core.conversation_rules import book
from ryadom.core.export_jobs.sweep import SWEEP_INTERVAL_S
from ryadom.core.reports.upkeep import KEEP_INTERVAL_S
from ryadom.core.subject_alarms import LOOK_INTERVAL_S
from ryadom.core.webhook_bots import talker
from ryadom.core.webhooks import figures
from ryadom.core.work import dispatcher, duty
from ryadom.errors import NotSignedIn, RyadomError
from ryadom.live.hub import SessionTopic
from ryadom.privacy.journal_heads import HEADS_FILE, HeadSigner, append_heads
from ryadom.privacy.policies import REFRESH_INTERVAL_S
from ryadom.settings import Settings
from ryadom.store.database import Database
from ryadom.store.file_contents import FileContents
from ryadom.store.files import delete_unsent
from ryadom.store.operator_sessions import touch_live_sessions
from ryadom.store.sites import all_sites
from ryadom.web.context import Context

SESSION_CHECK_INTERVAL_S = 15.0
FORGET_INTERVAL_S = 3_600.0
HEADS_INTERVAL_S = 600.0
"""How often it is looked whether today's heads of the journal have been written."""

RETENTION_INTERVAL_S = 600.0
"""How often it is looked whether today's run of retention has been."""
INCIDENTS_INTERVAL_S = 60.0
"""How often it is looked whether a deadline of an incident is near, or has passed."""

SUBJECTS_INTERVAL_S = 3_600.0
WEBHOOKS_INTERVAL_S = 600.0
"""How often it is looked what of webhooks and connectors has become too old, or too much."""

UNSENT_HOURS = 24
SWEPT_FILES = 1_000
DRAFT_LIFETIME_S = 3_600.0
"""More than an upload may take."""

log = structlog.get_logger(__name__)


def begin_chores(tasks: asyncio.TaskGroup, parts: Parts, context: Context) -> list[asyncio.Task[None]]:
    """Starts them all; whoever stops the server cancels what is given."""
    settings, database, live = parts.settings, parts.database, parts.live
    outgoing, exports, upkeep = parts.outgoing, parts.exports, parts.upkeep
    chores: list[tuple[float, Callable[[], Awaitable[object]]]] = [
        (FORGET_INTERVAL_S, lambda: sweep_files(database, parts.files.contents)),
        (SESSION_CHECK_INTERVAL_S, lambda: end_dead_sessions(context, database)),
        (FORGET_INTERVAL_S, context.sign_in.forget_old),
        (FORGET_INTERVAL_S, context.invitations.forget_old),
        (FORGET_INTERVAL_S, context.lost_access.forget_old),
        (FORGET_INTERVAL_S, context.bans.forget_old),
        (FORGET_INTERVAL_S, context.changes.forget_old),
        (REFRESH_INTERVAL_S, live.masking.refresh),
        (book.REFRESH_INTERVAL_S, live.rules.refresh),
        (site_news.LOOK_INTERVAL_S, live.site_news.look),
        (waking.LOOK_INTERVAL_S, upkeep.waking.look),
        (duty.RENEW_INTERVAL_S, live.duty.renew),
        (dispatcher.COUNT_INTERVAL_S, live.dispatcher.take_back),
        (waiting_alerts.LOOK_INTERVAL_S, upkeep.waiting_alerts.look),
        (waiting_line.LOOK_INTERVAL_S, context.visitor_desk.waiting_line.look),
        (newcomers.LOOK_INTERVAL_S, context.visitor_desk.newcomers.look),
        (FORGET_INTERVAL_S, context.visitor_desk.newcomers.forget_old),
        (FORGET_INTERVAL_S, context.customers.notes.forget_deleted),
        (FORGET_INTERVAL_S, context.chat_invitations.forget_old),
        (HEADS_INTERVAL_S, lambda: keep_heads(settings, database, utc_now())),
        (LOOK_INTERVAL_S, lambda: upkeep.subject_alarms.look(utc_now())),
        (RETENTION_INTERVAL_S, lambda: upkeep.nightly.run(utc_now())),
        (INCIDENTS_INTERVAL_S, lambda: parts.privacy.incident_alarms.raise_due(utc_now())),
        (SUBJECTS_INTERVAL_S, parts.privacy.incident_alarms.watch_subjects),
        (KEEP_INTERVAL_S, upkeep.rounds.keep_up),
        (WEBHOOKS_INTERVAL_S, outgoing.webhooks.sweep),
        (talker.KEEP_INTERVAL_S, outgoing.bots.keep),
        (SWEEP_INTERVAL_S, exports.sweeper.sweep),
        (WEBHOOKS_INTERVAL_S, outgoing.connectors.sweep),
        (figures.LOOK_INTERVAL_S, lambda: figures.measure(database, context.metrics)),
    ]
    if upkeep.answer_mails is not None:
        chores.append((answer_mails.LOOK_INTERVAL_S, upkeep.answer_mails.look))
    running = [tasks.create_task(_every(interval_s, chore)) for interval_s, chore in chores]
    running.append(tasks.create_task(live.feed.run()))
    running.append(tasks.create_task(live.sieve.run()))
    running.append(tasks.create_task(live.site_news.run()))
    running.append(tasks.create_task(parts.search.feeder.run()))
    running.append(tasks.create_task(live.dispatcher.run()))
    running.append(tasks.create_task(outgoing.fan_out.run()))
    running.append(tasks.create_task(outgoing.webhooks.run()))
    running.append(tasks.create_task(outgoing.bots.run()))
    running.append(tasks.create_task(exports.runner.run()))
    running.append(tasks.create_task(outgoing.connectors.run()))
    if parts.mail.mailer is not None:
        running.append(tasks.create_task(parts.mail.mailer.run()))
    return running


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


async def sweep_files(database: Database, contents: FileContents) -> None:
    """Forgets files that no message has named within a day, and takes away what nobody needs any more."""
    async with database.connection() as connection:
        while await delete_unsent(connection, older_than_hours=UNSENT_HOURS, limit=SWEPT_FILES) == SWEPT_FILES:
            pass
        site_ids = [site.id for site in await all_sites(connection)]
    await contents.sweep()
    await contents.sweep_strays(site_ids, older_than_s=UNSENT_HOURS * 3_600.0)
    await contents.sweep_drafts(older_than_s=DRAFT_LIFETIME_S)


async def _every(interval_s: float, chore: Callable[[], Awaitable[object]]) -> None:
    while True:
        await asyncio.sleep(interval_s)
        try:
            await chore()
        except RyadomError as error:
            log.warning("chore put off", reason=error.message)
        except Exception:
            log.exception("chore failed")
