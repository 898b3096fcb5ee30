"""Conditions on conversations as values of the statements that try them."""

from ryadom.protocol.filters import Conditions, State
from ryadom.protocol.shared import Status


def values_of(conditions: Conditions) -> dict[str, object]:
    """By the names of parameters; an empty list of ids or scores lets all through, `is_snoozed` null both."""
    return {
        "department_ids": list(dict.fromkeys(conditions.department_ids)),
        "operator_ids": list(dict.fromkeys(conditions.operator_ids)),
        "tag_ids": list(conditions.tag_ids),
        "statuses": statuses_of(conditions),
        "is_snoozed": _is_snoozed(conditions),
        "scores": list(dict.fromkeys(conditions.scores)),
        "is_unanswered": conditions.is_unanswered,
    }


def statuses_of(conditions: Conditions) -> list[Status]:
    """Of which statuses a conversation in one of the states is."""
    states = set(conditions.states or State)
    return [Status.OPEN] * bool(states - {State.CLOSED}) + [Status.CLOSED] * (State.CLOSED in states)


def _is_snoozed(conditions: Conditions) -> bool | None:
    states = set(conditions.states or State)
    return None if {State.OPEN, State.SNOOZED} <= states else State.SNOOZED in states
