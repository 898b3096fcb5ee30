"""Reports for programs: of the sites that a key is for; a file is in the journal before it is given, as operators' are.

One that is read is not: it tells of nobody who has written.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from msgspec import Struct

from ryadom.core.api_keys import Program
from ryadom.core.reports.desk import Answer, Asked, Form, count, period_of, record_of_file
from ryadom.core.reports.report import Group
from ryadom.core.reports.sheets import as_csv_file, table_of, values_of
from ryadom.core.reports.words import FIGURES, Section
from ryadom.live.journal_queue import JournalQueue
from ryadom.protocol.public_reports import (
    PublicDayFigures,
    PublicFigures,
    PublicGroupFigures,
    PublicPeriod,
    PublicReport,
    PublicScore,
)
from ryadom.store.database import Database
from ryadom.store.journal_chain import Actor
from ryadom.store.reports import Figures
from ryadom.store.sites import Site


class ProgramReports(Struct, frozen=True, kw_only=True):
    """Makes them. `database` lends few connections, as `ReportDesk` has it. `asked.site_id` is not looked at."""

    database: Database
    journal: JournalQueue
    now: Callable[[], datetime]

    async def read(self, program: Program, site_keys: Sequence[str], asked: Asked) -> PublicReport:
        """A report of these sites; none named is all of the key's.

        Raises:
            ScopeMissing: a site that the key may not ask for.
            BadFrame: see `make_period`.
        """
        sites, answer = await self._count(program, site_keys, asked)
        return _told(sites, answer)

    async def export(
        self, program: Program, site_keys: Sequence[str], asked: Asked, section: Section, *, by: Actor
    ) -> bytes:
        """One table of a report as CSV, which is journalled first.

        Raises:
            ScopeMissing, BadFrame: as for `read`.
            JournalUnavailable: the journal can't be written, so nothing is given.
        """
        sites, answer = await self._count(program, site_keys, asked)
        content = as_csv_file(table_of(answer.report, section, asked.language), asked.language)
        site_id = sites[0].id if len(sites) == 1 else None
        record = record_of_file(
            answer, section, Form.CSV, controller_id=program.key.controller_id, site_id=site_id, by=by
        )
        await self.journal.write([record])
        return content

    async def _count(self, program: Program, site_keys: Sequence[str], asked: Asked) -> tuple[list[Site], Answer]:
        sites, now = program.chosen(site_keys), self.now()
        period = period_of(asked, now=now)
        async with self.database.transaction() as connection:
            # Of departments and operators nothing is named that is of sites which were not asked for.
            return sites, await count(connection, sites, sites, asked, period, now=now)


def _told(sites: Sequence[Site], answer: Answer) -> PublicReport:
    period, report = answer.period, answer.report
    return PublicReport(
        sites=tuple(site.key for site in sites),
        period=PublicPeriod(
            since=period.since,
            until=period.until,
            zone=period.zone.key,
            before_since=period.before_since,
            before_until=period.before_until,
            is_running=period.is_running,
        ),
        counted_at=answer.counted_at,
        is_whole=answer.is_whole,
        total=_figures(report.total),
        before=_figures(report.before),
        days=tuple(PublicDayFigures(on=day.on, figures=_figures(day.figures)) for day in report.days),
        hours=tuple(report.hours),
        week=tuple(tuple(day) for day in report.week),
        operators=_groups(report.operators),
        departments=_groups(report.departments),
        by_site=_groups(report.sites),
        sources=_groups(report.sources),
        scores=tuple(
            PublicScore(score=one.score, conversations=one.conversations, comments=one.comments)
            for one in report.scores
        ),
    )


def _groups(groups: Sequence[Group]) -> tuple[PublicGroupFigures, ...]:
    return tuple(PublicGroupFigures(id=one.id, name=one.name, figures=_figures(one.figures)) for one in groups)


def _figures(figures: Figures) -> PublicFigures:
    told: dict[str, object] = dict(zip(FIGURES, values_of(figures), strict=True))
    return PublicFigures(**told)  # type: ignore[arg-type]  # FIGURES names its fields, in their order
