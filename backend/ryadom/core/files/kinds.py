"""Which kinds of files there are, and which of them a site takes."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

MB = 1_000_000
MAX_MB = 25
"""The largest file that any site may take."""


class Kind(StrEnum):
    """What an owner switches on or off. `old_documents` may hold macros, `archives` anything: they are off at first."""

    IMAGES = "images"
    PDF = "pdf"
    DOCUMENTS = "documents"
    OLD_DOCUMENTS = "old_documents"
    TEXTS = "texts"
    ARCHIVES = "archives"


class Form(Struct, frozen=True):
    """One format of files: its kind, the endings that its files have, the usual one first, and its media type."""

    kind: Kind
    endings: tuple[str, ...]
    media_type: str


_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."

JPEG = Form(Kind.IMAGES, ("jpg", "jpeg", "jpe", "jfif"), "image/jpeg")
PNG = Form(Kind.IMAGES, ("png",), "image/png")
WEBP = Form(Kind.IMAGES, ("webp",), "image/webp")
GIF = Form(Kind.IMAGES, ("gif",), "image/gif")
PDF = Form(Kind.PDF, ("pdf",), "application/pdf")
DOCX = Form(Kind.DOCUMENTS, ("docx",), f"{_OFFICE}wordprocessingml.document")
XLSX = Form(Kind.DOCUMENTS, ("xlsx",), f"{_OFFICE}spreadsheetml.sheet")
PPTX = Form(Kind.DOCUMENTS, ("pptx",), f"{_OFFICE}presentationml.presentation")
ODT = Form(Kind.DOCUMENTS, ("odt",), f"{_OPEN}text")
ODS = Form(Kind.DOCUMENTS, ("ods",), f"{_OPEN}spreadsheet")
RTF = Form(Kind.DOCUMENTS, ("rtf",), "application/rtf")
DOC = Form(Kind.OLD_DOCUMENTS, ("doc",), "application/msword")
XLS = Form(Kind.OLD_DOCUMENTS, ("xls",), "application/vnd.ms-excel")
PPT = Form(Kind.OLD_DOCUMENTS, ("ppt",), "application/vnd.ms-powerpoint")
TXT = Form(Kind.TEXTS, ("txt", "log"), "text/plain")
CSV = Form(Kind.TEXTS, ("csv",), "text/csv")
ZIP = Form(Kind.ARCHIVES, ("zip",), "application/zip")

FORMS = (JPEG, PNG, WEBP, GIF, PDF, DOCX, XLSX, PPTX, ODT, ODS, RTF, DOC, XLS, PPT, TXT, CSV, ZIP)


class FileRules(Struct, frozen=True, kw_only=True):
    """What files a site takes, of visitors (unless `from_visitors` is off) and of operators.

    `max_mb`: the largest one, in millions of bytes.
    """

    from_visitors: bool = True
    kinds: Annotated[tuple[Kind, ...], Meta(min_length=1, max_length=len(Kind))] = (
        Kind.IMAGES,
        Kind.PDF,
        Kind.DOCUMENTS,
        Kind.TEXTS,
    )
    max_mb: Annotated[int, Meta(ge=1, le=MAX_MB)] = 10

    @property
    def max_bytes(self) -> int:
        """The largest file that is taken."""
        return self.max_mb * MB

    @property
    def accept(self) -> str:
        """What `<input accept>` is to say. HEIC is not in it, so phones that have such photos give them as JPEG."""
        return ",".join(_accepted(form for form in FORMS if form.kind in self.kinds))

    @property
    def endings(self) -> str:
        """What people are told that they may send: "jpg, png, pdf"."""
        return ", ".join(form.endings[0] for form in FORMS if form.kind in self.kinds)


def _accepted(forms: Iterable[Form]) -> Iterable[str]:
    # Endings beside types: some systems know no media type for CSV or DOCX.
    for form in forms:
        yield form.media_type
        if form.kind is not Kind.IMAGES:
            yield f".{form.endings[0]}"
