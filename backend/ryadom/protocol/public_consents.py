"""What programs are told of consents: each that was given or withdrawn, and by which text."""

from uuid import UUID

from msgspec import Struct

from ryadom.protocol.public import Instant
from ryadom.protocol.visitor import Purpose


class PublicConsent(Struct, frozen=True, kw_only=True, tag_field="object", tag="consent"):
    """A consent that was given or withdrawn; none ever changes. The newest of a customer and a purpose is what counts.

    `sha256` is that of the text, which is at `/consents/{document_id}/text`. `method`: the box in the chat
    (`widget_checkbox`), the document's `page`, or an `operator` who was told.
    """

    id: str
    site: str
    created_at: Instant
    customer_id: UUID
    purpose: Purpose
    action: str
    version: int
    document_id: UUID
    sha256: str
    method: str
    page_url: str
