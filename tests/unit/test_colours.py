"""Whatever colour an owner takes, what is written in it and on it can be read."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ryadom.core.colours import READABLE, WHITE, Rgb, contrast, mix, parse, readable_on, under_white, write
from ryadom.core.widget_look import DARK_SURFACE, DARK_TINT, LIGHT_SURFACE, TINT

STYLES = (Path(__file__).parents[2] / "widget/src/styles/window.css").read_text(encoding="utf-8")
PARTS = st.integers(0, 255)
COLOURS = st.tuples(PARTS, PARTS, PARTS)


@given(COLOURS)
def test_any_colour_is_read_under_white_and_on_both_surfaces(colour: Rgb) -> None:
    assert contrast(under_white(colour), WHITE) >= READABLE
    for surface in (LIGHT_SURFACE, DARK_SURFACE):
        assert contrast(readable_on(surface, colour), surface) >= READABLE


@given(COLOURS)
def test_own_words_are_read_on_their_tint(colour: Rgb) -> None:
    for surface, tint, text in ((LIGHT_SURFACE, TINT, "#25221d"), (DARK_SURFACE, DARK_TINT, "#eae6de")):
        assert contrast(mix(colour, surface, tint), parse(text)) >= READABLE


def test_colour_that_can_be_read_stays_as_it_is() -> None:
    assert under_white(parse("#2f5aa0")) == parse("#2f5aa0")
    assert readable_on(LIGHT_SURFACE, parse("#2a5296")) == parse("#2a5296")


def test_contrast_is_what_the_guidelines_give() -> None:
    assert contrast(parse("#000000"), WHITE) == pytest.approx(21)
    assert contrast(parse("#777777"), WHITE) == pytest.approx(4.48, abs=0.01)


@given(COLOURS)
def test_what_is_written_is_read_back(colour: Rgb) -> None:
    assert parse(write(colour)) == colour


@pytest.mark.parametrize("text", ["2f5aa0", "#2f5aa", "#2f5aa00", "red", "", "#gggggg"])
def test_what_is_no_colour_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"colour|literal"):
        parse(text)


def test_surfaces_are_those_of_the_window() -> None:
    assert re.findall(r"--surface: (#\w+);", STYLES) == [write(LIGHT_SURFACE), write(DARK_SURFACE)]
