"""When a transfer abroad may begin after its notice: at once, or when the authority has had its time to forbid it.

Source: 152-FZ article 12 p. 8-11 (as of 266-FZ); the list of countries: order of Roskomnadzor of 2022-08-05 No. 128,
put together from secondary sources and checked by no lawyer. A country that is missing here only waits.
"""

from datetime import date, timedelta

from ryadom.privacy.countries import HOME

WAIT_WORKING_DAYS = 10
_SURELY_OVER = timedelta(days=60)
"""The longest run of days off is that of January: no 10 working days take so long, whatever the year's decree says."""

# Parties to the Convention of the Council of Europe (ETS 108).
_PARTIES = (
    "AD AL AM AR AT AZ BA BE BG CH CV CY CZ DE DK EE ES FI FR GB GE GR HR HU IE IS IT LI LT LU LV MA MC MD ME MK MT MU "
    "MX NL NO PL PT RO RS SE SI SK SM SN TN TR UA UY"
)
# Others that the order names.
_OTHERS = "AO AU BD BJ BR BY CA CI CN CR GA IL IN JP KG KR KZ ML MN MY NE NG NZ PE QA SG TD TG TH TJ UZ VN ZA ZM"

ADEQUATE = frozenset(f"{_PARTIES} {_OTHERS}".split())
"""ISO 3166 codes of countries that protect the rights of subjects well enough, by that order."""


def waits_until(country: str, notice_on: date | None, *, today: date) -> date | None:
    """The first day on which data may go to this country; None where it may go today.

    Raises:
        CalendarUnknown: working days of the year are not known yet, so it can't be said that the wait is over.
    """
    if country == HOME or country in ADEQUATE or notice_on is None or today - notice_on > _SURELY_OVER:
        return None
    # 0.2 s to load: processes that send nothing abroad need not.
    from ryadom.privacy.calendar import add_working_days

    first = add_working_days(notice_on, WAIT_WORKING_DAYS) + timedelta(days=1)
    return first if today < first else None
