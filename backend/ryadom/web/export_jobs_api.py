"""`/panel/api/exports`: tables as files, for those who may take them out of their sites."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from ryadom.core.export_jobs.shapes import NewExport
from ryadom.core.rights import Right, check_right
from ryadom.store.operator_sessions import OperatorSession
from ryadom.web.actors import actor_of
from ryadom.web.context import context_of
from ryadom.web.file_api import id_of
from ryadom.web.guarded import GuardedRoute
from ryadom.web.responses import Json, read_json
from ryadom.web.session_api import cookie_of
from ryadom.web.streamed import begin_of, checked, first_of, streamed_file

KEPT_BY_NOBODY = {"Cache-Control": "private, no-store", "Cross-Origin-Resource-Policy": "same-origin"}

# A thousand sites
MAX_BYTES = 65_536


async def get_exports(request: Request, session: OperatorSession) -> Response:
    """What the operator has asked for, and what they may ask for."""
    return Json(await context_of(request).export_jobs.own(session))


async def post_export(request: Request, session: OperatorSession) -> Response:
    """Queues an export: 202, since there is no file yet."""
    new = await read_json(request, NewExport, max_bytes=MAX_BYTES)
    asked = await context_of(request).export_jobs.ask(session, new, actor_of(request, session))
    return Json(asked, status_code=202)


async def delete_export(request: Request, session: OperatorSession) -> Response:
    """Cancels it, or takes its file away."""
    await context_of(request).export_jobs.leave(session, id_of(request, "export_id"))
    return Response(status_code=204)


async def post_export_link(request: Request, session: OperatorSession) -> Response:
    """A link to its file, for this session, once."""
    link = await context_of(request).export_jobs.link(session, id_of(request, "export_id"))
    return Json(link, status_code=201)


async def get_export_file(request: Request, session: OperatorSession) -> Response:
    """Its file, by a link to it; or what of it comes from a byte on (`Range`), for who goes on where a line broke and
    shows the tag that the first answer had (`If-Range`, or of Firefox `If-Match`).

    It breaks off where the session has ended meanwhile, the right was lost, or the export has ended.
    """
    if "prefetch" in request.headers.get("sec-purpose", ""):
        # A browser that looks ahead is nobody who takes a file: the link stays good.
        return Response(status_code=503, headers={"Cache-Control": "no-store"})
    context = context_of(request)
    cookie = cookie_of(request, context.settings)
    id = id_of(request, "export_id")
    taken = await context.export_jobs.take(
        session,
        id,
        request.path_params["link"],
        actor_of(request, session),
        begin=begin_of(request),
        of_tag=request.headers.get("if-range") or request.headers.get("if-match"),
    )

    async def check() -> None:
        now = await context.sign_in.find(cookie)
        check_right(now, Right.EXPORT_DATA)
        await context.export_jobs.check_again(now, id)

    pieces = checked(taken.pieces(), check)
    first = await first_of(request, pieces)
    patience = context.exports.patience
    return streamed_file(taken, first, pieces, piece_within_s=patience.piece_within_s, headers=KEPT_BY_NOBODY)


EXPORT_JOB_ROUTES: tuple[BaseRoute, ...] = (
    GuardedRoute("GET", "/panel/api/exports", get_exports, Right.EXPORT_DATA),
    GuardedRoute("POST", "/panel/api/exports", post_export, Right.EXPORT_DATA),
    GuardedRoute("DELETE", "/panel/api/exports/{export_id}", delete_export, Right.EXPORT_DATA),
    GuardedRoute("POST", "/panel/api/exports/{export_id}/link", post_export_link, Right.EXPORT_DATA),
    # Whoever only looks would spend the link
    GuardedRoute(
        "GET", "/panel/api/exports/{export_id}/files/{link}", get_export_file, Right.EXPORT_DATA, has_head=False
    ),
)
