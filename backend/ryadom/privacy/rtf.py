"""Drafts as Rich Text Format, which every word processor opens and edits.

Written by hand: a draft needs headings, paragraphs and tables, a hundred lines of a format that has not changed since
2008; libraries for DOCX bring an XML parser of five megabytes.

Source: Microsoft, "Rich Text Format Specification 1.9.1".
"""

import re
import struct
from collections.abc import Iterable, Iterator, Sequence

from ryadom.privacy.drafts import Block, Draft, Fields, Grid, Heading, Paragraph, Signatures

WIDTH_TWIPS = 9_636
"""What A4 leaves between margins of 20 mm; a twip is 1/1440 of an inch."""

NAME_SHARE = 0.32

_HEAD = (
    r"{\rtf1\ansi\ansicpg1251\deff0\deflang1049{\fonttbl{\f0\froman\fcharset204 Times New Roman;}}"
    r"\paperw11906\paperh16838\margl1134\margr1134\margt1134\margb1134\uc1" + "\n"
)
_SIGNATURE = "____________________ / ____________________ / «___» ____________ 20___ г."


def rtf_of(draft: Draft) -> bytes:
    """The draft as RTF, in ASCII: whatever text it holds is told by code points, and none of it is a command."""
    parts = [_HEAD, _paragraph(draft.title, r"\qc\b\fs28\sa240")]
    for block in draft.blocks:
        parts += _block(block)
    return "".join((*parts, "}\n")).encode("ascii")


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading(text):
            yield _paragraph(text, r"\keepn\b\fs24\sb240\sa80")
        case Paragraph(text):
            yield _paragraph(text, r"\fs22\sa120")
        case Fields(pairs):
            yield from _table([(name, value or "—") for name, value in pairs], (NAME_SHARE, 1 - NAME_SHARE))
        case Grid(columns, rows, widths):
            yield from _table([columns], widths, style=r"\b")
            yield from _table(rows, widths)
        case Signatures(people):
            for person in people:
                yield _paragraph(f"{person}\n{_SIGNATURE}", r"\fs22\sb360\sa120")


def _paragraph(text: str, style: str) -> str:
    return rf"\pard\plain\f0{style} {_escaped(text)}\par" + "\n"


def _table(rows: Iterable[Sequence[str]], widths: Sequence[float], *, style: str = "") -> Iterator[str]:
    ends, reached = [], 0.0
    for share in widths:
        reached += share / sum(widths)
        borders = "".join(rf"\clbrdr{side}\brdrs\brdrw5" for side in "tlbr")
        ends.append(rf"{borders}\cellx{round(reached * WIDTH_TWIPS)}")
    for row in rows:
        cells = "".join(rf"\pard\plain\f0\fs20{style}\intbl {_escaped(cell)}\cell" for cell in row)
        yield rf"\trowd\trgaph100{''.join(ends)}" + f"\n{cells}" + r"\row" + "\n"
    yield r"\pard\plain\f0\fs12\par" + "\n"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(_told, text.replace("\r\n", "\n").replace("\r", "\n"))


def _told(found: re.Match[str]) -> str:
    """A run of characters that RTF can't hold as they are, or one that means something in it."""
    run = found[0]
    if run in _ASCII:
        return _ASCII[run]
    # Sixteen bits each, signed, with a "?" for who knows no Unicode; beyond that in two halves.
    units = run.encode("utf-16-be", "surrogatepass")
    return "".join(rf"\u{value}?" for (value,) in struct.iter_unpack(">h", units))


_ASCII = {"\n": r"\line ", "\t": r"\tab ", "\\": r"\\", "{": r"\{", "}": r"\}"} | {
    chr(code): " " for code in (*range(0x09), *range(0x0B, 0x20), 0x7F)
}
_SPECIAL = re.compile(r"[\x00-\x1f\x7f\\{}]|[^\x00-\x7f]+")
