"""Errors of consents and of the documents that are agreed to."""

from uuid import UUID

from msgspec import Struct

from ryadom.errors.tree import BadInput, Refused


class DocumentIncomplete(BadInput):
    """A document that can't be published while a field of it is empty; `field` is the first, `fields` are all."""

    code = "document_incomplete"
    http_status = 422

    def __init__(self, message: str, *, fields: tuple[str, ...]) -> None:
        super().__init__(message, field=fields[0])
        self.fields = fields


class DocumentPublished(BadInput):
    """A document that has been published can't be changed or published again: make a new draft."""

    code = "document_published"
    http_status = 409


class DocumentChanged(BadInput):
    """A draft that is not any more what was looked at before it was to be published: look at it again."""

    code = "document_changed"
    http_status = 409


class DocumentUnknown(Refused):
    """No document of consent with this id is in force here, or ever was."""

    code = "document_unknown"
    http_status = 404


class ConsentRef(Struct, frozen=True, kw_only=True):
    """Names a document of consent that is to be agreed to; `url` is a path on the server."""

    id: UUID
    version: int
    url: str


class ConsentRefusal(Refused):
    """A consent is missing; `consents` are the documents that are to be agreed to."""

    code = "consent_refusal"

    def __init__(self, message: str, *, consents: tuple[ConsentRef, ...]) -> None:
        super().__init__(message)
        self.consents = consents


class ConsentRequired(ConsentRefusal):
    """Content from a visitor who has not agreed to what the site processes it by."""

    code = "consent_required"


class ConsentOutdated(ConsentRefusal):
    """The document that was agreed to is not the newest version any more."""

    code = "consent_outdated"
    http_status = 409
