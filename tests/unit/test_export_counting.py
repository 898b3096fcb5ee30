"""Rows are counted rightly however the bytes of their file are cut."""

import csv
import io
import json

from hypothesis import given
from hypothesis import strategies as st

from ryadom.core.export_counting import Form, RowCount

ROWS = st.lists(st.lists(st.text(alphabet='a;,"\n\r я'), min_size=1, max_size=3), max_size=8)
CUTS = st.lists(st.integers(min_value=1, max_value=9), min_size=1, max_size=5)


def counted(form: Form, content: bytes, cuts: list[int]) -> int:
    count, place, turn = RowCount(form), 0, 0
    while place < len(content):
        step = cuts[turn % len(cuts)]
        count.add(content[place : place + step])
        place, turn = place + step, turn + 1
    return count.rows


@given(rows=ROWS, cuts=CUTS)
def test_lines_within_quotes_are_no_rows(rows: list[list[str]], cuts: list[int]) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\n").writerows(rows)
    assert counted(Form.CSV, text.getvalue().encode(), cuts) == len(rows)


@given(rows=ROWS, cuts=CUTS)
def test_objects_are_rows(rows: list[list[str]], cuts: list[int]) -> None:
    content = b"".join(json.dumps(row).encode() + b"\n" for row in rows)
    assert counted(Form.JSONL, content, cuts) == len(rows)


@given(cards=st.integers(min_value=0, max_value=5), cuts=CUTS)
def test_cards_are_rows(cards: int, cuts: list[int]) -> None:
    card = b"BEGIN:VCARD\r\nNOTE:END:VCARD\r\nEND:VCARD\r\n"
    assert counted(Form.VCARD, card * cards, cuts) == cards
