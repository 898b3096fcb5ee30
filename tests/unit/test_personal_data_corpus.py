"""Precision and recall of the detectors on chat lines that were labelled by hand before the detectors were tuned."""

import re
from pathlib import Path

import pytest

from ryadom.privacy.detect import Kind, Span, find_personal

CORPUS = Path(__file__).with_name("personal_data_corpus.txt")
LABEL = re.compile(r"\[(" + "|".join(Kind) + r"):((?:\[at\]|[^\]])+)\]")
MIN_PRECISION, MIN_RECALL = 0.97, 0.95


def labelled_lines() -> list[tuple[str, list[Span]]]:
    lines = [line for line in CORPUS.read_text(encoding="utf-8").split("\n") if line and not line.startswith("# ")]
    return [parse(line.replace("\\n", "\n")) for line in lines]


def parse(line: str) -> tuple[str, list[Span]]:
    text, spans, done = "", [], 0
    for label in LABEL.finditer(line):
        text += line[done : label.start()]
        spans.append(Span(len(text), len(text) + len(label[2]), Kind(label[1])))
        text, done = text + label[2], label.end()
    return text + line[done:], spans


LINES = labelled_lines()


def test_corpus_is_large_and_every_line_is_another() -> None:
    assert len({text for text, _ in LINES}) == len(LINES) >= 400
    assert sum(not spans for _, spans in LINES) >= 150


@pytest.mark.parametrize("kind", Kind)
def test_kind_is_found_precisely_and_almost_always(kind: Kind) -> None:
    labelled = {(text, span) for text, spans in LINES for span in spans if span.kind is kind}
    found = {(text, span) for text, _ in LINES for span in find_personal(text) if span.kind is kind}
    wrong = sorted(f"{text!r} {span}" for text, span in found - labelled)
    missed = sorted(f"{text!r} {span}" for text, span in labelled - found)
    right = len(found & labelled)

    assert len(labelled) >= 30
    assert right / len(found) >= MIN_PRECISION, wrong
    assert right / len(labelled) >= MIN_RECALL, missed
