"""How the firm works, for programs: sites, operators, departments, tags, ready replies; lists, and one of a kind."""

from starlette.requests import Request
from starlette.responses import Response

from ryadom.core.api_keys import Program, Scope
from ryadom.errors import DepartmentUnknown, LabelUnknown, OperatorUnknown, ReplyUnknown, SiteUnknown
from ryadom.protocol.public_settings import PublicCannedReply, PublicDepartment, PublicOperator, PublicSite, PublicTag
from ryadom.web.api import asked_of
from ryadom.web.context import context_of
from ryadom.web.etags import etag_of, is_known, tagged, unchanged
from ryadom.web.objects_api import AskedForList, AskedForPage, Nothing, id_of, page_of
from ryadom.web.operation import V1, Operation, list_of, one_of
from ryadom.web.responses import Json


async def list_sites(request: Request, program: Program) -> Response:
    """A page of the sites that the key may ask for."""
    asked = page_of(asked_of(request, AskedForPage))
    return Json(context_of(request).public_settings.sites(program, asked))


async def get_site(request: Request, program: Program) -> Response:
    """One site.

    Raises:
        SiteUnknown: there is none, or none that the key may ask for.
    """
    asked_of(request, Nothing)
    return _one(request, context_of(request).public_settings.site(program, id_of(request, SiteUnknown)))


async def list_operators(request: Request, program: Program) -> Response:
    """A page of operators."""
    asked = page_of(asked_of(request, AskedForList))
    return Json(await context_of(request).public_settings.operators(program, asked))


async def get_operator(request: Request, program: Program) -> Response:
    """One operator.

    Raises:
        OperatorUnknown: there is none, or none that the key may ask for.
    """
    asked_of(request, Nothing)
    return _one(request, await context_of(request).public_settings.operator(program, id_of(request, OperatorUnknown)))


async def list_departments(request: Request, program: Program) -> Response:
    """A page of departments."""
    asked = page_of(asked_of(request, AskedForList))
    return Json(await context_of(request).public_settings.departments(program, asked))


async def get_department(request: Request, program: Program) -> Response:
    """One department.

    Raises:
        DepartmentUnknown: there is none, or none that the key may ask for.
    """
    asked_of(request, Nothing)
    return _one(
        request, await context_of(request).public_settings.department(program, id_of(request, DepartmentUnknown))
    )


async def list_tags(request: Request, program: Program) -> Response:
    """A page of tags."""
    asked = page_of(asked_of(request, AskedForPage))
    return Json(await context_of(request).public_settings.tags(program, asked))


async def get_tag(request: Request, program: Program) -> Response:
    """One tag.

    Raises:
        LabelUnknown: there is none, or none that the key may ask for.
    """
    asked_of(request, Nothing)
    return _one(request, await context_of(request).public_settings.tag(program, id_of(request, LabelUnknown)))


async def list_canned_replies(request: Request, program: Program) -> Response:
    """A page of ready replies that colleagues share."""
    asked = page_of(asked_of(request, AskedForList))
    return Json(await context_of(request).public_settings.canned_replies(program, asked))


async def get_canned_reply(request: Request, program: Program) -> Response:
    """One ready reply that colleagues share.

    Raises:
        ReplyUnknown: there is none, or none that the key may ask for.
    """
    asked_of(request, Nothing)
    return _one(request, await context_of(request).public_settings.canned_reply(program, id_of(request, ReplyUnknown)))


def _one(request: Request, found: object) -> Response:
    """The object with its tag, unless whoever asks has it as it is. None is about anybody's data: no journal."""
    etag = etag_of(found)
    return unchanged(etag) if is_known(request, etag) else tagged(found, etag)


_SETTINGS = Scope.READ_SETTINGS
SETTINGS_OPERATIONS: tuple[Operation, ...] = (
    list_of(
        f"{V1}/sites",
        list_sites,
        _SETTINGS,
        AskedForPage,
        PublicSite,
        "Sites that the key may ask for, oldest first",
    ),
    one_of(f"{V1}/sites/{{id}}", get_site, _SETTINGS, PublicSite, SiteUnknown, "One site"),
    list_of(
        f"{V1}/operators",
        list_operators,
        _SETTINGS,
        AskedForList,
        PublicOperator,
        "Whoever answers on the sites, oldest first",
    ),
    one_of(f"{V1}/operators/{{id}}", get_operator, _SETTINGS, PublicOperator, OperatorUnknown, "One operator"),
    list_of(
        f"{V1}/departments",
        list_departments,
        _SETTINGS,
        AskedForList,
        PublicDepartment,
        "Departments of the sites, oldest first",
    ),
    one_of(
        f"{V1}/departments/{{id}}", get_department, _SETTINGS, PublicDepartment, DepartmentUnknown, "One department"
    ),
    list_of(
        f"{V1}/tags",
        list_tags,
        _SETTINGS,
        AskedForPage,
        PublicTag,
        "Tags of the firm, oldest first",
    ),
    one_of(f"{V1}/tags/{{id}}", get_tag, _SETTINGS, PublicTag, LabelUnknown, "One tag"),
    list_of(
        f"{V1}/canned-replies",
        list_canned_replies,
        _SETTINGS,
        AskedForList,
        PublicCannedReply,
        "Ready replies that colleagues share, oldest first",
    ),
    one_of(
        f"{V1}/canned-replies/{{id}}",
        get_canned_reply,
        _SETTINGS,
        PublicCannedReply,
        ReplyUnknown,
        "One ready reply that colleagues share",
    ),
)
