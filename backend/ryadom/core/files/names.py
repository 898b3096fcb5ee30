"""Names of files: what is kept of the one that a browser tells, and how it fits to what is in the file."""

import re
import unicodedata

from ryadom.core.files.kinds import Form, Kind
from ryadom.errors import FileNameLies
from ryadom.protocol import MAX_FILE_NAME_BYTES, MAX_FILE_NAME_CHARS

# Controls; marks that turn the reading order ("gpj.exe" would be read as "exe.jpg") or can't be seen; half characters.
_DROPPED = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\u3164\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
_RESERVED = re.compile(r'[<>:"|?*]')
_DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
_ENDING = re.compile(r"\.([A-Za-z0-9]{1,8})$")
_MOST_MARKS = re.compile(r"([\u0300-\u036f\u0483-\u0489\u20d0-\u20ff]{3})[\u0300-\u036f\u0483-\u0489\u20d0-\u20ff]+")

NAMELESS = "file"


def clean_name(told: str) -> str:
    """A name without folders, control characters and what systems don't take in names; "file" where nothing is left."""
    name = unicodedata.normalize("NFC", _DROPPED.sub("", told))
    name = _MOST_MARKS.sub(r"\1", name)
    name = re.split(r"[/\\]", name)[-1]
    name = _RESERVED.sub("_", " ".join(name.split())).strip(". ")
    if _DEVICE.match(name):
        name = f"_{name}"
    return name or NAMELESS


def name_as(told: str, form: Form) -> str:
    """The clean name with an ending of this format: added where there is none, and of an image of another kind changed.

    At most 100 code points and 240 bytes of UTF-8, cut before the ending.

    Raises:
        FileNameLies: the ending is that of another format.
    """
    name = clean_name(told)
    found = _ENDING.search(name)
    ending = found[1].lower() if found else ""
    stem = name[: found.start()] if found else name
    if ending not in form.endings:
        # What a browser or a messenger has renamed, a "photo.png" that is a JPEG, hides nothing: both are images.
        if ending and not (form.kind is Kind.IMAGES and ending in _IMAGE_ENDINGS):
            raise FileNameLies(
                f"The name ends in .{ending}, the content is {form.endings[0].upper()}. "
                f"Name it with .{form.endings[0]}, or save it anew in the format that you meant.",
                field="name",
            )
        ending = form.endings[0]
    stem = stem.rstrip(". ") or NAMELESS
    kept = stem[: MAX_FILE_NAME_CHARS - len(ending) - 1].encode()[: MAX_FILE_NAME_BYTES - len(ending) - 1]
    return f"{kept.decode(errors='ignore').rstrip('. ')}.{ending}"


_IMAGE_ENDINGS = frozenset({"jpg", "jpeg", "jpe", "jfif", "png", "webp", "gif"})
