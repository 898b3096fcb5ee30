"""Conditions on conversations, by which an export is narrowed down: named, checked, and told to the journal."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from ryadom.errors import BadBody
from ryadom.protocol.filters import Conditions
from ryadom.store.export_choices import Choice, list_choices
from ryadom.store.exports import EVERYTHING, Kind, Selection
from ryadom.store.sql import Connection

MOST_NAMED = 50
"""Of each kind, as in a filter of the inbox."""


async def check_conditions(connection: Connection, selection: Selection) -> None:
    """Refuses what would be an empty table that nobody meant.

    Raises:
        BadBody: consents, which are of no conversation, or what the sites have none of; `field` is `kind`,
            `department`, `operator` or `tag`.
    """
    conditions = selection.conditions
    if conditions == EVERYTHING:
        return
    if selection.kind is Kind.CONSENTS:
        raise BadBody(
            "Consents are of no conversation: ask for them by sites and a period, without other conditions.",
            field="kind",
        )
    choices = await list_choices(connection, selection.site_ids)
    _check("department", conditions.department_ids, choices.departments)
    _check("operator", conditions.operator_ids, choices.operators)
    _check("tag", conditions.tag_ids, choices.tags)


def ids_named(field: str, names: Sequence[str], known: Sequence[Choice]) -> tuple[UUID, ...]:
    """The ids of all that have one of these names, which may be ids and addresses of mail, too.

    Raises:
        BadBody: nothing has one of the names, or they are more than 50; `field` says of what.
    """
    found: dict[UUID, None] = {}
    for name in names:
        ids = [one.id for one in known if name in (one.name, str(one.id)) or (one.email and name == one.email)]
        if not ids:
            raise BadBody(f"These sites have no {field} {name}. There is: {_listed(known)}.", field=field)
        found.update(dict.fromkeys(ids))
    if len(found) > MOST_NAMED:
        raise BadBody(f"Name at most {MOST_NAMED} of a kind.", field=field)
    return tuple(found)


def told(conditions: Conditions) -> dict[str, str]:
    """What the journal says of them: ids, since names change."""
    parts: dict[str, Iterable[object]] = {
        "department_ids": conditions.department_ids,
        "operator_ids": conditions.operator_ids,
        "tag_ids": conditions.tag_ids,
        "states": conditions.states,
        "scores": conditions.scores,
    }
    said = {name: ", ".join(map(str, values)) for name, values in parts.items() if values}
    return said | ({"unanswered": "yes"} if conditions.is_unanswered else {})


def _check(field: str, ids: Sequence[UUID], known: Sequence[Choice]) -> None:
    there = {one.id for one in known}
    if missing := [id for id in ids if id not in there]:
        raise BadBody(f"These sites have no {field} with the id {missing[0]}. Leave it out.", field=field)


def _listed(known: Sequence[Choice]) -> str:
    return ", ".join(dict.fromkeys(one.name for one in known)) or "none"
