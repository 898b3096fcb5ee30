"""Labels of a controller: tags and results, of which conversations keep the ids."""

from collections.abc import Collection, Mapping
from uuid import UUID

from ryadom.protocol.labels import Colour, Label, LabelKind
from ryadom.store.sql import Connection, queries_beside

_queries = queries_beside(__file__)


async def list_labels(connection: Connection, controller_ids: Collection[UUID]) -> dict[UUID, list[Label]]:
    """By controller: those that are offered in their order, then the archived ones. Each controller is there."""
    found: dict[UUID, list[Label]] = {id: [] for id in controller_ids}
    for row in await _queries.list_labels.all(connection, controller_ids=list(controller_ids)):
        label = Label(
            id=row["id"],
            kind=LabelKind(row["kind"]),
            name=row["name"],
            colour=Colour(row["colour"]),
            is_archived=row["is_archived"],
        )
        found[row["controller_id"]].append(label)
    return found


async def list_versions(connection: Connection, controller_ids: Collection[UUID]) -> Mapping[UUID, int]:
    """By controller, how often its labels were changed; controllers that never had any are left out."""
    rows = await _queries.list_versions.all(connection, controller_ids=list(controller_ids))
    return {row["controller_id"]: row["version"] for row in rows}


async def known_labels(
    connection: Connection, site_id: UUID, ids: Collection[UUID]
) -> dict[UUID, tuple[LabelKind, bool]]:
    """Which of these the controller of a site has: of what kind, and whether it is archived."""
    rows = await _queries.known_labels.all(connection, site_id=site_id, ids=list(ids))
    return {row["id"]: (LabelKind(row["kind"]), row["is_archived"]) for row in rows}


async def move_version(connection: Connection, controller_id: UUID, *, over_version: int) -> bool:
    """Counts a change over this version; False where somebody else was quicker. Nobody else changes them until then."""
    values = {"controller_id": controller_id, "over_version": over_version}
    query = _queries.move_version if over_version else _queries.insert_version
    return await query.run(connection, **values) == 1


async def hold_labels(connection: Connection, controller_id: UUID) -> None:
    """Nobody else changes the labels of a controller that ever had some until the transaction ends; counts nothing."""
    await _queries.hold_labels.value(connection, controller_id=controller_id)


async def put_label(connection: Connection, controller_id: UUID, label: Label, *, place: int) -> None:
    """Stores a label, new or known; a known one keeps its kind."""
    await _queries.put_label.run(
        connection,
        controller_id=controller_id,
        id=label.id,
        kind=label.kind,
        name=label.name,
        colour=label.colour,
        place=place,
        is_archived=label.is_archived,
    )
