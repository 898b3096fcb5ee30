"""How many rows a table has so far, told from the bytes of its file as they are written."""

from enum import StrEnum


class Form(StrEnum):
    """What kind of file."""

    CSV = "csv"
    JSONL = "jsonl"
    XLSX = "xlsx"
    VCARD = "vcf"


class RowCount:
    """Counts rows in pieces of a file, wherever these are cut. Of a workbook it knows nothing: there rows are written.

    A heading is a row of its file too: whoever writes one begins at -1.
    """

    def __init__(self, form: Form, *, rows: int = 0) -> None:
        self.rows = rows
        self._form = form
        self._is_quoted = False
        self._rest = b""

    def add(self, piece: bytes) -> None:
        """Counts what ends in this piece."""
        match self._form:
            case Form.CSV:
                # Within quotes a new line is a part of a text; a doubled quote leaves and enters again. Two with
                # nothing between them change nothing, and most are such once all else is gone.
                for part in piece.translate(None, _ALL_ELSE).replace(b'""', b"").split(b'"'):
                    if not self._is_quoted:
                        self.rows += part.count(b"\n")
                    self._is_quoted = not self._is_quoted
                # Between n quotes there are n + 1 parts.
                self._is_quoted = not self._is_quoted
            case Form.JSONL:
                self.rows += piece.count(b"\n")
            case Form.VCARD:
                whole = self._rest + piece
                self.rows += whole.count(_END_OF_CARD)
                self._rest = whole[-len(_END_OF_CARD) + 1 :]
            case Form.XLSX:
                pass


_END_OF_CARD = b"\nEND:VCARD"
_ALL_ELSE = bytes(byte for byte in range(256) if byte not in b'"\n')
