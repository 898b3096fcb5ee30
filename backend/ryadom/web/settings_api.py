"""How the firm works, for programs: sites, operators, departments, tags, ready replies."""

from starlette.requests import Request
from starlette.responses import Response

from ryadom.core.api_keys import Program
from ryadom.web.api import asked_of
from ryadom.web.context import context_of
from ryadom.web.objects_api import AskedForList, AskedForPage, page_of
from ryadom.web.responses import Json


async def list_sites(request: Request, program: Program) -> Response:
    """A page of the sites that the key may ask for."""
    asked = page_of(asked_of(request, AskedForPage))
    return Json(context_of(request).public_settings.sites(program, asked))


async def list_operators(request: Request, program: Program) -> Response:
    """A page of operators."""
    asked = page_of(asked_of(request, AskedForList))
    return Json(await context_of(request).public_settings.operators(program, asked))


async def list_departments(request: Request, program: Program) -> Response:
    """A page of departments."""
    asked = page_of(asked_of(request, AskedForList))
    return Json(await context_of(request).public_settings.departments(program, asked))


async def list_tags(request: Request, program: Program) -> Response:
    """A page of tags."""
    asked = page_of(asked_of(request, AskedForPage))
    return Json(await context_of(request).public_settings.tags(program, asked))


async def list_canned_replies(request: Request, program: Program) -> Response:
    """A page of ready replies that colleagues share."""
    asked = page_of(asked_of(request, AskedForList))
    return Json(await context_of(request).public_settings.canned_replies(program, asked))
