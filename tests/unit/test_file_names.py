"""Names of files, as they are kept."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ryadom.core.files.kinds import FORMS, JPEG, PDF, PNG, TXT, Form
from ryadom.core.files.names import clean_name, name_as
from ryadom.errors import FileNameLies

unhurried = settings(deadline=None)  # other processes on the machine are no failure


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("отчёт за май.pdf", "отчёт за май.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\фото.png", "фото.png"),
        ("invoice\u202egpj.exe", "invoicegpj.exe"),
        ("a\x00b\r\nc.txt", "abc.txt"),
        ("  .hidden.  ", "hidden"),
        ('a<b>c:d"e|f?g*.txt', "a_b_c_d_e_f_g_.txt"),
        ("con.txt", "_con.txt"),
        ("", "file"),
        ("\u200b\u2066", "file"),
        ("и\u0306.txt", "й.txt"),
        ("z" + "\u0301" * 40 + ".txt", "ź\u0301\u0301\u0301.txt"),
    ],
)
def test_name_is_cleaned(told: str, kept: str) -> None:
    assert clean_name(told) == kept


@pytest.mark.parametrize(
    ("told", "form", "kept"),
    [
        ("a.PDF", PDF, "a.pdf"),
        ("скан", PDF, "скан.pdf"),
        ("photo.png", JPEG, "photo.jpg"),
        ("photo.jpeg", JPEG, "photo.jpeg"),
        ("", PNG, "file.png"),
        (".png", PNG, "png.png"),
        ("v1.2 итог", TXT, "v1.2 итог.txt"),
        ("я" * 300 + ".txt", TXT, "я" * 96 + ".txt"),
        ("😀" * 300 + ".txt", TXT, "😀" * 59 + ".txt"),
    ],
)
def test_ending_is_the_format_s_own(told: str, form: Form, kept: str) -> None:
    assert name_as(told, form) == kept


@pytest.mark.parametrize(("told", "form"), [("a.exe", PNG), ("a.html", TXT), ("a.pdf", PNG), ("a.txt.scr", TXT)])
def test_ending_that_lies_is_refused_with_the_remedy(told: str, form: Form) -> None:
    with pytest.raises(FileNameLies, match=form.endings[0]):
        name_as(told, form)


@unhurried
@given(st.text(), st.sampled_from(FORMS))
def test_any_name_becomes_one_of_one_line_without_a_folder(told: str, form: Form) -> None:
    try:
        kept = name_as(told, form)
    except FileNameLies:
        return
    assert 3 < len(kept) <= 100
    assert len(kept.encode()) <= 240
    assert kept.rsplit(".", 1)[1] in form.endings
    assert not set(kept) & set('/\\\0\r\n"<>:|?*')
    assert name_as(kept, form) == kept
