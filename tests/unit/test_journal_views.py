"""Who is being given a journal, and may see all of that yet."""

from uuid import UUID

import pytest

from ryadom.core.journal_views import JournalView, still_sees
from ryadom.store.journal import Sight

ONE, TWO = UUID(int=1), UUID(int=2)


def view(*site_ids: UUID, is_whole: bool) -> JournalView:
    return JournalView(
        controller_id=UUID(int=9), legal_name="", sites=(), sight=Sight(is_whole=is_whole, site_ids=site_ids)
    )


@pytest.mark.parametrize(
    ("before", "now", "sees"),
    [
        pytest.param(view(ONE, is_whole=True), view(ONE, is_whole=True), True, id="as it was"),
        pytest.param(view(ONE, is_whole=True), view(ONE, is_whole=False), False, id="a site was added"),
        pytest.param(view(ONE, TWO, is_whole=True), view(ONE, is_whole=True), True, id="a site is no more"),
        pytest.param(view(ONE, is_whole=False), view(ONE, is_whole=True), True, id="sees all by now"),
        pytest.param(view(ONE, is_whole=False), view(ONE, TWO, is_whole=False), True, id="sees more"),
        pytest.param(view(ONE, TWO, is_whole=False), view(ONE, is_whole=False), False, id="a site was taken"),
        pytest.param(view(ONE, is_whole=False), view(TWO, is_whole=False), False, id="another site"),
    ],
)
def test_only_who_sees_all_of_it_goes_on(before: JournalView, now: JournalView, sees: bool) -> None:
    assert still_sees(now, before) is sees
