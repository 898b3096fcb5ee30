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


def tell_lead(number: int, steps: Sequence[Step]) -> Round:
    """Whose a round was, by all of its entries: `bot_id` and `bot_messages` of what is given, and no more."""
    told = Round(number=number)
    for step in steps:
        told = _after(told, step)
    return told


def _comes_back(step: Step) -> bool:
    """Whether a visitor opens a closed conversation: it goes back to the queue first, where it was somebody's."""
    return step.by_visitor and (step.kind in ("assignment", "message") or step.status == "open")


def _after(current: Round, step: Step) -> Round:
    # Where a server of an older version has passed over some entries, whose it was is reckoned from all of them later.
    led_seq = step.seq if current.is_led_known else current.led_seq
    return replace(_changed(current, step), last_seq=step.seq, led_seq=led_seq)


def _changed(current: Round, step: Step) -> Round:
    match step.kind:
        case "message" if step.by_visitor:
            return replace(current, asked_at=current.asked_at or step.at, visitor_messages=current.visitor_messages + 1)
        case "message":
            is_first = current.asked_at is not None and current.answered_at is None
            return replace(
                current,
                answered_at=step.at if is_first else current.answered_at,
                answered_by=step.author_id if is_first else current.answered_by,
                operator_messages=current.operator_messages + 1,
            )
        case "bot_message" if step.author_id == current.bot_id:
            # What other programs say in the names of bots answers nobody.
            return replace(current, bot_messages=current.bot_messages + 1)
        case "assignment":
            return replace(
                current,
                bot_id=step.bot_id,
                operator_id=step.operator_id or current.operator_id,
                department_id=step.department_id or current.department_id,
            )
        case "status":
            if step.status == "open":
                return replace(current, closed_at=None, is_merged=False)
            return replace(current, closed_at=step.at, is_merged=current.is_merged or step.is_merged)
        case "rating":
            return replace(current, score=step.score, has_comment=step.has_words)
        case _:
            return current
