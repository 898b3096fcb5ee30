"""The table of measures: complete in itself, honest about what is not certain, and naming tests that are there."""

import re
from pathlib import Path

from ryadom.privacy.fstec_measures import GROUPS, MEASURES, group_of, measures_for
from ryadom.privacy.protection_levels import LEVELS, level_for

ROOT = Path(__file__).parents[2]


def test_each_measure_is_there_once_in_a_known_group_and_order() -> None:
    codes = [measure.code for measure in MEASURES]
    assert len(set(codes)) == len(codes)
    assert list(dict.fromkeys(map(group_of, MEASURES))) == list(GROUPS)


def test_third_level_asks_for_all_that_the_fourth_does() -> None:
    assert {one.code for one in measures_for(4)} < {one.code for one in measures_for(3)}
    assert all(set(measure.levels) <= set(LEVELS) and measure.levels for measure in MEASURES)


def test_measures_that_sources_agree_on_are_in_the_set_of_the_fourth_level() -> None:
    agreed = {
        "ИАФ.1",
        *(f"УПД.{number}" for number in range(1, 7)),
        "УПД.13",
        "РСБ.1",
        "РСБ.2",
        "РСБ.3",
        "РСБ.7",
        "ЗИС.3",
    }
    assert agreed <= {one.code for one in measures_for(4) if one.is_certain}


def test_each_measure_says_what_somebody_does() -> None:
    for measure in MEASURES:
        assert measure.owner, measure.code
        assert bool(measure.product) == bool(measure.where), measure.code


def test_files_that_the_table_names_are_there() -> None:
    for measure in MEASURES:
        for path in re.findall(r"[\w./-]+\.(?:py|md|ts|lock)\b", measure.where):
            places = (ROOT / path, ROOT / "backend" / "ryadom" / path)
            assert any(place.exists() for place in places), (measure.code, path)


def test_nothing_is_called_certified_or_compliant() -> None:
    for measure in MEASURES:
        text = f"{measure.product} {measure.owner}".lower()
        assert "соответствует" not in text
        assert "сертифицирован " not in text


def test_level_changes_at_a_hundred_thousand() -> None:
    assert (level_for(0), level_for(99_999), level_for(100_000)) == (4, 4, 3)
