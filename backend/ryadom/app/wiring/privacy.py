"""What the law on personal data asks for: the journal, requests of subjects, incidents, what only some may see."""

import time

from msgspec import Struct

from ryadom.app.wiring.clock import utc_now
from ryadom.app.wiring.live import Live
from ryadom.core.attempts import Attempts
from ryadom.core.incident_alarms import IncidentAlarms
from ryadom.core.journal_desk import JournalDesk
from ryadom.core.mailer import Mailer
from ryadom.core.reveals import Reveals
from ryadom.core.subject_desk import SubjectDesk, subject_desk
from ryadom.live.line import Line
from ryadom.privacy.check_marks import MarkSigner
from ryadom.privacy.journal_heads import HEADS_FILE, HeadSigner
from ryadom.privacy.person_keys import PersonKeys
from ryadom.settings import Settings
from ryadom.store.database import Database
from ryadom.store.file_contents import FileContents


class Privacy(Struct, frozen=True, kw_only=True):
    """What more than one part of the server needs of it."""

    person_keys: PersonKeys
    reveals: Reveals
    subjects: SubjectDesk
    journal_desk: JournalDesk
    incident_alarms: IncidentAlarms


def wire_privacy(
    settings: Settings,
    database: Database,
    live: Live,
    *,
    spare_line: Line,
    contents: FileContents,
    attempts: Attempts,
    mailer: Mailer | None,
) -> Privacy:
    """That of one server; erasures are announced on `spare_line`."""
    person_keys = PersonKeys(settings.secret_keys)
    return Privacy(
        person_keys=person_keys,
        reveals=Reveals(database, live.journal, live.masking, clock=time.monotonic),
        subjects=subject_desk(
            database, live.journal, live.masking, spare_line, contents=contents, attempts=attempts, now=utc_now
        ),
        journal_desk=JournalDesk(
            database,
            live.journal,
            person_keys,
            HeadSigner(settings.secret_keys),
            marks=MarkSigner(settings.secret_keys),
            now=utc_now,
            veil=live.veil,
            heads_file=settings.data_dir / HEADS_FILE,
        ),
        incident_alarms=IncidentAlarms(database, mailer),
    )
