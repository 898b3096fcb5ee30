"""What programs are told of an export that is made beside the chats.

As in protocol/public.py fields are added, never renamed nor taken away.
"""

from uuid import UUID

from msgspec import Struct

from ryadom.protocol.public import Instant


class PublicExport(Struct, frozen=True, kw_only=True, tag_field="object", tag="export"):
    """An export that this key has asked for.

    `state`: `queued`, `running`, `done`, `failed`, `cancelled`, or `ended` once the file of what was done is gone.
    `reason`: why. `rows`: how many there are so far, of about `rows_expected`. `file`: its address.
    """

    id: UUID
    kind: str
    format: str
    sites: tuple[str, ...]
    state: str
    reason: str
    created_at: Instant
    finished_at: Instant | None
    expires_at: Instant | None
    rows: int
    rows_expected: int | None
    bytes: int | None
    file: str | None
