"""The mark by which a card is found again in a CRM that keeps no number of ours: it ends the card's name."""

from collections.abc import Mapping

from ryadom.core.connectors.mapping import fill
from ryadom.core.connectors.protocol import Case

MARK_CHARS = 12
BEFORE_MARK = " · "
MAX_VALUE_CHARS = 255
NAME = "name"
CONVERSATION = "{conversation_id}"
"""A field that holds this finds the card, whatever its name has become."""


def mark_of(conversation_id: str) -> str:
    """The last group of the id as people write it: a search for it finds the whole id, too."""
    return conversation_id[-MARK_CHARS:]


def marked(name: str, id: str) -> str:
    """A name with the mark at its end."""
    return f"{name[: MAX_VALUE_CHARS - MARK_CHARS - len(BEFORE_MARK)]}{BEFORE_MARK}{mark_of(id)}"


def marked_fields(
    templates: Mapping[str, str], case: Case, *, long_field: str, max_long_chars: int
) -> Mapping[str, str]:
    """What stands in the fields of a card, those that stay empty left out, its name with the mark.

    A field takes 255 characters, `long_field` as many as are said.
    """
    filled = {
        name: fill(template, case, max_chars=max_long_chars if name == long_field else MAX_VALUE_CHARS)
        for name, template in templates.items()
    }
    named = marked(filled[NAME] or "Чат с сайта", str(case.conversation_id))
    return {name: text for name, text in filled.items() if text} | {NAME: named}
