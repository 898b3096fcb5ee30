"""What the endpoints work with: made once by `app`, carried by the application's state."""

from typing import cast

from msgspec import Struct
from starlette.requests import HTTPConnection

from ryadom.core.account import Accounts
from ryadom.core.colleagues import Colleagues
from ryadom.core.health import Health
from ryadom.core.invitations import Invitations
from ryadom.core.journal_desk import JournalDesk
from ryadom.core.operator_session import OperatorDesk
from ryadom.core.sign_in import SignIn
from ryadom.core.visitor_session import VisitorDesk
from ryadom.live.hub import Hub
from ryadom.live.metrics import Metrics
from ryadom.live.relay import Relay
from ryadom.privacy.consent_documents import PublishedDocuments
from ryadom.settings import Settings
from ryadom.web.addresses import Addresses
from ryadom.web.open_sockets import Sockets


class Context(Struct, frozen=True, kw_only=True):
    """Everything an endpoint may ask for."""

    settings: Settings
    metrics: Metrics
    addresses: Addresses
    sockets: Sockets
    hub: Hub
    relay: Relay
    health: Health
    sign_in: SignIn
    documents: PublishedDocuments
    accounts: Accounts
    journal_desk: JournalDesk
    colleagues: Colleagues
    invitations: Invitations
    visitor_desk: VisitorDesk
    operator_desk: OperatorDesk


def context_of(connection: HTTPConnection) -> Context:
    """The context of the application that serves this request or socket."""
    return cast(Context, connection.app.state.context)
