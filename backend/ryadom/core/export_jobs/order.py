"""What the process that makes a file is told, and what it says: lines of JSON on its standard input and output."""

from pathlib import Path
from uuid import UUID

import msgspec
from msgspec import Struct

from ryadom.core.export_counting import Form
from ryadom.core.export_files import Dialect
from ryadom.store.exports import Selection


class Order(Struct, frozen=True, kw_only=True):
    """One file: of what, from where, and whither.

    `site_ids`: ids of the sites by their keys. `part`: the folder to write it into. `kept_free_bytes`: so much of the
    disk is left to others.
    """

    database_url: str
    selection: Selection
    site_ids: dict[str, UUID]
    form: Form
    dialect: Dialect
    is_masked: bool
    part: Path
    kept_free_bytes: int


class Expected(Struct, frozen=True, tag="expected"):
    """How many rows there will be, about."""

    rows: int


class Written(Struct, frozen=True, tag="written"):
    """How many rows there are so far; said a few times a second at most."""

    rows: int


class Whole(Struct, frozen=True, tag="whole"):
    """The file is written, and on the disk."""

    rows: int


class Broken(Struct, frozen=True, tag="broken"):
    """It could not be made: the code of the error."""

    code: str


Said = Expected | Written | Whole | Broken
_decoder = msgspec.json.Decoder(Said)


def read_order(line: bytes) -> Order:
    """The order of a line."""
    return msgspec.json.decode(line, type=Order, dec_hook=_path)


def line_of(message: Order | Said) -> bytes:
    """A message as a line."""
    return msgspec.json.encode(message, enc_hook=str) + b"\n"


def read_said(line: bytes) -> Said:
    """What was said."""
    said: Said = _decoder.decode(line)
    return said


def _path(kind: type, value: object) -> object:
    if kind is Path:
        return Path(str(value))
    raise NotImplementedError  # what msgspec asks of a hook that is given another type
