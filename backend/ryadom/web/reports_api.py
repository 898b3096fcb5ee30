"""`/panel/api/reports`: how much was written, how soon it was answered and how it was rated; the same as files."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import Meta, Struct
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from ryadom.core.reports import words
from ryadom.core.reports.desk import Answer, Asked, Form
from ryadom.core.reports.report import Group
from ryadom.core.reports.sheets import values_of
from ryadom.core.reports.words import FIGURES, NOTES, SECTIONS, Language, Section
from ryadom.core.rights import Right
from ryadom.errors import BadFrame
from ryadom.store.operator_sessions import OperatorSession
from ryadom.store.reports import Counted, Figures, RoundPlace
from ryadom.web.actors import actor_of
from ryadom.web.context import context_of
from ryadom.web.downloads import download
from ryadom.web.guarded import GuardedRoute
from ryadom.web.responses import Json

MEDIA_TYPES = {
    Form.CSV: "text/csv; charset=utf-8",
    Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class AskedFor(Struct, frozen=True, kw_only=True):
    """The query: days of a calendar in `zone`, both included."""

    since: date | None = None
    until: date | None = None
    zone: Annotated[str, Meta(max_length=64)] = "Europe/Moscow"
    site_id: UUID | None = None
    department_id: UUID | None = None
    operator_id: UUID | None = None
    language: Language = Language.RU
    section: Section = Section.SUMMARY

    def asked(self) -> Asked:
        """What the report is to be about."""
        return Asked(**{name: getattr(self, name) for name in Asked.__struct_fields__})


class After(Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """Where a page of conversations ended, in three words."""

    asked_at: Annotated[datetime, Meta(tz=True)]
    conversation_id: UUID
    number: Annotated[int, Meta(ge=1, le=2**31 - 1)]


async def get_report(request: Request, session: OperatorSession) -> Response:
    """The figures of a period and of the one before, by day, hour, operator, department, site and source."""
    asked = _asked(request)
    return Json(_answer(await context_of(request).reports.read(session, asked.asked()), asked.language))


async def get_listed(request: Request, session: OperatorSession) -> Response:
    """The conversations that a figure counts, a page of them."""
    asked, figure = _asked(request), request.query_params.get("figure", "")
    if figure not in set(Counted):
        raise BadFrame(f"figure is one of {', '.join(Counted)}.", field="figure")
    after = _place(request.query_params.get("after", ""))
    listed = await context_of(request).reports.listed(session, asked.asked(), Counted(figure), after=after)
    end = listed.next
    following = f"{end.asked_at.isoformat()} {end.conversation_id} {end.number}" if end else None
    return Json({"count": listed.count, "rounds": listed.rounds, "next": following})


def _place(text: str) -> RoundPlace | None:
    if not text:
        return None
    try:
        place = msgspec.convert(text.split(" "), type=After, strict=False)
    except msgspec.ValidationError:
        raise BadFrame("after is what an answer gave as next.", field="after") from None
    return RoundPlace(place.asked_at, place.conversation_id, place.number)


async def get_report_csv(request: Request, session: OperatorSession) -> Response:
    """One table of it as CSV; journalled."""
    return await _file(request, session, Form.CSV)


async def get_report_xlsx(request: Request, session: OperatorSession) -> Response:
    """One table of it as a workbook; journalled."""
    return await _file(request, session, Form.XLSX)


async def _file(request: Request, session: OperatorSession, form: Form) -> Response:
    asked = _asked(request)
    content = await context_of(request).reports.export(
        session, asked.asked(), asked.section, form, by=actor_of(request, session)
    )
    return download(content, name=f"report-{asked.section}.{form}", media_type=MEDIA_TYPES[form])


def _asked(request: Request) -> AskedFor:
    fields = AskedFor.__struct_fields__
    given = {name: value for name, value in request.query_params.items() if value and name in fields}
    try:
        return msgspec.convert(given, type=AskedFor, strict=False)
    except msgspec.ValidationError as error:
        raise BadFrame(f"{error}.", field=str(error).partition("`$.")[2].rstrip("`") or None) from None


def _answer(answer: Answer, language: Language) -> dict[str, Any]:
    period, report = answer.period, answer.report
    return {
        "since": period.since,
        "until": period.until,
        "zone": period.zone.key,
        "before_since": period.before_since,
        "before_until": period.before_until,
        "is_running": period.is_running,
        "counted_at": answer.counted_at,
        "is_whole": answer.is_whole,
        "figures": [
            {"key": key, "name": word.name(language), "definition": word.definition(language), "unit": word.unit}
            for key, word in FIGURES.items()
        ],
        "sections": [
            {
                "key": section,
                "name": name.in_(language),
                "note": NOTES[section].in_(language) if section in NOTES else None,
            }
            for section, name in SECTIONS.items()
        ],
        "weekdays": [day.in_(language) for day in words.WEEKDAYS],
        "total": _values(report.total),
        "before": _values(report.before),
        "days": [{"on": day.on, "values": _values(day.figures)} for day in report.days],
        "hours": report.hours,
        "week": report.week,
        "operators": _rows(report.operators),
        "departments": _rows(report.departments),
        "sites": _rows(report.sites),
        "sources": _rows(report.sources),
        "scores": report.scores,
        "filters": {"sites": answer.sites, "departments": answer.departments, "operators": report.people},
    }


def _rows(groups: Sequence[Group]) -> list[dict[str, Any]]:
    return [{"id": group.id, "name": group.name, "values": _values(group.figures)} for group in groups]


def _values(figures: Figures) -> dict[str, int | float | None]:
    return dict(zip(FIGURES, values_of(figures), strict=True))


REPORT_ROUTES: tuple[BaseRoute, ...] = (
    GuardedRoute("GET", "/panel/api/reports", get_report, Right.SEE_REPORTS),
    GuardedRoute("GET", "/panel/api/reports/conversations", get_listed, Right.SEE_REPORTS),
    GuardedRoute("GET", "/panel/api/reports.csv", get_report_csv, Right.SEE_REPORTS),
    GuardedRoute("GET", "/panel/api/reports.xlsx", get_report_xlsx, Right.SEE_REPORTS),
)
