"""A stored connector made ready: its settings opened, its line cleared by the register of recipients."""

from msgspec import Struct

from ryadom.core.connectors.kinds import kind_named
from ryadom.core.connectors.line import Account, CrmLine, Pace
from ryadom.core.connectors.protocol import Connector
from ryadom.core.outgoing.client import Caller
from ryadom.core.outgoing.urls import Target
from ryadom.core.sealing import Opened as SealedOpened
from ryadom.core.sealing import Seal
from ryadom.errors import ConnectorSealed, EgressForbidden
from ryadom.store.connectors import StoredConnector
from ryadom.store.egress import DataLevel

PURPOSE = "connector settings"


class Opened(Struct, frozen=True, kw_only=True):
    """A connector that can be asked. `resealed`: its settings under the newest key, where they were under another."""

    connector: Connector
    account: Account
    target: Target
    resealed: bytes | None

    def __repr__(self) -> str:
        return f"Opened({self.target})"


def read_sealed(seal: Seal, stored: StoredConnector) -> SealedOpened:
    """The settings as JSON.

    Raises:
        ConnectorSealed: the key that they were sealed with is gone.
    """
    opened = seal.open(stored.sealed_settings, owner=stored.id.bytes)
    if opened is None:
        raise ConnectorSealed(
            f"The settings of the connector {stored.id} can't be opened: RYADOM_SECRET_KEY is another than it was. "
            "Put the old key behind the new one, or remove the connector and add it anew."
        )
    return opened


def read_target(seal: Seal, stored: StoredConnector) -> Target:
    """Where its settings lead.

    Raises:
        ConnectorSealed: see `read_sealed`.
        BadBody: settings that its kind does not take any more.
    """
    return kind_named(stored.kind).target_of(read_sealed(seal, stored).secret)


def open_connector(seal: Seal, caller: Caller, pace: Pace, stored: StoredConnector) -> Opened:
    """What a push needs.

    Raises:
        ConnectorSealed: see `read_sealed`.
        BadBody: settings or mapping that its kind does not take any more.
    """
    opened = read_sealed(seal, stored)
    kind = kind_named(stored.kind)
    target = kind.target_of(opened.secret)
    account = Account(stored.controller_id, target.origin, target.path if kind.has_paths else "")
    line = CrmLine(
        caller,
        pace,
        account=account,
        target=target,
        per_second=kind.per_second,
        burst=kind.burst,
    )
    return Opened(
        connector=kind.open(opened.secret, stored.mapping, line),
        account=account,
        target=target,
        resealed=seal.close(opened.secret, owner=stored.id.bytes) if opened.is_stale else None,
    )


async def check_register(caller: Caller, stored: StoredConnector, target: Target) -> None:
    """Lets a push pass to a recipient who may be told names, contacts and words.

    Raises:
        EgressForbidden: the register of recipients has not this host, or allows it less.
        CalendarUnknown, HostUnresolved: see `Caller.clear`.
    """
    most = (await caller.clear(stored.controller_id, target)).recipient.most_data
    if most is not DataLevel.CONTENTS_AND_CONTACTS:
        raise EgressForbidden(
            f"The register allows {target.host} no more than {most}: remove it there, and add it with "
            f"--webhook-data {DataLevel.CONTENTS_AND_CONTACTS}.",
            field="host",
        )
