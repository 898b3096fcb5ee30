"""«Журнал действий» has a word in both languages for whatever the journal can hold."""

import re
from pathlib import Path

import pytest

from ryadom.store.journal_chain import Action, ActorKind, Result

PAGES = Path(__file__).parents[2] / "backend/panel/src/texts/pages"
WORDS = "".join((PAGES / name).read_text(encoding="utf-8") for name in ("journal.ts", "journal_words.ts"))


@pytest.mark.parametrize("code", [*Action, *ActorKind, *Result])
def test_code_has_a_word_in_both_languages(code: str) -> None:
    assert len(re.findall(rf"\b{code}: \"", WORDS)) >= 2
