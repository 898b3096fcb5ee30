"""What somebody who looks after sites is shown of connectors: no secret, and of sites of others nothing."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from uuid import UUID

import msgspec
from msgspec import Struct

from ryadom.core.connectors.form_shapes import Form
from ryadom.core.connectors.forms import FORMS
from ryadom.core.connectors.mapping import VALUES
from ryadom.core.connectors.opening import read_sealed
from ryadom.core.outgoing.urls import read_url
from ryadom.core.program_places import ProgramPlace, places_of
from ryadom.core.sealing import Seal
from ryadom.errors import ConnectorSealed
from ryadom.protocol.labels import LabelKind
from ryadom.store.connectors import Rules, StoredConnector
from ryadom.store.egress import DataLevel, find_recipient
from ryadom.store.labels import list_labels
from ryadom.store.operator_sessions import OperatorSession
from ryadom.store.sites import Basis, all_sites
from ryadom.store.sql import Connection


class OwnConnector(Struct, frozen=True, kw_only=True):
    """A connector without its secrets. `site_ids`, with their names: those of the operator's that it is for.

    `settings`: those that its form shows, where they may manage it and the key to them is there (else `is_sealed`).
    `is_allowed`: the register of recipients lets names, contacts and words go there. `without_basis`: names of sites
    on which no basis is chosen, so that nothing is pushed of them. `version` is to be named by who changes it. All else
    as `store.connectors` says.
    """

    id: UUID
    version: int
    kind: str
    origin: str
    controller_id: UUID
    controller: str
    site_ids: tuple[UUID, ...]
    sites: tuple[str, ...]
    is_for_all: bool
    may_manage: bool
    settings: Mapping[str, str]
    mapping: Mapping[str, str]
    rules: Rules
    is_sealed: bool
    is_allowed: bool
    without_basis: tuple[str, ...]
    made_at: datetime
    failures: int
    failing_since: datetime | None
    paused_until: datetime | None
    trouble: str
    stopped_at: datetime | None
    disabled_at: datetime | None
    waiting: int


class Tag(Struct, frozen=True, kw_only=True):
    """A tag that a rule may be about."""

    id: UUID
    name: str


class OwnConnectors(Struct, frozen=True, kw_only=True):
    """Connectors of at least one of the operator's sites, newest first, and what there is to choose of.

    `tags`: by controller, those that are offered. `values`: what templates may name. `has_links`: it is known at
    which address the panel is found, so that a card may have a link to its conversation.
    """

    connectors: tuple[OwnConnector, ...]
    places: tuple[ProgramPlace, ...]
    tags: Mapping[UUID, tuple[Tag, ...]]
    forms: tuple[Form, ...] = tuple(FORMS.values())
    values: tuple[str, ...] = tuple(VALUES)
    has_links: bool


async def own_connectors(
    connection: Connection,
    session: OperatorSession,
    known: Sequence[StoredConnector],
    seal: Seal,
    *,
    has_links: bool,
) -> OwnConnectors:
    """Of all that are known, oldest first, what this operator is shown."""
    places = await places_of(connection, session)
    by_id = {place.id: place for place in places}
    undecided = {site.id for site in await all_sites(connection) if site.basis is Basis.UNDECIDED}
    own = []
    for one in reversed(known):
        place = by_id.get(one.controller_id)
        if place is None or not place.names(one.site_ids):
            continue
        target = read_url(one.origin)
        recipient = await find_recipient(
            connection, controller_id=one.controller_id, host=target.host, port=target.port
        )
        is_allowed = recipient is not None and recipient.most_data is DataLevel.CONTENTS_AND_CONTACTS
        own.append(_own(one, place, seal, undecided=undecided, is_allowed=is_allowed))
    labels = await list_labels(connection, by_id)
    tags = {
        id: tuple(
            Tag(id=label.id, name=label.name)
            for label in of_controller
            if label.kind is LabelKind.TAG and not label.is_archived
        )
        for id, of_controller in labels.items()
    }
    return OwnConnectors(connectors=tuple(own), places=tuple(places), tags=tags, has_links=has_links)


def _own(
    one: StoredConnector, place: ProgramPlace, seal: Seal, *, undecided: set[UUID], is_allowed: bool
) -> OwnConnector:
    now = datetime.now(UTC)
    own = [site for site in place.sites if not one.site_ids or site.id in one.site_ids]
    may_manage = place.covers(one.site_ids)
    settings = _shown(one, seal)
    return OwnConnector(
        id=one.id,
        version=one.generation,
        kind=one.kind,
        origin=one.origin,
        controller_id=one.controller_id,
        controller=place.name,
        site_ids=tuple(site.id for site in own) if one.site_ids else (),
        sites=tuple(site.name for site in own),
        is_for_all=not one.site_ids,
        may_manage=may_manage,
        settings=settings or {} if may_manage else {},
        mapping=one.mapping if may_manage else {},
        rules=one.rules,
        is_sealed=settings is None,
        is_allowed=is_allowed,
        without_basis=tuple(site.name for site in own if site.id in undecided),
        made_at=one.made_at,
        failures=one.failures,
        failing_since=one.failing_since,
        paused_until=one.paused_until if one.paused_until and one.paused_until > now else None,
        trouble=one.trouble,
        stopped_at=one.stopped_at,
        disabled_at=one.disabled_at,
        waiting=one.waiting,
    )


def _shown(one: StoredConnector, seal: Seal) -> dict[str, str] | None:
    """None where the key to its settings is gone; a kind without a form shows none."""
    try:
        settings = msgspec.json.decode(read_sealed(seal, one).secret, type=dict[str, object])
    except ConnectorSealed:
        return None
    form = FORMS.get(one.kind)
    return form.shown(settings) if form else {}
