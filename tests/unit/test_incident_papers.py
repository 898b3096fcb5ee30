"""Papers of an incident: every field the regulator asks for, in PDF and in RTF, whatever people have written."""

import io
import re
from datetime import UTC, datetime
from uuid import UUID

import pytest
from msgspec.structs import replace
from pypdf import PdfReader

from ryadom.privacy.drafts import Draft, Fields, Grid, Heading, Paragraph, pdf_of
from ryadom.privacy.incident_papers import PaperKind, Told, incident_paper
from ryadom.privacy.rtf import rtf_of
from ryadom.store.controllers import Controller
from ryadom.store.incidents import Affected, Event, EventKind, Incident, IncidentKind

AT = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
CONTROLLER = Controller(
    id=UUID(int=1),
    legal_name="ООО «Чайная лавка»",
    inn="7707083893",
    address="420111, Казань, ул. Баумана, 1",
    officer_name="Вера Ли",
    officer_email="dpo@shop.test",
)
INCIDENT = Incident(
    controller_id=UUID(int=1),
    id=UUID(int=2),
    number=3,
    title="Пароль оператора в чужих руках",
    happened="Вошли с неизвестного адреса.",
    kind=IncidentKind.ACCESS,
    discovered_at=AT,
    categories=(Affected.CONTACT, Affected.MESSAGE),
    cause="Пароль подобран.",
    harm="Могут узнать телефоны.",
    measures="Сеансы завершены.",
    results="Виновник установлен.",
    culprits="Иванов И. И., оператор чата",
    contact="Пётр Ким, +7 843 000-00-00",
    first_notice_at=AT,
    first_notice_number="77-1",
)
HOSTILE = "<script>alert(1)</script> {\\rtf1 \\object\\objdata} \\b }{ =1+1 😀 \u202e\x07 中 \\'e0 $$ %s"


def told(incident: Incident = INCIDENT, controller: Controller = CONTROLLER) -> Told:
    events = [
        Event(ordinal=1, at=AT, kind=EventKind.OPENED, actor_name="Вера", note="", alarm=None, details={}),
        Event(ordinal=2, at=AT, kind=EventKind.NOTED, actor_name="Вера", note=HOSTILE, alarm=None, details={}),
    ]
    return Told(incident=incident, controller=controller, events=events, count="12", sites={}, now=AT)


def text_of_pdf(draft: Draft) -> str:
    return " ".join("\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf_of(draft))).pages).split())


def text_of_rtf(content: bytes) -> str:
    """What a reader shows: groups that say nothing are left out, escapes are undone."""
    text = content.decode("ascii")
    text = re.sub(r"\{\\fonttbl.*?\}\}", "", text)
    text = re.sub(r"\\u(-?\d+)\?", lambda found: chr(int(found[1]) % 65_536), text)
    text = re.sub(r"\\(par|line|tab|cell|row)\b ?", "\n", text)
    text = re.sub(r"\\([\\{}])", lambda found: f"\0{ord(found[1])}\0", text)
    text = re.sub(r"\\[a-z]+-?\d* ?", "", text)
    text = re.sub(r"[{}]", "", text)
    text = re.sub(r"\0(\d+)\0", lambda found: chr(int(found[1])), text)
    return " ".join(text.encode("utf-16", "surrogatepass").decode("utf-16").split())


@pytest.mark.parametrize(
    ("kind", "asked"),
    [
        (
            PaperKind.FIRST_NOTICE,
            (
                "ООО «Чайная лавка»", "7707083893", "420111, Казань, ул. Баумана, 1", "dpo@shop.test", "Вера Ли",
                "27.11.2026 12:00", "неправомерный доступ", "Пароль подобран.", "Могут узнать телефоны.",
                "Сеансы завершены.", "Пётр Ким", "12", "переписка",
            ),
        ),
        (PaperKind.SECOND_NOTICE, ("Виновник установлен.", "Иванов И. И., оператор чата", "77-1", "Пароль подобран.")),
        (PaperKind.REPORT, ("Пароль оператора в чужих руках", "Хронология", "Карточка открыта", "отправлено в срок")),
    ],
)  # fmt: skip
def test_paper_has_what_is_asked_for_in_both_forms(kind: PaperKind, asked: tuple[str, ...]) -> None:
    draft = incident_paper(kind, told())
    for text in (text_of_pdf(draft), text_of_rtf(rtf_of(draft))):
        for words in asked:
            assert words in text, words


def test_what_is_not_known_yet_is_asked_for_in_brackets() -> None:
    bare = Incident(
        controller_id=UUID(int=1), id=UUID(int=2), number=1, title="Т", happened="П", kind=IncidentKind.ACCIDENT,
        discovered_at=AT,
    )  # fmt: skip
    for kind in PaperKind:
        text = text_of_pdf(incident_paper(kind, told(bare, Controller(id=UUID(int=1)))))
        assert "[" in text
        assert "—" in text


@pytest.mark.parametrize("kind", list(PaperKind))
def test_hostile_texts_are_only_texts(kind: PaperKind) -> None:
    long = HOSTILE + "щ" * 49_000
    fields = dict.fromkeys(("happened", "cause", "harm", "measures", "results", "culprits", "contact"), long)
    hostile = replace(INCIDENT, title=HOSTILE, **fields)
    draft = incident_paper(kind, told(hostile))
    content = rtf_of(draft)
    assert content.isascii()
    balance = re.sub(rb"\\[\\{}]", b"", content)
    assert balance.count(b"{") == balance.count(b"}")
    assert rb"\object" not in re.sub(rb"\\\\", b"", content)
    assert "<script>alert(1)</script> {\\rtf1 \\object\\objdata}" in text_of_rtf(content)
    assert "😀" in text_of_rtf(content)


def test_hostile_texts_come_through_in_pdf_however_long() -> None:
    hostile = Incident(
        controller_id=UUID(int=1), id=UUID(int=2), number=1, title=HOSTILE, happened=HOSTILE + "щ" * 49_000,
        kind=IncidentKind.ACCESS, discovered_at=AT,
    )  # fmt: skip
    text = text_of_pdf(incident_paper(PaperKind.FIRST_NOTICE, told(hostile)))
    assert "<script>alert(1)</script>" in text
    assert "[U+1F600]" in text
    assert text.count("щ") >= 49_000


def test_rtf_of_each_block_is_what_the_draft_says() -> None:
    draft = Draft(
        title="Ёлка",
        footer="",
        made_at=AT,
        blocks=(
            Heading("Раздел"),
            Paragraph("одна\nдругая\tтретья"),
            Fields((("Имя", ""),)),
            Grid(("А", "Б"), (("1", "2"),), (1, 2)),
        ),
    )  # fmt: skip
    content = rtf_of(draft)
    assert content.startswith(rb"{\rtf1\ansi")
    assert content.rstrip().endswith(b"}")
    assert text_of_rtf(content) == "Ёлка Раздел одна другая третья Имя — А Б 1 2"
    assert content.count(rb"\row") == 3
