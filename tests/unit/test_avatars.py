"""What becomes of a picture that somebody uploads."""

import io
import struct
import zlib

import pytest
from PIL import Image

from ryadom.core.avatars import SIDE_PX, make_avatar
from ryadom.errors import BadBody

RED, BLUE = (200, 30, 30), (30, 30, 200)


def picture(size: tuple[int, int], file_format: str, *, mode: str = "RGB", **options: object) -> bytes:
    image = Image.new(
        mode, size, 0 if mode in ("1", "L", "P", "I;16") else RED[: len(Image.new(mode, (1, 1)).getbands())]
    )
    written = io.BytesIO()
    image.save(written, file_format, **options)
    return written.getvalue()


def opened(avatar: bytes) -> Image.Image:
    return Image.open(io.BytesIO(avatar))


@pytest.mark.parametrize(
    ("size", "file_format", "mode"),
    [
        ((4_000, 3_000), "JPEG", "RGB"),
        ((640, 480), "JPEG", "CMYK"),
        ((96, 96), "PNG", "RGBA"),
        ((1, 1), "PNG", "L"),
        ((3, 900), "PNG", "P"),
        ((50, 40), "PNG", "1"),
        ((50, 40), "PNG", "I;16"),
        ((300, 200), "WEBP", "RGB"),
    ],
)
def test_any_picture_becomes_a_small_square(size: tuple[int, int], file_format: str, mode: str) -> None:
    avatar = make_avatar(picture(size, file_format, mode=mode))
    assert (opened(avatar).format, opened(avatar).size) == ("WEBP", (SIDE_PX, SIDE_PX))
    assert len(avatar) < 6_000


def test_what_a_camera_wrote_into_the_file_is_not_kept_and_a_turned_picture_stands_upright() -> None:
    image = Image.new("RGB", (200, 100), RED)
    image.paste(BLUE, (100, 0, 200, 100))
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter
    exif[0x010E] = "Квартира 7"
    exif.get_ifd(0x8825)[1] = "N"
    written = io.BytesIO()
    image.save(written, "JPEG", exif=exif, quality=95)
    avatar = make_avatar(written.getvalue())
    assert b"EXIF" not in avatar
    assert not opened(avatar).getexif()
    top = opened(avatar).convert("RGB").getpixel((48, 10))
    bottom = opened(avatar).convert("RGB").getpixel((48, 85))
    assert isinstance(top, tuple)
    assert isinstance(bottom, tuple)
    assert top[0] > top[2]
    assert bottom[2] > bottom[0]


def test_transparent_corners_stay_transparent() -> None:
    image = Image.new("RGBA", (100, 100), (0, 0, 0, 0))
    image.paste((*RED, 255), (25, 25, 75, 75))
    written = io.BytesIO()
    image.save(written, "PNG")
    assert opened(make_avatar(written.getvalue())).convert("RGBA").getpixel((2, 2)) == (0, 0, 0, 0)


def bomb() -> bytes:
    """A PNG of a few bytes that says it has 12,000 x 12,000 pixels."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", 12_000, 12_000, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 10)) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    "upload",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<html><script>alert(1)</script>",
        b"\xff\xd8\xff\xe0" + b"\0" * 100,
        picture((50, 50), "GIF"),
        picture((50, 50), "BMP"),
        picture((50, 50), "TIFF"),
        picture((2_000, 2_000), "PNG")[:400],
        picture((13_000, 1), "PNG"),
        picture((5_000, 5_000), "PNG", mode="1"),
        bomb(),
    ],
    ids=["nothing", "svg", "html", "torn", "gif", "bmp", "tiff", "cut", "long", "large", "bomb"],
)
def test_what_is_no_picture_or_too_large_is_refused(upload: bytes) -> None:
    with pytest.raises(BadBody) as refused:
        make_avatar(upload)
    assert refused.value.field == "avatar"


def test_html_hidden_behind_a_picture_is_left_behind() -> None:
    trick = picture((50, 50), "PNG") + b"<script>alert(1)</script>"
    assert b"<script" not in make_avatar(trick)
