"""Images, walked through by their own structure: how large they are, and what is kept of them.

What is not needed to show them goes: EXIF with place and time, XMP, comments, and whatever lies behind their end.
Nothing is decoded, so an image of a million times its file's size costs no memory here, and no picture loses quality.

Sources: ITU-T T.81 annex B; PNG (third edition) clause 5; GIF89a; WebP container (RFC 9649); Exif 3.0, 4.6.4.
"""

import re
import struct
from collections.abc import Iterator

from msgspec import Struct

from ryadom.core.files.kinds import GIF, JPEG, PNG, WEBP, Form
from ryadom.errors import FileBroken, ImageTooLarge

MAX_PIXELS = 50_000_000
MAX_SIDE = 16_384
"""Browsers take four bytes a pixel: a bomb of more would take 200 MB from whoever looks at the thread."""

MAX_PARTS = 300_000
"""Parts that an image may consist of; one of 25 MB has a third of it, at most."""

Bytes = memoryview
Piece = Bytes | bytes


class Image(Struct, frozen=True):
    """An image: its format, its size in pixels, and the pieces that are kept of its file, in order."""

    form: Form
    width: int
    height: int
    pieces: list[Piece]


def read_image(content: Bytes) -> Image | None:
    """The image that this is; None for what does not begin as one of ours.

    Raises:
        FileBroken: it does not go on as it begins.
        ImageTooLarge: it has too many pixels.
    """
    walk = next((walk for magic, walk in _WALKS.items() if bytes(content[: len(magic)]) == magic), None)
    if walk is None or (walk is _webp and bytes(content[8:12]) != b"WEBP"):
        return None
    try:
        image = walk(content)
    except (struct.error, IndexError):
        raise _broken() from None
    if image.width <= 0 or image.height <= 0:
        raise _broken()
    if image.width * image.height > MAX_PIXELS or max(image.width, image.height) > MAX_SIDE:
        raise ImageTooLarge(
            f"The image has {image.width} x {image.height} pixels: at most {MAX_PIXELS // 1_000_000} millions, and "
            f"{MAX_SIDE} a side, are taken. Make it smaller."
        )
    return image


def _jpeg(content: Bytes) -> Image:
    pieces: list[Piece] = [content[:2]]
    width = height = 0
    place = 2
    orientation = 1
    for _ in range(MAX_PARTS):
        while content[place] == 0xFF and content[place + 1] == 0xFF:
            place += 1  # fill bytes
        if content[place] != 0xFF:
            raise _broken()
        marker = content[place + 1]
        if marker == 0xD9:
            pieces.append(content[place : place + 2])
            if orientation != 1:
                pieces.insert(1, _turned(orientation))
            return Image(JPEG, width, height, pieces)
        end = place + 2 + struct.unpack_from(">H", content, place + 2)[0]
        if end > len(content) or end < place + 4:
            raise _broken()
        segment = content[place:end]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            told_height, told_width = struct.unpack_from(">HH", segment, 5)
            height, width = max(height, told_height), max(width, told_width)
        if marker == 0xE1 and bytes(segment[4:10]) == b"Exif\0\0":
            orientation = _orientation(segment[10:])
        if marker == 0xDA:
            # The picture itself follows, until a marker that is neither a restart nor a stuffed 0xFF.
            found = _NEXT_MARKER.search(content, end)
            if found is None:
                raise _broken()
            end = found.start()
            segment = content[place:end]
        if _is_kept(marker, segment):
            pieces.append(segment)
        place = end
    raise _broken()


_NEXT_MARKER = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]")


def _is_kept(marker: int, segment: Bytes) -> bool:
    """Of applications' segments: JFIF, a colour profile, and what Adobe says of the colours. No comments."""
    if marker == 0xE2:
        return bytes(segment[4:16]) == b"ICC_PROFILE\0"
    return marker in (0xE0, 0xEE) or not (0xE0 <= marker <= 0xEF or marker == 0xFE)


def _orientation(tiff: Bytes) -> int:
    """How the camera was held, from its Exif: 1 to 8; 1 where it does not say."""
    order = {b"II": "<", b"MM": ">"}.get(bytes(tiff[:2]))
    if order is None or len(tiff) < 8:
        return 1
    start = struct.unpack_from(f"{order}I", tiff, 4)[0]
    if start + 2 > len(tiff):
        return 1
    count = struct.unpack_from(f"{order}H", tiff, start)[0]
    for field in range(start + 2, min(start + 2 + 12 * count, len(tiff) - 11), 12):
        tag, kind, _, value = struct.unpack_from(f"{order}HHIH", tiff, field)
        if tag == 0x0112 and kind == 3 and 1 <= value <= 8:
            return int(value)
    return 1


def _turned(orientation: int) -> bytes:
    """An Exif segment that says this and nothing else: without it many photos would lie on their side."""
    tiff = struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, 0x0112, 3, 1, orientation, 0, 0)
    return struct.pack(">HH6s", 0xFFE1, 8 + len(tiff), b"Exif\0\0") + tiff


def _png(content: Bytes) -> Image:
    pieces: list[Piece] = [content[:8]]
    width, height = struct.unpack_from(">II", content, 16)
    if bytes(content[12:16]) != b"IHDR":
        raise _broken()
    place = 8
    for _ in range(MAX_PARTS):
        length, kind = struct.unpack_from(">I4s", content, place)
        end = place + 12 + length
        if end > len(content):
            raise _broken()
        is_critical = not kind[0] & 0x20
        if is_critical or kind in _PNG_LOOKS:
            pieces.append(content[place:end])
        if kind == b"IEND":
            return Image(PNG, width, height, pieces)
        place = end
    raise _broken()


_PNG_LOOKS = frozenset(
    (b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"sBIT", b"bKGD", b"pHYs", b"acTL", b"fcTL", b"fdAT")
)


def _gif(content: Bytes) -> Image:
    width, height, flags = struct.unpack_from("<HHB", content, 6)
    place = 13 + _table(flags)
    pieces: list[Piece] = [content[:place]]
    sides = (width, height)
    blocks = _Budget(MAX_PARTS)
    while True:
        blocks.spend()
        start, mark = place, content[place]
        if mark == 0x3B:
            pieces.append(content[place : place + 1])
            return Image(GIF, *sides, pieces)
        if mark == 0x2C:
            left, top, width, height, flags = struct.unpack_from("<HHHHB", content, place + 1)
            sides = max(sides[0], left + width), max(sides[1], top + height)
            place = _skip(content, place + 10 + _table(flags) + 1, blocks)
            pieces.append(content[start:place])
        elif mark == 0x21:
            label = content[place + 1]
            is_loop = label == 0xFF and bytes(content[place + 3 : place + 14]) in (b"NETSCAPE2.0", b"ANIMEXTS1.0")
            place = _skip(content, place + 2, blocks)
            if label == 0xF9 or is_loop:
                pieces.append(content[start:place])
        else:
            raise _broken()


class _Budget:
    def __init__(self, parts: int) -> None:
        self._left = parts

    def spend(self) -> None:
        self._left -= 1
        if self._left < 0:
            raise _broken()


def _table(flags: int) -> int:
    """Bytes of the colour table that these flags tell of."""
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _skip(content: Bytes, place: int, blocks: _Budget) -> int:
    """Behind the sub-blocks that begin here."""
    while (length := content[place]) != 0:
        blocks.spend()
        place += 1 + length
    return place + 1


def _webp(content: Bytes) -> Image:
    sides = (0, 0)
    pieces: list[Piece] = []
    for kind, chunk in _chunks(content[12 : 8 + struct.unpack_from("<I", content, 4)[0]]):
        body = chunk[8:]
        if kind == b"VP8X":
            width, height = _24_bits(body, 4) + 1, _24_bits(body, 7) + 1
            sides = max(sides[0], width), max(sides[1], height)
            # Without the flags of EXIF and XMP.
            pieces.append(bytes(chunk[:8]) + bytes([body[0] & ~0x0C]) + bytes(body[1:]))
            continue
        if kind == b"VP8 ":
            width, height = (side & 0x3FFF for side in struct.unpack_from("<HH", body, 6))
            sides = max(sides[0], width), max(sides[1], height)
        if kind == b"VP8L":
            bits = struct.unpack_from("<I", body, 1)[0]
            sides = max(sides[0], (bits & 0x3FFF) + 1), max(sides[1], (bits >> 14 & 0x3FFF) + 1)
        if kind == b"ANMF":
            sides = max(sides[0], _24_bits(body, 6) + 1), max(sides[1], _24_bits(body, 9) + 1)
        if kind in (b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"):
            pieces.append(chunk)
    size = 4 + sum(len(piece) for piece in pieces)
    return Image(WEBP, *sides, [struct.pack("<4sI4s", b"RIFF", size, b"WEBP"), *pieces])


def _chunks(content: Bytes) -> Iterator[tuple[bytes, Bytes]]:
    place = 0
    for _ in range(MAX_PARTS):
        if place >= len(content):
            return
        kind, length = struct.unpack_from("<4sI", content, place)
        end = place + 8 + length + (length & 1)
        if end > len(content):
            raise _broken()
        yield kind, content[place:end]
        place = end
    raise _broken()


def _24_bits(content: Bytes, place: int) -> int:
    return int.from_bytes(content[place : place + 3], "little")


def _broken() -> FileBroken:
    return FileBroken("The image is broken, or only a part of it has come. Save it anew and send that.")


_WALKS = {b"\xff\xd8\xff": _jpeg, b"\x89PNG\r\n\x1a\n": _png, b"GIF87a": _gif, b"GIF89a": _gif, b"RIFF": _webp}
