"""`/api/v1/reports`: how much was written, how soon it was answered and how it was rated, for programs."""

from datetime import date
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct
from starlette.requests import Request
from starlette.responses import Response

from ryadom.core.api_keys import Program, Scope
from ryadom.core.reports.desk import Asked, Form
from ryadom.core.reports.words import Language, Section
from ryadom.errors import BadBody, BadFrame
from ryadom.protocol.public_reports import PublicReport
from ryadom.web.actors import network_of_request
from ryadom.web.api import SiteKeys, asked_of
from ryadom.web.context import context_of
from ryadom.web.downloads import download
from ryadom.web.operation import V1, Operation
from ryadom.web.reports_api import MEDIA_TYPES
from ryadom.web.responses import Json


class AskedForReport(Struct, frozen=True, kw_only=True):
    """The query of a report: days of a calendar in `zone`, both included, 366 at most."""

    since: Annotated[date, Meta(description="The first day. Without: six days before `until`.")] | None = None
    until: Annotated[date, Meta(description="The last day. Without: `since`, or today.")] | None = None
    zone: Annotated[
        str, Meta(min_length=1, max_length=64, description="Whose days and hours these are, such as Asia/Omsk.")
    ] = "Europe/Moscow"
    site: SiteKeys = ()
    operator: Annotated[UUID, Meta(description="Only what was theirs: an id of `/operators`.")] | None = None
    department: Annotated[UUID, Meta(description="Only what is of it: an id of `/departments`.")] | None = None
    language: Annotated[Language, Meta(description="Of names and headings that are ours.")] = Language.RU

    @property
    def asked(self) -> Asked:
        """What the report is to be about."""
        return Asked(
            since=self.since,
            until=self.until,
            zone=self.zone,
            department_id=self.department,
            operator_id=self.operator,
            language=self.language,
        )


async def get_program_report(request: Request, program: Program) -> Response:
    """The figures of a period and of the one before, by day, hour, operator, department, site and source.

    Raises:
        ScopeMissing: a site that the key may not ask for.
        BadFrame: no such zone, or days that are in a wrong order or too many.
    """
    asked = asked_of(request, AskedForReport)
    return Json(await context_of(request).program_reports.read(program, asked.site, asked.asked))


async def get_program_report_csv(request: Request, program: Program) -> Response:
    """One table of it as CSV; journalled.

    Raises:
        BadBody: no such table.
        ScopeMissing, BadFrame: as for the report.
    """
    asked = asked_of(request, AskedForReport)
    try:
        section = Section(request.path_params["section"])
    except ValueError:
        raise BadBody(f"There are tables {', '.join(Section)}.", field="section") from None
    content = await context_of(request).program_reports.export(
        program, asked.site, asked.asked, section, by=program.actor(network_of_request(request))
    )
    return download(content, name=f"report-{section}.csv", media_type=MEDIA_TYPES[Form.CSV])


REPORT_OPERATIONS: tuple[Operation, ...] = (
    Operation(
        path=f"{V1}/reports",
        endpoint=get_program_report,
        scope=Scope.READ_REPORTS,
        query=AskedForReport,
        answer=PublicReport,
        summary="Figures of a period: how much, how soon, how well",
        refusals=(BadFrame,),
    ),
    Operation(
        path=f"{V1}/reports/{{section}}",
        endpoint=get_program_report_csv,
        scope=Scope.READ_REPORTS,
        query=AskedForReport,
        answer=None,
        summary="One table of them as CSV",
        media=(MEDIA_TYPES[Form.CSV],),
        refusals=(BadFrame,),
    ),
)
