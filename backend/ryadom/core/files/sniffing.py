"""What a file is, by its content alone: what it is called, and what a browser says of it, is not asked.

Written by hand, where libraries guess: what is asked here is whether a file is surely one of seventeen formats. An
office document is told from any other archive by what is in it, without unpacking anything.
"""

import re
import struct

from msgspec import Struct

from ryadom.core.files.images import Bytes, Piece, read_image
from ryadom.core.files.kinds import (
    CSV,
    DOC,
    DOCX,
    ODS,
    ODT,
    PDF,
    PPT,
    PPTX,
    RTF,
    TXT,
    XLS,
    XLSX,
    ZIP,
    Form,
)
from ryadom.errors import FileBroken, FileKindRefused

MAX_ARCHIVED = 5_000
"""Files in an archive or a document; what has more is not looked through."""


class Sniffed(Struct, frozen=True):
    """What a file is. `forms`: more than one for plain text, which its name's ending tells apart.

    `pieces`: what is to be kept of it; `width`, `height` of an image, in pixels.
    """

    forms: tuple[Form, ...]
    pieces: list[Piece]
    width: int | None = None
    height: int | None = None


def sniff(content: Bytes) -> Sniffed:
    """What this is.

    Raises:
        FileKindRefused: none of the formats that are ever taken: a program, a page, a picture in SVG, a film.
        FileBroken: it begins as one, and is none.
        ImageTooLarge: an image of too many pixels.
    """
    if image := read_image(content):
        return Sniffed((image.form,), image.pieces, image.width, image.height)
    head = bytes(content[:8])
    if head.startswith(b"%PDF-"):
        form = PDF
    elif head.startswith(b"PK\x03\x04"):
        form = _archive(content)
    elif head == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        form = _old_document(content)
    elif head.startswith(b"{\\rtf"):
        form = RTF
    elif _CONTROLS.search(content) is None and _MARKUP.match(content) is None:
        return Sniffed((TXT, CSV), [content])
    else:
        raise _refused()
    return Sniffed((form,), [content])


# What no text has, in UTF-8 or in any code page of one byte.
_CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
_MARKUP = re.compile(rb"(\xef\xbb\xbf)?\s*(<|#!)")


def _archive(content: Bytes) -> Form:
    names = _archived(content)
    if any(name.endswith(b"vbaProject.bin") for name in names):
        raise FileKindRefused("The document has macros. Save it without them, as docx or xlsx, and send that.")
    if b"[Content_Types].xml" in names:
        for folder, form in ((b"word/", DOCX), (b"xl/", XLSX), (b"ppt/", PPTX)):
            if any(name.startswith(folder) for name in names):
                return form
    if names[0] == b"mimetype":
        # It is the first and is not compressed, so that it can be read here.
        told = bytes(content[30:120])
        for form in (ODT, ODS):
            if told.startswith(b"mimetype" + form.media_type.encode()):
                return form
    if names[0] == b"META-INF/MANIFEST.MF" or b"AndroidManifest.xml" in names:
        raise _refused()
    return ZIP


def _archived(content: Bytes) -> list[bytes]:
    """The names in an archive's directory. Source: PKWARE APPNOTE 4.3.12, 4.3.16."""
    tail = max(0, len(content) - 65_557)
    end = bytes(content[tail:]).rfind(b"PK\x05\x06")
    try:
        count, _, start = struct.unpack_from("<HII", content, tail + end + 10)
        if end < 0 or not 0 < count <= MAX_ARCHIVED:
            raise FileBroken("The archive is broken, or there is too much in it. Pack it anew, and less into it.")
        names = []
        for _ in range(count):
            mark, name_length, extra_length, comment_length = struct.unpack_from("<4s24xHHH", content, start)
            if mark != b"PK\x01\x02":
                raise FileBroken("The archive is broken. Pack it anew.")
            names.append(bytes(content[start + 46 : start + 46 + name_length]))
            start += 46 + name_length + extra_length + comment_length
    except struct.error:
        raise FileBroken("The archive is broken, or only a part of it has come. Send it anew.") from None
    return names


def _old_document(content: Bytes) -> Form:
    """Word, Excel or PowerPoint to 2003, by names in the compound file's directory; others may be programs."""
    for name, form in (("WordDocument", DOC), ("Workbook", XLS), ("PowerPoint Document", PPT)):
        if re.search(re.escape(name.encode("utf-16-le")), content):
            return form
    raise _refused()


def _refused() -> FileKindRefused:
    return FileKindRefused("Files of this kind are not taken. Send it as a PDF or an image.")
