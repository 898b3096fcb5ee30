"""Makes a small picture of whatever an operator uploads, or refuses it: what is kept was written by us, not by them."""

import io

from PIL import Image, ImageOps

from ryadom.errors import BadBody

SIDE_PX = 96
"""Twice what is shown: screens with two pixels to a point are everywhere."""

MAX_UPLOAD_BYTES = 4 * 1024 * 1024
"""The panel makes pictures smaller before it sends them."""

MAX_SIDE_PX = 12_000
MAX_PIXELS = 16_000_000
"""As decoded, 64 MB: a file of a few bytes may claim any size. A photograph is decoded at a part of its own."""

QUALITY = 82
MEDIA_TYPE = "image/webp"
_FORMATS = ("JPEG", "PNG", "WEBP")
_PLAIN_MODES = ("L", "RGB", "RGBA")


def make_avatar(upload: bytes) -> bytes:
    """The middle of a picture as a square of 96 pixels, WebP without any metadata. Takes up to a second.

    Raises:
        BadBody: no picture that can be read, by its content and whatever it is called, or one that is too large.
    """
    try:
        with Image.open(io.BytesIO(upload), formats=_FORMATS) as picture:
            is_sane = max(picture.size) <= MAX_SIDE_PX
            # JPEG alone: decoded no larger than is needed.
            picture.draft("RGB", (2 * SIDE_PX, 2 * SIDE_PX))
            if is_sane and picture.width * picture.height <= MAX_PIXELS:
                return _written(ImageOps.exif_transpose(picture))
    # Decoders raise what they like on a broken file: SyntaxError, struct.error …
    except Exception as error:
        raise BadBody("This is no picture that can be read. Send a JPEG, PNG or WebP.", field="avatar") from error
    raise BadBody("The picture has too many pixels. Make it smaller.", field="avatar")


def _written(picture: Image.Image) -> bytes:
    plain = picture if picture.mode in _PLAIN_MODES else picture.convert("RGBA")
    square = ImageOps.fit(plain, (SIDE_PX, SIDE_PX), Image.Resampling.LANCZOS)
    # A new picture: nothing that came with the old one (place, camera, colour profile) goes along.
    clean = Image.new("RGBA" if square.mode == "RGBA" else "RGB", square.size)
    clean.paste(square.convert(clean.mode))
    written = io.BytesIO()
    clean.save(written, "WEBP", quality=QUALITY, method=6)
    return written.getvalue()
