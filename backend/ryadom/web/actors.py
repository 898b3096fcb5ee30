"""Who asks, as the journal names them."""

from starlette.requests import HTTPConnection

from ryadom.core.networks import network_of
from ryadom.store.journal_chain import Actor, ActorKind
from ryadom.store.operator_sessions import OperatorSession
from ryadom.web.context import context_of
from ryadom.web.guards import client_address


def actor_of(request: HTTPConnection, session: OperatorSession) -> Actor:
    """The operator of a session, and from which network they ask."""
    address = client_address(request, context_of(request).settings.trusted_proxies)
    return Actor(kind=ActorKind.OPERATOR, id=session.operator_id, name=session.name, network=network_of(address))
