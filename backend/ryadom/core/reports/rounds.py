"""What a timeline says to reports: its rounds. Pure.

A round begins with the visitor's first message, or with their coming back to a closed conversation, and ends with the
closing. An operator who opens a closed conversation again goes on with the same round: the closing was none.
"""

from collections.abc import Sequence
from uuid import UUID

from msgspec.structs import replace

from ryadom.store.rounds import Round, Step


def tell_rounds(newest: Round | None, steps: Sequence[Step], *, department_id: UUID | None) -> list[Round]:
    """The rounds that these entries change or begin, oldest first; `newest` is the conversation's newest so far.

    `department_id` is the conversation's present one: of one that was chosen with the first message no entry tells.
    """
    is_moved = any(step.department_id for step in steps)
    current = newest or Round(number=1, department_id=None if is_moved else department_id)
    told: list[Round] = []
    for step in steps:
        if current.closed_at is not None and _comes_back(step):
            told.append(current)
            current = Round(number=current.number + 1, department_id=current.department_id)
        current = _after(current, step)
    if current.department_id is None:
        current = replace(current, department_id=department_id)
    return [*told, current]


def _comes_back(step: Step) -> bool:
    """Whether a visitor opens a closed conversation: it goes back to the queue first, where it was somebody's."""
    return step.by_visitor and (step.kind in ("assignment", "message") or step.status == "open")


def _after(current: Round, step: Step) -> Round:
    match step.kind:
        case "message" if step.by_visitor:
            return replace(
                current,
                last_seq=step.seq,
                asked_at=current.asked_at or step.at,
                visitor_messages=current.visitor_messages + 1,
            )
        case "message":
            is_first = current.asked_at is not None and current.answered_at is None
            return replace(
                current,
                last_seq=step.seq,
                answered_at=step.at if is_first else current.answered_at,
                answered_by=step.author_id if is_first else current.answered_by,
                operator_messages=current.operator_messages + 1,
            )
        case "assignment":
            return replace(
                current,
                last_seq=step.seq,
                operator_id=step.operator_id or current.operator_id,
                department_id=step.department_id or current.department_id,
            )
        case "status":
            return replace(current, last_seq=step.seq, closed_at=step.at if step.status == "closed" else None)
        case "rating":
            return replace(current, last_seq=step.seq, score=step.score, has_comment=step.has_words)
        case _:
            return replace(current, last_seq=step.seq)
