"""What a file is, by its content alone, and what is kept of it."""

import io
import random
import struct
import zipfile
import zlib
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from ryadom.core.files.kinds import (
    CSV,
    DOC,
    DOCX,
    FORMS,
    GIF,
    JPEG,
    ODS,
    ODT,
    PDF,
    PNG,
    RTF,
    TXT,
    WEBP,
    XLSX,
    ZIP,
    FileRules,
    Form,
    Kind,
)
from ryadom.core.files.sniffing import sniff
from ryadom.errors import FileBroken, FileKindRefused, FileRefused, ImageTooLarge
from tests.web.files import archive, jpeg_with_place, png

unhurried = settings(deadline=None)  # other processes on the machine are no failure
FORMATS = {"JPEG": JPEG, "PNG": PNG, "WEBP": WEBP, "GIF": GIF}


def written(form: str, **options: object) -> bytes:
    file = io.BytesIO()
    Image.frombytes("RGB", (61, 47), random.Random(7).randbytes(61 * 47 * 3)).save(file, form, **options)
    return file.getvalue()


def open_document(media_type: str) -> bytes:
    return archive_of({"mimetype": media_type, "content.xml": "<a/>"})


def archive_of(files: dict[str, str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return file.getvalue()


def kept(content: bytes) -> bytes:
    return b"".join(sniff(memoryview(content)).pieces)


@pytest.mark.parametrize(
    ("content", "forms"),
    [
        (b"%PDF-1.7\n", (PDF,)),
        (b"{\\rtf1 a}", (RTF,)),
        ("имя;цена\r\n".encode(), (TXT, CSV)),
        ("имя;цена\r\n".encode("cp1251"), (TXT, CSV)),
        (archive("[Content_Types].xml", "word/document.xml"), (DOCX,)),
        (archive("[Content_Types].xml", "xl/workbook.xml"), (XLSX,)),
        (archive("a.txt"), (ZIP,)),
        (open_document(ODT.media_type), (ODT,)),
        (open_document(ODS.media_type), (ODS,)),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), (DOC,)),
    ],
)
def test_kind_is_told_by_the_content(content: bytes, forms: tuple[Form, ...]) -> None:
    assert sniff(memoryview(content)).forms == forms


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\x00", b"\x7fELF\x02", b"\xca\xfe\xba\xbe\x00", b"<html>", b"\xef\xbb\xbf  <svg", b"#!/bin/sh",
        b"\x00\x00\x00 ftypheic",
        b"RIFF\x00\x00\x00\x00AVI ", b"BM\x00\x00", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"msi",
        archive("META-INF/MANIFEST.MF", "A.class"), archive("AndroidManifest.xml"),
        archive("[Content_Types].xml", "word/vbaProject.bin"),
    ],
)  # fmt: skip
def test_what_is_never_taken_is_refused(content: bytes) -> None:
    with pytest.raises(FileKindRefused):
        sniff(memoryview(content))


@pytest.mark.parametrize("form", FORMATS)
def test_image_is_kept_as_it_looks_and_without_what_lies_behind_its_end(form: str) -> None:
    content = written(form)
    found = sniff(memoryview(content + b"<script>hidden</script>"))
    clean = b"".join(found.pieces)
    assert (found.forms, found.width, found.height) == ((FORMATS[form],), 61, 47)
    assert b"hidden" not in clean
    with Image.open(io.BytesIO(clean)) as after, Image.open(io.BytesIO(content)) as before:
        assert after.convert("RGB").tobytes() == before.convert("RGB").tobytes()
    assert kept(clean) == clean


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_place_and_words_of_the_camera_go_and_its_orientation_stays(form: str) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 8, "secret words"
    exif.get_ifd(0x8825)[2] = (55.0, 45.0, 0.0)
    clean = kept(written(form, exif=exif))
    assert b"secret" not in clean
    with Image.open(io.BytesIO(clean)) as image:
        assert dict(image.getexif()) == ({0x0112: 8} if form == "JPEG" else {})


def test_progressive_photo_with_thumbnail_and_comment_is_kept_as_it_looks() -> None:
    content = written("JPEG", progressive=True, comment=b"secret", icc_profile=b"profile" * 30)
    clean = kept(content)
    assert b"secret" not in clean
    with Image.open(io.BytesIO(clean)) as image:
        assert image.info["icc_profile"] == b"profile" * 30
    assert b"Exif" in kept(jpeg_with_place())


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


@pytest.mark.parametrize(("width", "height"), [(30_000, 30_000), (50_000, 10), (8_000, 8_000)])
def test_image_of_too_many_pixels_is_refused_by_its_head(width: int, height: int) -> None:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    bomb = b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(1_000))) + chunk(b"IEND", b"")
    with pytest.raises(ImageTooLarge):
        sniff(memoryview(bomb))


def test_animation_whose_frame_is_larger_than_it_says_is_refused() -> None:
    head = b"GIF89a" + struct.pack("<HHBBB", 1, 1, 0, 0, 0)
    frame = b"\x2c" + struct.pack("<HHHHB", 0, 0, 60_000, 60_000, 0) + b"\x02\x00"
    with pytest.raises(ImageTooLarge):
        sniff(memoryview(head + frame + b"\x3b"))


@pytest.mark.parametrize("form", FORMATS)
def test_image_that_breaks_off_anywhere_is_refused_or_whole(form: str) -> None:
    content = written(form)
    for end in range(12, len(content) - 1, 7):
        with pytest.raises(FileRefused):
            sniff(memoryview(content[:end]))


@unhurried
@given(st.sampled_from(sorted(FORMATS)), st.data())
def test_image_that_is_damaged_anywhere_ends_in_a_refusal_or_an_image(form: str, data: st.DataObject) -> None:
    content = bytearray(written(form))
    for _ in range(4):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place] = data.draw(st.integers(0, 255))
    try:
        found = sniff(memoryview(bytes(content)))
    except FileRefused:
        return
    assert sum(len(piece) for piece in found.pieces) <= len(content) + 40


HEADS = (b"", b"PK\x03\x04", b"\xff\xd8\xff", b"GIF89a", b"RIFF\x10\x00\x00\x00WEBP")


@unhurried
@given(st.binary(max_size=300), st.sampled_from(HEADS))
def test_anything_ends_in_a_format_or_a_refusal(content: bytes, head: bytes) -> None:
    with suppress(FileRefused):
        assert set(sniff(memoryview(head + content)).forms) <= set(FORMS)


def test_archive_with_too_much_in_it_is_not_looked_through() -> None:
    with pytest.raises(FileBroken):
        sniff(memoryview(archive(*(str(number) for number in range(5_001)))))


def test_page_is_told_types_and_endings_and_no_more_than_is_taken() -> None:
    accept = FileRules(kinds=(Kind.IMAGES, Kind.TEXTS)).accept.split(",")
    assert accept == ["image/jpeg", "image/png", "image/webp", "image/gif", "text/plain", ".txt", "text/csv", ".csv"]
    assert png()
