"""Many messages in one statement: what the writer's group commit runs."""

from collections.abc import Sequence
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from ryadom.protocol.shared import Author, MessagePosted
from ryadom.store.entries import Stored
from ryadom.store.sql import Connection, Row, queries_beside

_queries = queries_beside(__file__)


class Post(Struct, frozen=True, kw_only=True):
    """A message for a conversation that is there, open, and (where an operator writes) somebody's."""

    site_id: UUID
    conversation_id: UUID
    author: Author
    echo_id: UUID
    body: str


class NotStored(StrEnum):
    """Why a post has not been stored by this statement.

    `known`: its echo_id is there already. `busy`: somebody else holds the conversation, try again. `other`: it is no
    plain message (closed, nobody's, not the author's, out of their sight, blocked, or gone), so it needs a transaction
    with rules.
    """

    KNOWN = "known"
    BUSY = "busy"
    OTHER = "other"


async def post_messages(connection: Connection, posts: Sequence[Post]) -> list[Stored | NotStored]:
    """Stores messages, at most one per conversation, in one round trip; gives what became of each, in their order.

    Where some were not stored, a second round trip asks why.
    """
    rows = await _queries.append_messages.all(connection, **_columns(posts), bodies=[post.body for post in posts])
    added = {(row["site_id"], row["conversation_id"]): row for row in rows}
    rows_of_posts = [added.get((post.site_id, post.conversation_id)) for post in posts]
    refused = [post for post, row in zip(posts, rows_of_posts, strict=True) if row is None]
    reasons = iter(await _why_not_stored(connection, refused)) if refused else iter(())
    return [
        next(reasons) if row is None else _stored(post, row) for post, row in zip(posts, rows_of_posts, strict=True)
    ]


async def _why_not_stored(connection: Connection, posts: Sequence[Post]) -> list[NotStored]:
    return [NotStored(row["reason"]) for row in await _queries.why_not_stored.all(connection, **_columns(posts))]


def _columns(posts: Sequence[Post]) -> dict[str, object]:
    return {
        "site_ids": [post.site_id for post in posts],
        "conversation_ids": [post.conversation_id for post in posts],
        "author_kinds": [post.author.kind for post in posts],
        "author_ids": [post.author.id for post in posts],
        "echo_ids": [post.echo_id for post in posts],
    }


def _stored(post: Post, row: Row) -> Stored:
    seq = row["seq"]
    entry = MessagePosted(
        conversation_id=post.conversation_id,
        seq=seq,
        prev_seq=seq - 1,
        created_at=row["created_at"],
        author=post.author,
        echo_id=post.echo_id,
        body=post.body,
    )
    return Stored(entry=entry, public=True, prev_public_seq=row["prev_public_seq"], xact_id=row["xact_id"])
