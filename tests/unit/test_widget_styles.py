"""All style sheets of the widget end in one shadow root: what one part names, no other may mean."""

import re
from collections import defaultdict
from pathlib import Path

STYLES = Path(__file__).parents[2] / "widget/src/styles"
COMMON = {"window.css", "thread.css", "launcher.css"}
"""Of the chat itself, on which all parts stand."""


def test_no_part_gives_another_meaning_to_a_class_of_another_part() -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for sheet in STYLES.glob("*.css"):
        css = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)
        for name in re.findall(r"^\s*(\.[\w-]+)(?=[^;{]*[{,]$)", css, flags=re.MULTILINE):
            owners[name].add(sheet.name)
    assert len(owners) > 20
    parts = {name: sheets - COMMON for name, sheets in owners.items() if name != ".window"}
    assert {name: sheets for name, sheets in parts.items() if len(sheets) > 1} == {}
