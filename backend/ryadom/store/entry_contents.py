"""What can be appended to a timeline: the content of an entry, without its place, its author and its time."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from ryadom.protocol.shared import Author, Department, FileRef, Status


class NewMessage(Struct, frozen=True, kw_only=True):
    """A message to append. A message of the visitor's makes the conversation wait, an operator's ends the waiting."""

    body: str
    choices: tuple[str, ...] = ()
    files: tuple[FileRef, ...] = ()
    reply_to_seq: int | None = None


class NewAssignment(Struct, frozen=True, kw_only=True):
    """An assignment to append; None sends the conversation back to the queue, of its department or of another.

    `operator` may be a bot: it leads the conversation until somebody else is assigned, and nobody waits in a queue.
    `is_automatic`: the server's doing, in the name of whom it concerns. `remark`: for operators only. `unanswered_seq`:
    where a bot lets go, from which entry on it has answered nothing; None: what it answered before this entry counts.
    `rule_name`: of the site's rule that gave it to the department. `has_left`: it goes back because whoever led it
    may not answer on the site any more.
    """

    operator: Author | None
    department: Department | None = None
    is_automatic: bool = False
    remark: str = ""
    unanswered_seq: int | None = None
    rule_name: str = ""
    has_left: bool = False


class NewStatus(Struct, frozen=True, kw_only=True):
    """A change of status to append, with the result of a closing. Opening what is nobody's puts it in the queue.

    `merged_into_id`: of a closing, the conversation in which it goes on; one that is closed once more keeps its own.
    """

    status: Status
    result_id: UUID | None = None
    merged_into_id: UUID | None = None


class NewEdit(Struct, frozen=True, kw_only=True):
    """An edit to append: the message has these words from now on. Those it had are kept in the edit's own row."""

    message_seq: int
    body: str


class NewDeletion(Struct, frozen=True, kw_only=True):
    """A deletion to append: the words of the message are destroyed, and those that it had before its edits."""

    message_seq: int


class NewRating(Struct, frozen=True, kw_only=True):
    """A rating to append: 1 to 5, and a comment that may be empty."""

    score: int
    comment: str


class NewNote(Struct, frozen=True, kw_only=True):
    """A note to append, which no visitor sees, and the operators of the site whom it calls."""

    body: str
    mentions: tuple[UUID, ...] = ()


class NewTags(Struct, frozen=True, kw_only=True):
    """A change of tags to append; `tag_ids` are all that the conversation has from now on. Only for operators.

    `rule_name`: of the site's rule that did it, in the visitor's name.
    """

    tag_ids: tuple[UUID, ...]
    added_ids: tuple[UUID, ...]
    removed_ids: tuple[UUID, ...]
    rule_name: str = ""


class NewSnooze(Struct, frozen=True, kw_only=True):
    """A snooze to append, or (None) its end. Only for operators."""

    until: datetime | None


class NewMerge(Struct, frozen=True, kw_only=True):
    """That another conversation was merged into this one, to append. Only for operators.

    `waited_since`: since when its visitor has waited there for a person, and does here now; None where nobody waits.
    """

    from_id: UUID
    waited_since: datetime | None = None


NewContent = (
    NewMessage
    | NewAssignment
    | NewStatus
    | NewEdit
    | NewDeletion
    | NewRating
    | NewNote
    | NewTags
    | NewSnooze
    | NewMerge
)
