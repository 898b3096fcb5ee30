"""Papers: PDF documents in Russian or English, for courts, subjects and the regulator.

The same content gives the same bytes. What a font can't draw (emoji, other scripts) is written as its code point, e.g.
`[U+1F600]`, so that nothing is silently missing.

Import it where a paper is written, not above: fpdf2 takes 0.4 s and 45 MB, which a server needs only then.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from importlib.resources import files
from itertools import zip_longest
from typing import cast

from fpdf import FPDF, FontFace
from fpdf.enums import MethodReturnValue, TableBordersLayout, XPos, YPos
from fpdf.fonts import TTFFont

FONT = "PT Sans"
MARGIN_MM = 20.0
SIZE_PT = 10.0
LINE_MM = 5.0
NAME_WIDTH_MM = 55.0
PADDING_MM = 1.0
GREY = 110
SHORT = 250
"""A cell of so many characters fits on a page, however narrow its column."""
LINES_PER_ROW = 40
HEADING_AND_NEXT_MM = 9 * LINE_MM
"""Room for a heading, and for a line to sign on under it."""

_FONTS = files("ryadom.privacy") / "fonts"
_STYLES = {"": "PTS55F.ttf", "B": "PTS75F.ttf"}


class Paper:
    """One document, written from top to bottom; `pdf` ends it.

    `footer` stands on every page before the page's number, e.g. the document's own number.
    """

    def __init__(self, title: str, *, made_at: datetime, footer: str = "", language: str = "ru") -> None:
        self._pdf = _Pages(footer)
        self._pdf.set_title(title)
        self._pdf.set_lang(language)
        self._pdf.set_creation_date(made_at.astimezone(UTC))
        self._pdf.set_producer("Ryadom")
        for style, name in _STYLES.items():
            self._pdf.add_font(FONT, style, str(_FONTS / name))
        cmaps = [font.cmap for font in self._pdf.fonts.values() if isinstance(font, TTFFont)]
        self._code_points = frozenset.intersection(*map(frozenset[int], cmaps))
        self._pdf.set_margin(MARGIN_MM)
        self._pdf.set_auto_page_break(auto=True, margin=MARGIN_MM)
        self._pdf.add_page()
        self._text(title, style="B", size_pt=15)
        self._pdf.ln(LINE_MM)

    def heading(self, text: str) -> None:
        """The heading of a part; it does not stay alone at the foot of a page."""
        if self._pdf.will_page_break(HEADING_AND_NEXT_MM):
            self._pdf.add_page()
        self._pdf.ln(LINE_MM)
        self._text(text, style="B", size_pt=12)
        self._pdf.ln(1)

    def paragraph(self, text: str) -> None:
        """Running text; its line breaks are kept."""
        self._text(text)
        self._pdf.ln(2)

    def fields(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Names and values beside each other; an empty value is a dash, so that one sees that it was asked for."""
        rows = [(name, value or "—") for name, value in pairs]
        rest = self._pdf.epw - NAME_WIDTH_MM
        self._table(rows, widths=(NAME_WIDTH_MM, rest), heading=None)

    def table(self, columns: Sequence[str], rows: Iterable[Sequence[str]], *, widths: Sequence[float]) -> None:
        """A table whose head is repeated on every page. `widths` are shares of the page's width."""
        self._table(rows, widths=[share * self._pdf.epw / sum(widths) for share in widths], heading=columns)

    def signatures(self, people: Iterable[str]) -> None:
        """A line to sign on for each, under who they are, e.g. "Иванов И. И., администратор"."""
        for person in people:
            if self._pdf.will_page_break(5 * LINE_MM):
                self._pdf.add_page()
            self._pdf.ln(2 * LINE_MM)
            self._text(person)
            self._pdf.ln(2 * LINE_MM)
            x, y = self._pdf.get_x(), self._pdf.get_y()
            for start, end, label in ((0, 60, "подпись"), (70, 110, "дата")):
                self._pdf.line(x + start, y, x + end, y)
                self._pdf.set_xy(x + start, y + 0.5)
                self._text(label, size_pt=8, grey=True)
                self._pdf.set_xy(x, y)
            self._pdf.ln(LINE_MM)

    def pdf(self) -> bytes:
        """The document."""
        return bytes(self._pdf.output())

    def _text(self, text: str, *, style: str = "", size_pt: float = SIZE_PT, grey: bool = False) -> None:
        self._pdf.set_font(FONT, style, size_pt)
        self._pdf.set_text_color(GREY if grey else 0)
        height_mm = LINE_MM * size_pt / SIZE_PT
        self._pdf.multi_cell(0, height_mm, self._drawable(text), align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self._pdf.set_text_color(0)

    def _table(self, rows: Iterable[Sequence[str]], *, widths: Sequence[float], heading: Sequence[str] | None) -> None:
        self._pdf.set_font(FONT, "", SIZE_PT - 1)
        self._pdf.set_draw_color(200)
        with self._pdf.table(
            col_widths=tuple(widths),
            # Shares of the page may add up to the least bit more than the page.
            width=min(sum(widths), self._pdf.epw),
            align="LEFT",
            text_align="LEFT",
            line_height=LINE_MM,
            padding=PADDING_MM,
            v_align="TOP",
            first_row_as_headings=heading is not None,
            headings_style=FontFace(emphasis="BOLD"),
            borders_layout=TableBordersLayout.HORIZONTAL_LINES,
        ) as table:
            for row in [heading] if heading is not None else []:
                table.row([self._drawable(cell) for cell in row])
            for row in rows:
                for part in self._parts(row, widths):
                    table.row(part)
        self._pdf.set_draw_color(0)
        self._pdf.ln(2)

    def _parts(self, row: Sequence[str], widths: Sequence[float]) -> Iterator[list[str]]:
        """The row as rows that each fit on a page: a long cell goes on in the next one."""
        cells = [self._pieces(self._drawable(cell), width) for cell, width in zip(row, widths, strict=True)]
        for part in zip_longest(*cells, fillvalue=""):
            yield list(part)

    def _pieces(self, cell: str, width_mm: float) -> list[str]:
        if len(cell) <= SHORT and cell.count("\n") < LINES_PER_ROW:
            return [cell]
        found = self._pdf.multi_cell(
            width_mm - 2 * PADDING_MM, LINE_MM, cell, align="L", dry_run=True, output=MethodReturnValue.LINES
        )
        lines = cast("list[str]", found)
        return ["\n".join(lines[start : start + LINES_PER_ROW]) for start in range(0, len(lines), LINES_PER_ROW)]

    def _drawable(self, text: str) -> str:
        """The text with what PT Sans has no glyph for as code points; control characters but line breaks are blanks."""
        return "".join(map(self._drawn, text.replace("\r\n", "\n")))

    def _drawn(self, character: str) -> str:
        if character == "\n":
            return character
        if unicodedata.category(character) == "Cc":
            return " "
        return character if ord(character) in self._code_points else f"[U+{ord(character):04X}]"


class _Pages(FPDF):
    """A4 with a foot on every page."""

    def __init__(self, foot: str) -> None:
        super().__init__(format="A4")
        self._foot = foot
        self.alias_nb_pages("{pages}")

    def footer(self) -> None:
        self.set_y(-15)
        self.set_font(FONT, "", 8)
        self.set_text_color(GREY)
        number = f"{self.page_no()} / {{pages}}"
        self.cell(0, 5, " · ".join(part for part in (self._foot, number) if part))
        self.set_text_color(0)
