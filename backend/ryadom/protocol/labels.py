"""Words that a firm puts on conversations: tags, and results with which they are closed."""

from enum import StrEnum
from uuid import UUID

from msgspec import Struct


class LabelKind(StrEnum):
    """A tag, of which a conversation may have several; or a result, with one of which it is closed."""

    TAG = "tag"
    RESULT = "result"


class Colour(StrEnum):
    """Of a label; each has enough contrast in the light and in the dark."""

    GREY = "grey"
    RED = "red"
    AMBER = "amber"
    GREEN = "green"
    TEAL = "teal"
    BLUE = "blue"
    VIOLET = "violet"
    PINK = "pink"


class Label(Struct, frozen=True, kw_only=True):
    """A word that a controller's operators put on conversations. One that is archived is shown, and not offered."""

    id: UUID
    kind: LabelKind
    name: str
    colour: Colour
    is_archived: bool


class ControllerLabels(Struct, frozen=True, kw_only=True):
    """The labels of a controller: the offered ones in their order, then the archived ones."""

    controller_id: UUID
    labels: tuple[Label, ...]
