"""Papers in PDF: readable by programs as text, complete, and the same bytes for the same content."""

import io
import subprocess
import sys
from datetime import UTC, datetime

from pypdf import PdfReader

from ryadom.privacy.paper import Paper

AT = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def paper() -> Paper:
    return Paper("Акт № 12", made_at=AT, footer="Акт № 12 от 25.11.2026")


def test_all_that_was_written_can_be_read() -> None:
    act = paper()
    act.fields([("Оператор", "ООО «Ёлка»"), ("ИНН", "")])
    act.heading("Что уничтожено")
    act.table(["Вид", "Записей"], [["Сообщения", "1 204"]], widths=[3, 1])
    act.paragraph("Цена 5 ₽ — «да».")
    act.signatures(["Иванов И. И., администратор"])
    text = text_of(act.pdf())
    for words in (
        "Акт № 12", "ООО «Ёлка»", "ИНН", "—", "Что уничтожено", "Сообщения", "1 204", "Цена 5 ₽ — «да».",
        "Иванов И. И., администратор", "подпись", "Акт № 12 от 25.11.2026 · 1 / 1",
    ):  # fmt: skip
        assert words in text


def test_same_content_gives_the_same_bytes() -> None:
    one, other = paper(), paper()
    for act in (one, other):
        act.table(["Вид"], [["Сообщения"]], widths=[1])
    assert one.pdf() == other.pdf()


def test_what_the_font_lacks_is_written_as_its_code_point() -> None:
    act = paper()
    act.paragraph("Привет 😀\x00中")
    assert "Привет [U+1F600] [U+4E2D]" in " ".join(text_of(act.pdf()).split())


def test_head_of_a_long_table_is_on_every_page_and_no_row_is_lost() -> None:
    act = paper()
    act.table(["Номер записи"], [[f"строка-{number}"] for number in range(200)], widths=[1])
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(act.pdf())).pages]
    assert len(pages) > 2
    assert all("Номер записи" in page for page in pages)
    assert [word for page in pages for word in page.split() if word.startswith("строка-")] == [
        f"строка-{number}" for number in range(200)
    ]


def test_word_longer_than_a_line_and_a_cell_longer_than_a_page_are_whole() -> None:
    act = paper()
    act.paragraph("щ" * 500)
    act.table(["Текст"], [["слово " * 2_000]], widths=[1])
    text = text_of(act.pdf())
    assert text.count("щ") == 500
    assert text.count("слово") == 2_000


def test_widths_that_add_up_to_a_hair_too_much_fit() -> None:
    act = paper()
    act.table(["А"] * 5, [["1"] * 5], widths=(4, 1.6, 3, 3, 2.4))
    assert "1 1 1 1 1" in text_of(act.pdf())


def test_heading_stands_on_the_page_of_what_it_heads() -> None:
    for lines in range(30, 50):
        act = paper()
        for line in range(lines):
            act.paragraph(f"строка {line}")
        act.heading("Исполнители")
        act.signatures(["Иванов И. И., администратор"])
        pages = [page.extract_text() for page in PdfReader(io.BytesIO(act.pdf())).pages]
        [headed] = [text for text in pages if "Исполнители" in text]
        assert "Иванов И. И." in headed


def test_server_that_writes_no_paper_does_not_load_what_draws_them() -> None:
    program = "import sys, ryadom.app; sys.exit('fpdf' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
