"""`/panel/api/account`: the own password, second factor, sessions; `/panel/api/operators`: those of colleagues."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct
from starlette.requests import Request
from starlette.responses import Response

from ryadom.core.account import SecondFactorState
from ryadom.core.sign_in import Proof
from ryadom.errors import RouteUnknown
from ryadom.store.operator_sessions import OperatorSession
from ryadom.store.operators import Role
from ryadom.web.actors import actor_of
from ryadom.web.context import context_of
from ryadom.web.guards import client_address
from ryadom.web.responses import Json, read_json

Password = Annotated[str, Meta(max_length=256)]
Code = Annotated[str, Meta(max_length=64)]


class PasswordAndCode(Struct, frozen=True):
    """What changes of one's own access ask for again."""

    password: Password
    code: Code = ""


class NewPassword(PasswordAndCode, frozen=True):
    """A change of password."""

    new_password: Password = ""


class OneCode(Struct, frozen=True):
    """The first code of a new second factor."""

    code: Code


class AccountShown(Struct, frozen=True):
    """An operator's own access."""

    email: str
    role: Role
    second_factor: SecondFactorState


async def get_account(request: Request, session: OperatorSession) -> Response:
    """The own role and how the second factor stands."""
    state = await context_of(request).accounts.second_factor_of(session)
    return Json(AccountShown(session.email, session.role, state))


async def post_second_factor(request: Request, session: OperatorSession) -> Response:
    """Begins a second factor: the secret, as text and as a QR code. Nothing changes until it is confirmed."""
    proof = await read_json(request, PasswordAndCode)
    return Json(await context_of(request).accounts.begin_second_factor(session, _proof(request, proof)))


async def put_second_factor(request: Request, session: OperatorSession) -> Response:
    """Confirms the second factor with its first code; the recovery codes are shown this once."""
    shown = await read_json(request, OneCode)
    codes = await context_of(request).accounts.confirm_second_factor(session, shown.code, by=actor_of(request, session))
    return Json({"recovery_codes": codes})


async def delete_second_factor(request: Request, session: OperatorSession) -> Response:
    """Turns the second factor off."""
    proof = await read_json(request, PasswordAndCode)
    await context_of(request).accounts.remove_second_factor(
        session, _proof(request, proof), by=actor_of(request, session)
    )
    return Response(status_code=204)


async def put_password(request: Request, session: OperatorSession) -> Response:
    """Changes the own password."""
    change = await read_json(request, NewPassword)
    accounts = context_of(request).accounts
    await accounts.change_password(
        session, _proof(request, change), new_password=change.new_password, by=actor_of(request, session)
    )
    return Response(status_code=204)


async def get_sessions(request: Request, session: OperatorSession) -> Response:
    """The own sessions, the one used last first; `is_current` marks the one that asks."""
    lines = await context_of(request).accounts.list_sessions(session)
    shown = [
        {
            "id": line.id,
            "created_at": line.created_at,
            "last_seen_at": line.last_seen_at,
            "is_current": line.id == session.id,
        }
        for line in lines
    ]
    return Json({"sessions": shown})


async def delete_other_sessions(request: Request, session: OperatorSession) -> Response:
    """Ends all of the own sessions but the one that asks."""
    return Json(
        {"ended": await context_of(request).accounts.end_other_sessions(session, by=actor_of(request, session))}
    )


async def delete_one_session(request: Request, session: OperatorSession) -> Response:
    """Ends one of the own sessions."""
    await context_of(request).accounts.end_session(session, _id(request, "session_id"), by=actor_of(request, session))
    return Response(status_code=204)


async def get_operators(request: Request, session: OperatorSession) -> Response:
    """Who works on the operator's sites."""
    return Json({"operators": await context_of(request).accounts.list_colleagues(session)})


async def delete_sessions_of(request: Request, session: OperatorSession) -> Response:
    """Signs a colleague out everywhere."""
    ended = await context_of(request).accounts.end_sessions_of(
        session, _id(request, "operator_id"), by=actor_of(request, session)
    )
    return Json({"ended": ended})


def _proof(request: Request, shown: PasswordAndCode) -> Proof:
    address = client_address(request, context_of(request).settings.trusted_proxies)
    return Proof(password=shown.password, code=shown.code, address=address)


def _id(request: Request, name: str) -> UUID:
    try:
        return UUID(request.path_params[name])
    except ValueError:
        raise RouteUnknown("There is nothing at this address: its id is not a UUID.", field=name) from None
