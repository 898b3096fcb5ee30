"""docs/personal-data.md and docs/law/ name tests that are there, and pages that are there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_test_that_the_page_names_exists() -> None:
    named = re.findall(r"`(tests/\S+\.py)::(\w+)`", (ROOT / "docs" / "personal-data.md").read_text())
    assert named
    check_named(named)


def test_pages_of_the_law_are_listed_and_name_tests_and_files_that_exist() -> None:
    folder = ROOT / "docs" / "law"
    listed = set(re.findall(r"\]\((\S+\.md)\)", (folder / "README.md").read_text()))
    pages = {page.name: page.read_text() for page in folder.glob("*.md")}
    assert {name for name in listed if "/" not in name} | {"README.md"} == set(pages)
    for text in pages.values():
        check_named(re.findall(r"`(tests/\S+\.py)::(\w+)`", text))
        for file in re.findall(r"`(tests/\S+\.py)`", text):
            assert (ROOT / file).exists(), file
        for link in re.findall(r"\]\((\S+\.md)\)", text):
            assert (folder / link).exists(), link


def check_named(named: list[tuple[str, str]]) -> None:
    for file, test in named:
        assert f"def {test}(" in (ROOT / file).read_text(), f"{file}::{test}"
