"""Labels of a controller (tags, results): what an administrator may choose, and reading and changing it."""

from collections.abc import Collection, Sequence
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from ryadom.core.texts import clean_line
from ryadom.errors import BadBody, ControllerUnknown
from ryadom.live.hub import OperatorsTopic
from ryadom.live.relay import Relay
from ryadom.privacy.overruling import settings_changed
from ryadom.protocol.labels import Colour, ControllerLabels, Label, LabelKind
from ryadom.protocol.operator import LabelsChanged
from ryadom.store import journal
from ryadom.store import labels as store
from ryadom.store.controllers import all_controllers
from ryadom.store.database import Database
from ryadom.store.ids import new_id
from ryadom.store.journal import Noted
from ryadom.store.journal_chain import Action, Actor, Record
from ryadom.store.sites import all_sites, sites_of_operator
from ryadom.store.sql import Connection

MAX_NAME_CHARS = 40
MAX_LABELS = 500
"""Of a controller, of both kinds, archived ones too."""

MAX_OFFERED = 100
"""Of each kind."""

Name = Annotated[str, Meta(max_length=MAX_NAME_CHARS)]


class ChosenLabel(Struct, frozen=True, kw_only=True):
    """One label as it is to be; `id` is None for a new one. A known one keeps its kind."""

    id: UUID | None = None
    kind: LabelKind
    name: Name
    colour: Colour = Colour.GREY
    is_archived: bool = False


class ShownLabels(Struct, frozen=True, kw_only=True):
    """A controller and its labels; `version` is to be named by who changes them."""

    controller_id: UUID
    name: str
    version: int
    labels: list[Label]


async def labels_of_sites(connection: Connection, controller_ids: Collection[UUID]) -> list[ControllerLabels]:
    """What a panel is told of the labels of these controllers."""
    found = await store.list_labels(connection, list(dict.fromkeys(controller_ids)))
    return [ControllerLabels(controller_id=id, labels=tuple(labels)) for id, labels in found.items() if labels]


class Labels:
    """Changes labels, journals who did it, and tells the panels."""

    def __init__(self, database: Database, relay: Relay) -> None:
        self._database = database
        self._relay = relay

    async def shown_to(self, operator_id: UUID) -> list[ShownLabels]:
        """The labels of the controllers of an operator's sites, in the order of the sites."""
        async with self._database.connection() as connection:
            return await _read(connection, await _controllers(connection, operator_id))

    async def check_own(self, operator_id: UUID, controller_id: UUID) -> None:
        """Lets only those pass who work on a site of this controller.

        Raises:
            ControllerUnknown: the operator does not.
        """
        async with self._database.connection() as connection:
            await _check_own(connection, operator_id, controller_id)

    async def change(
        self,
        operator_id: UUID,
        controller_id: UUID,
        chosen: Sequence[ChosenLabel],
        *,
        over_version: int,
        by: Actor,
    ) -> ShownLabels:
        """Replaces the labels of a controller on whose site the operator works. None is deleted: it is archived.

        Raises:
            BadBody: labels that can't be; `field` says which.
            ControllerUnknown: the operator works on no site of this controller.
            SettingsChanged: somebody else has changed them since `over_version`.
            JournalUnavailable: the journal can't be written, so nothing is changed.
        """
        async with self._database.transaction() as connection:
            await _check_own(connection, operator_id, controller_id)
            if not await store.move_version(connection, controller_id, over_version=over_version):
                raise await settings_changed(connection, Noted(controller_id=controller_id, whats=("labels",)), by)
            [before] = await _read(connection, [controller_id])
            labels = check_labels(chosen, before.labels)
            after = await _put(connection, before, labels, by)
        await self._tell(after)
        return after

    async def add(self, operator_id: UUID, controller_id: UUID, chosen: ChosenLabel, *, by: Actor) -> Label:
        """Adds one label while somebody works, unless one of this kind and name is offered: then it gives that one.

        Raises:
            BadBody: a label that can't be, or too many.
            ControllerUnknown: the operator works on no site of this controller.
            JournalUnavailable: the journal can't be written, so nothing is changed.
        """
        name = clean_line(chosen.name, field="name", max_chars=MAX_NAME_CHARS)
        async with self._database.transaction() as connection:
            await _check_own(connection, operator_id, controller_id)
            # Where there never were any, there is none of this name either.
            is_counted = await store.move_version(connection, controller_id, over_version=0)
            if not is_counted:
                await store.hold_labels(connection, controller_id)
            [before] = await _read(connection, [controller_id])
            for label in before.labels:
                if not label.is_archived and (label.kind, label.name.casefold()) == (chosen.kind, name.casefold()):
                    return label
            added = Label(id=new_id(), kind=chosen.kind, name=name, colour=chosen.colour, is_archived=False)
            offered = [label for label in before.labels if not label.is_archived]
            archived = [label for label in before.labels if label.is_archived]
            _check_numbers([*offered, added, *archived])
            if not is_counted:
                await store.move_version(connection, controller_id, over_version=before.version)
            after = await _put(connection, before, [*offered, added, *archived], by)
        await self._tell(after)
        return added

    async def _tell(self, after: ShownLabels) -> None:
        told = LabelsChanged(changed=ControllerLabels(controller_id=after.controller_id, labels=tuple(after.labels)))
        async with self._database.connection() as connection:
            sites = await all_sites(connection)
        for site in sites:
            if site.controller_id == after.controller_id:
                self._relay.publish(OperatorsTopic(site.id), told)


def check_labels(chosen: Sequence[ChosenLabel], before: Sequence[Label]) -> list[Label]:
    """The labels as they are to be stored, in their order.

    Raises:
        BadBody: a name that can't be stored, or that two of a kind that are offered have; the same label twice, one
        that
            is missing or unknown, one of another kind than it was; too many.
    """
    kinds = {label.id: label.kind for label in before}
    named = [one.id for one in chosen if one.id is not None]
    if len(set(named)) < len(named):
        raise BadBody("One label is in the list twice.", field="labels")
    if missing := kinds.keys() - set(named):
        raise BadBody(f"{len(missing)} labels are missing. Archive what is not needed.", field="labels")
    taken: set[tuple[LabelKind, str]] = set()
    labels = []
    for place, one in enumerate(chosen):
        name = clean_line(one.name, field=f"labels[{place}].name", max_chars=MAX_NAME_CHARS)
        if one.id is not None and kinds.get(one.id) is not one.kind:
            raise BadBody("The controller has no label of this kind with this id.", field=f"labels[{place}].id")
        key = (one.kind, name.casefold())
        if not one.is_archived and key in taken:
            raise BadBody("Two labels have the same name.", field=f"labels[{place}].name")
        taken |= set() if one.is_archived else {key}
        labels.append(
            Label(id=one.id or new_id(), kind=one.kind, name=name, colour=one.colour, is_archived=one.is_archived)
        )
    _check_numbers(labels)
    return labels


def _check_numbers(labels: Sequence[Label]) -> None:
    if len(labels) > MAX_LABELS:
        raise BadBody(f"At most {MAX_LABELS} labels can be kept.", field="labels")
    for kind in LabelKind:
        if sum(label.kind is kind and not label.is_archived for label in labels) > MAX_OFFERED:
            raise BadBody(f"At most {MAX_OFFERED} can be offered. Archive some.", field="labels")


async def _controllers(connection: Connection, operator_id: UUID) -> list[UUID]:
    sites = await sites_of_operator(connection, operator_id)
    return list(dict.fromkeys(site.controller_id for site in sites))


async def _check_own(connection: Connection, operator_id: UUID, controller_id: UUID) -> None:
    if controller_id not in await _controllers(connection, operator_id):
        raise ControllerUnknown("You work on no site of a controller with this id.", field="controller_id")


async def _read(connection: Connection, controller_ids: Sequence[UUID]) -> list[ShownLabels]:
    labels = await store.list_labels(connection, controller_ids)
    versions = await store.list_versions(connection, controller_ids)
    names = {controller.id: controller.legal_name for controller in await all_controllers(connection)}
    return [
        ShownLabels(controller_id=id, name=names[id], version=versions.get(id, 0), labels=labels[id])
        for id in controller_ids
    ]


async def _put(connection: Connection, before: ShownLabels, labels: Sequence[Label], by: Actor) -> ShownLabels:
    for place, label in enumerate(labels):
        await store.put_label(connection, before.controller_id, label, place=place)
    [after] = await _read(connection, [before.controller_id])
    record = Record(
        controller_id=before.controller_id,
        action=Action.SETTINGS_CHANGED,
        actor=by,
        details={"what": "labels", "before": _summary(before.labels), "after": _summary(after.labels)},
    )
    await journal.append(connection, [record])
    return after


def _summary(labels: Sequence[Label]) -> str:
    """Names; what is archived in brackets."""
    return "; ".join(f"[{one.name}]" if one.is_archived else one.name for one in labels)
