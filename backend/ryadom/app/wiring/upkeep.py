"""What looks after things while nobody asks: deadlines, lifetimes, figures, mails to those who have gone."""

from msgspec import Struct

from ryadom.app.wiring.clock import utc_now
from ryadom.app.wiring.live import Live
from ryadom.app.wiring.mail import Mail
from ryadom.core.answer_mails import AnswerMails
from ryadom.core.reports.upkeep import RoundsUpkeep
from ryadom.core.retention_job import Nightly, RetentionJob
from ryadom.core.subject_alarms import SubjectAlarms
from ryadom.core.waiting_alerts import WaitingAlerts
from ryadom.core.waking import Waking
from ryadom.live.line import Line
from ryadom.settings import Settings
from ryadom.store.database import Database
from ryadom.store.file_contents import FileContents


class Upkeep(Struct, frozen=True, kw_only=True):
    """`app.chores` has each of them look, again and again."""

    answer_mails: AnswerMails | None
    waiting_alerts: WaitingAlerts
    subject_alarms: SubjectAlarms
    nightly: Nightly
    rounds: RoundsUpkeep
    waking: Waking


def wire_upkeep(
    settings: Settings, database: Database, live: Live, mail: Mail, *, spare_line: Line, contents: FileContents
) -> Upkeep:
    """The upkeep of one server; what retention erases is announced on `spare_line`."""
    presence = live.presence
    return Upkeep(
        answer_mails=AnswerMails(database, mail.to_visitors, mail.refusals, is_here=presence.visitor_online)
        if mail.to_visitors
        else None,
        waiting_alerts=WaitingAlerts(
            database, mail.mailer, is_attended=presence.operators_online, public_url=settings.public_url
        ),
        subject_alarms=SubjectAlarms(database, mail.mailer),
        nightly=Nightly(RetentionJob(database=database, line=spare_line, contents=contents)),
        rounds=RoundsUpkeep(database, now=utc_now),
        waking=Waking(database, live.writer),
    )
