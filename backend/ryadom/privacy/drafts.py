"""Drafts of papers: what stands in them, apart from how they are written: as PDF to be signed, as RTF to be edited."""

from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from ryadom.privacy.calendar import MOSCOW

if TYPE_CHECKING:
    from ryadom.privacy.paper import Paper


class Heading(Struct, frozen=True):
    """The heading of a part."""

    text: str


class Paragraph(Struct, frozen=True):
    """Running text, whose line breaks are kept."""

    text: str


class Fields(Struct, frozen=True):
    """Names and values beside each other; an empty value is shown as a dash."""

    pairs: tuple[tuple[str, str], ...]


class Grid(Struct, frozen=True):
    """A table. `widths` are shares of the page's width."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]


class Signatures(Struct, frozen=True):
    """A line to sign on for each of these people."""

    people: tuple[str, ...]


Block = Heading | Paragraph | Fields | Grid | Signatures


class Draft(Struct, frozen=True, kw_only=True):
    """A paper in Russian. `footer` stands on every page of its PDF."""

    title: str
    footer: str
    made_at: datetime
    blocks: tuple[Block, ...]


def section(heading: str, text: str, *, hint: str) -> tuple[Block, ...]:
    """A part with text that people wrote, or, while there is none, what is to be written there."""
    return (Heading(heading), Paragraph(text.strip() or f"[{hint}]"))


def moscow_time(moment: datetime | None) -> str:
    """A moment as papers write it, "" for none."""
    return f"{moment.astimezone(MOSCOW):%d.%m.%Y %H:%M} МСК" if moment else ""


def pdf_of(draft: Draft) -> bytes:
    """The draft as PDF. Slow for long texts (4 s of a processor for 100,000 characters): call it in a thread."""
    from ryadom.privacy.paper import Paper

    paper = Paper(draft.title, made_at=draft.made_at, footer=draft.footer)
    for block in draft.blocks:
        _write(paper, block)
    return paper.pdf()


def _write(paper: "Paper", block: Block) -> None:
    match block:
        case Heading(text):
            paper.heading(text)
        case Paragraph(text):
            paper.paragraph(text)
        case Fields(pairs):
            paper.fields(pairs)
        case Grid(columns, rows, widths):
            paper.table(columns, rows, widths=widths)
        case Signatures(people):
            paper.signatures(people)
