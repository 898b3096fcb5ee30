"""When a transfer abroad may begin after its notice."""

from datetime import date

import pytest

from ryadom.privacy.adequacy import ADEQUATE, waits_until

NOTICE = date(2026, 11, 3)


@pytest.mark.parametrize(
    ("country", "notice_on", "today", "first_day"),
    [
        ("US", NOTICE, date(2026, 11, 3), date(2026, 11, 19)),
        ("US", NOTICE, date(2026, 11, 18), date(2026, 11, 19)),
        ("US", NOTICE, date(2026, 11, 19), None),
        ("US", date(2000, 1, 1), date(2026, 11, 19), None),
        ("KZ", NOTICE, NOTICE, None),
        ("DE", NOTICE, NOTICE, None),
        ("RU", None, NOTICE, None),
    ],
)
def test_data_goes_abroad_after_ten_working_days_unless_the_country_is_adequate(
    country: str, notice_on: date | None, today: date, first_day: date | None
) -> None:
    assert waits_until(country, notice_on, today=today) == first_day


def test_list_of_adequate_countries_holds_codes_and_not_those_known_to_be_out() -> None:
    assert all(len(code) == 2 and code.isupper() for code in ADEQUATE)
    assert not ADEQUATE & {"US", "RU"}
