"""Everything that requests of data subjects need, made together."""

from collections.abc import Callable
from datetime import datetime

from msgspec import Struct

from ryadom.core.attempts import Attempts
from ryadom.core.subject_answers import SubjectAnswers
from ryadom.core.subject_deeds import SubjectDeeds
from ryadom.core.subject_intake import SubjectIntake
from ryadom.core.subject_requests import SubjectRequests
from ryadom.core.subject_search import SubjectSearch
from ryadom.live.journal_queue import JournalQueue
from ryadom.live.line import Line
from ryadom.privacy.policies import Masking
from ryadom.store.database import Database
from ryadom.store.file_contents import FileContents


class SubjectDesk(Struct, frozen=True, kw_only=True):
    """The parts of the desk, as endpoints use them."""

    database: Database
    intake: SubjectIntake
    requests: SubjectRequests
    search: SubjectSearch
    deeds: SubjectDeeds
    answers: SubjectAnswers


def subject_desk(
    database: Database,
    journal: JournalQueue,
    masking: Masking,
    line: Line,
    *,
    contents: FileContents,
    attempts: Attempts,
    now: Callable[[], datetime],
) -> SubjectDesk:
    """The desk of a server."""
    requests = SubjectRequests(database=database, journal=journal, now=now)
    return SubjectDesk(
        database=database,
        intake=SubjectIntake(database=database, attempts=attempts, now=now),
        requests=requests,
        search=SubjectSearch(database=database, journal=journal, masking=masking),
        deeds=SubjectDeeds(database=database, desk=requests, line=line, contents=contents, now=now),
        answers=SubjectAnswers(database=database, contents=contents, now=now),
    )
