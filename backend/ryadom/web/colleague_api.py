"""`/panel/api/operators/ID/…` and `/panel/api/invitations`: who works on the own sites, and as what."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from ryadom.core.colleague_persons import Person
from ryadom.core.colleague_places import Place
from ryadom.core.rights import Right
from ryadom.errors import InvitationUnknown, OperatorUnknown
from ryadom.store.departments import named_departments
from ryadom.store.operator_sessions import OperatorSession
from ryadom.store.operators import Role
from ryadom.web.actors import actor_of, network_of_request
from ryadom.web.context import context_of
from ryadom.web.guarded import GuardedRoute
from ryadom.web.guards import check_own_origin
from ryadom.web.responses import Json, read_json

SiteIds = Annotated[tuple[UUID, ...], Meta(max_length=50)]
DepartmentIds = Annotated[tuple[UUID, ...], Meta(max_length=1_000)]
Version = Annotated[int, Meta(ge=0, le=2**53 - 1)]
Token = Annotated[str, Meta(min_length=1, max_length=100)]


class NewRole(Struct, frozen=True):
    """Another role; `over_version` as in `NewPlace`. Panels of before leave it out: over any."""

    role: Role
    over_version: Version | None = None


class NewSites(Struct, frozen=True):
    """On which of the own sites a colleague works from now on; `over_version` as in `NewRole`."""

    site_ids: SiteIds
    over_version: Version | None = None


class NewPlace(Struct, frozen=True, kw_only=True):
    """What a colleague is, where, in which departments there, and whether they see only these.

    `over_version` is the version that whoever changes it has seen.
    """

    over_version: Version
    role: Role
    site_ids: SiteIds
    department_ids: DepartmentIds = ()
    sees_own_departments_only: bool = False


class NewPerson(Struct, frozen=True, kw_only=True):
    """Another name or address of a colleague, over the version that whoever changes it has seen."""

    over_version: Version
    name: Annotated[str, Meta(max_length=200)]
    email: Annotated[str, Meta(max_length=254)]


class NewAccess(Struct, frozen=True):
    """Whether a colleague may sign in."""

    is_active: bool


class NewColleague(Struct, frozen=True):
    """Whom to invite, as what and where."""

    email: Annotated[str, Meta(max_length=254)]
    role: Role
    site_ids: SiteIds
    department_ids: DepartmentIds = ()
    sees_own_departments_only: bool = False


class Link(Struct, frozen=True):
    """What the link of an invitation holds."""

    token: Token


class Acceptance(Link, frozen=True):
    """What an invited person chooses."""

    name: Annotated[str, Meta(max_length=200)]
    password: Annotated[str, Meta(max_length=256)]


async def put_role(request: Request, session: OperatorSession) -> Response:
    """Gives a colleague another role; their sessions end."""
    operator_id = await own_colleague(request, session)
    change = await read_json(request, NewRole)
    by, over_version = actor_of(request, session), change.over_version
    await context_of(request).colleagues.set_role(session, operator_id, change.role, over_version=over_version, by=by)
    return Response(status_code=204)


async def put_sites(request: Request, session: OperatorSession) -> Response:
    """Says on which of the own sites a colleague works."""
    operator_id = await own_colleague(request, session)
    change = await read_json(request, NewSites)
    by, wanted, over_version = actor_of(request, session), change.site_ids, change.over_version
    await context_of(request).colleagues.set_sites(session, operator_id, wanted, over_version=over_version, by=by)
    return Response(status_code=204)


async def put_place(request: Request, session: OperatorSession) -> Response:
    """Says what a colleague is, on which of the own sites, in which departments, and how far they see there."""
    operator_id = await own_colleague(request, session)
    new = await read_json(request, NewPlace)
    place = Place(
        role=new.role,
        site_ids=frozenset(new.site_ids),
        department_ids=frozenset(new.department_ids),
        sees_own_departments_only=new.sees_own_departments_only,
    )
    by = actor_of(request, session)
    version = await context_of(request).colleagues.set_place(
        session, operator_id, place, over_version=new.over_version, by=by
    )
    return Json({"place_version": version})


async def put_person(request: Request, session: OperatorSession) -> Response:
    """Gives a colleague another name, or another address to sign in with; their sessions go on."""
    operator_id = await own_colleague(request, session)
    new = await read_json(request, NewPerson)
    by = actor_of(request, session)
    version = await context_of(request).colleagues.set_person(
        session, operator_id, Person(name=new.name, email=new.email), over_version=new.over_version, by=by
    )
    return Json({"person_version": version})


async def put_access(request: Request, session: OperatorSession) -> Response:
    """Closes a colleague's access, or opens it again."""
    operator_id = await own_colleague(request, session)
    change = await read_json(request, NewAccess)
    by = actor_of(request, session)
    await context_of(request).colleagues.set_active(session, operator_id, is_active=change.is_active, by=by)
    return Response(status_code=204)


async def get_led(request: Request, session: OperatorSession) -> Response:
    """How many open conversations a colleague leads on the own sites: what goes back to the queue without access."""
    operator_id = await own_colleague(request, session)
    led = await context_of(request).colleagues.count_led(session, operator_id)
    return Json({"led": [{"site_id": site_id, "count": count} for site_id, count in led.items()]})


async def get_invitations(request: Request, session: OperatorSession) -> Response:
    """The invitations to the own sites, and the sites that one may invite to, with what departments these offer."""
    context = context_of(request)
    found = await context.invitations.list_own(session)
    shown = [
        {
            "id": one.id,
            "email": one.email,
            "role": one.role,
            "site_ids": one.site_ids,
            "department_ids": one.department_ids,
            "sees_own_departments_only": one.sees_own_departments_only,
            "inviter_name": one.inviter_name,
            "expires_at": one.expires_at,
            "is_expired": one.is_expired,
        }
        for one in found
    ]
    own = await context.accounts.list_sites(session)
    async with context.operator_desk.database.connection() as connection:
        offered = await named_departments(connection, [site.id for site in own])
    sites = [
        {
            "id": site.id,
            "name": site.name,
            "departments": [{"id": one.id, "name": one.name} for one in offered if one.site_id == site.id],
        }
        for site in own
    ]
    return Json({"invitations": shown, "sites": sites})


async def post_invitation(request: Request, session: OperatorSession) -> Response:
    """Invites somebody; the token of the link is shown this once."""
    wanted = await read_json(request, NewColleague)
    sent = await context_of(request).invitations.invite(
        session,
        email=wanted.email,
        role=wanted.role,
        site_ids=wanted.site_ids,
        department_ids=wanted.department_ids,
        sees_own_departments_only=wanted.sees_own_departments_only,
        by=actor_of(request, session),
    )
    return Json(sent, 201)


async def post_renewal(request: Request, session: OperatorSession) -> Response:
    """Sends an invitation again, with another link."""
    by = actor_of(request, session)
    return Json(await context_of(request).invitations.renew(session, _invitation(request), by=by))


async def delete_invitation(request: Request, session: OperatorSession) -> Response:
    """Withdraws an invitation."""
    by = actor_of(request, session)
    await context_of(request).invitations.withdraw(session, _invitation(request), by=by)
    return Response(status_code=204)


async def post_link(request: Request) -> Response:
    """What a link invites to. A POST, so that the token stands in no address and no log."""
    check_own_origin(request, context_of(request).settings)
    link = await read_json(request, Link)
    return Json(await context_of(request).invitations.show(link.token, network=network_of_request(request)))


async def put_link(request: Request) -> Response:
    """Accepts an invitation; gives the address to sign in with."""
    check_own_origin(request, context_of(request).settings)
    chosen = await read_json(request, Acceptance)
    email = await context_of(request).invitations.accept(
        chosen.token, name=chosen.name, password=chosen.password, network=network_of_request(request)
    )
    return Json({"email": email})


def colleague_routes() -> list[BaseRoute]:
    """The addresses of colleagues and invitations."""
    manage, api = Right.MANAGE_OPERATORS, "/panel/api"
    return [
        GuardedRoute("PUT", f"{api}/operators/{{operator_id}}/role", put_role, manage),
        GuardedRoute("PUT", f"{api}/operators/{{operator_id}}/sites", put_sites, manage),
        GuardedRoute("PUT", f"{api}/operators/{{operator_id}}/place", put_place, manage),
        GuardedRoute("PUT", f"{api}/operators/{{operator_id}}/person", put_person, manage),
        GuardedRoute("PUT", f"{api}/operators/{{operator_id}}/access", put_access, manage),
        GuardedRoute("GET", f"{api}/operators/{{operator_id}}/led", get_led, manage),
        GuardedRoute("GET", f"{api}/invitations", get_invitations, manage),
        GuardedRoute("POST", f"{api}/invitations", post_invitation, manage),
        GuardedRoute("POST", f"{api}/invitations/{{invitation_id}}/renewal", post_renewal, manage),
        GuardedRoute("DELETE", f"{api}/invitations/{{invitation_id}}", delete_invitation, manage),
        Route(f"{api}/invitation", post_link, methods=["POST"]),
        Route(f"{api}/invitation", put_link, methods=["PUT"]),
    ]


async def own_colleague(request: Request, session: OperatorSession) -> UUID:
    """Whom the address names: whether they are there is said before anything else."""
    try:
        operator_id = UUID(request.path_params["operator_id"])
    except ValueError:
        raise OperatorUnknown("Nobody with this id works on your sites.", field="operator_id") from None
    return (await context_of(request).colleagues.find(session, operator_id)).id


def _invitation(request: Request) -> UUID:
    try:
        return UUID(request.path_params["invitation_id"])
    except ValueError:
        raise InvitationUnknown("There is no such invitation.", field="invitation_id") from None
