"""Who asks over HTTP, as the journal names them."""

from starlette.requests import Request

from ryadom.core.networks import network_of
from ryadom.store.journal_chain import Actor, ActorKind
from ryadom.store.operator_sessions import OperatorSession
from ryadom.web.context import context_of
from ryadom.web.guards import client_address


def network_of_request(request: Request) -> str:
    """From where a request comes: an IPv4 address or the /64 of an IPv6 one."""
    return network_of(client_address(request, context_of(request).settings.trusted_proxies))


def actor_of(request: Request, session: OperatorSession) -> Actor:
    """The operator of a session, with the network that their request comes from."""
    return Actor(
        kind=ActorKind.OPERATOR, id=session.operator_id, name=session.name, network=network_of_request(request)
    )
