"""Where an installation's own database, bus and mail server are, as far as that can be said."""

from uuid import UUID

import pytest
from msgspec.structs import replace

from ryadom.privacy.countries import Verdict
from ryadom.privacy.residency import Place, place_of
from ryadom.store.egress import Recipient
from tests.resolver import WrittenResolver

RESOLVER = WrittenResolver(
    home_test=["77.88.8.8"], abroad_test=["8.8.8.8"], closed_test=["10.0.0.5"], localhost=["127.0.0.1", "::1"]
)
DECLARED = Recipient(
    controller_id=UUID(int=1), host="", recipient="ООО «ЦОД»", country="RU", purpose="хранение", categories="все"
)


async def _place(host: str, *register: Recipient) -> Place:
    return await place_of(host, 5432, register=register, resolver=RESOLVER)


@pytest.mark.parametrize(
    ("host", "country", "verdict", "is_allowed", "is_open"),
    [
        ("home.test", "RU", Verdict.NOT_CONFIRMED, True, True),
        ("abroad.test", "US", Verdict.FOREIGN, False, False),
        ("closed.test", "-", Verdict.NOT_CONFIRMED, True, True),
        ("unknown.test", "-", Verdict.NOT_CONFIRMED, True, True),
        ("localhost", "-", Verdict.NOT_CONFIRMED, True, False),
        ("/run/postgresql", "-", Verdict.NOT_CONFIRMED, True, False),
    ],
)
async def test_undeclared_place_is_never_more_than_not_confirmed(
    host: str, country: str, verdict: Verdict, is_allowed: bool, is_open: bool
) -> None:
    place = await _place(host)
    assert (place.country, place.verdict) == (country, verdict)
    assert (place.is_allowed, place.is_open) == (is_allowed, is_open)


async def test_local_socket_and_loopback_are_this_machine() -> None:
    assert (await _place("/run/postgresql")).where == "this machine (/run/postgresql)"
    assert (await _place("localhost")).where == "this machine (localhost:5432)"


@pytest.mark.parametrize("host", ["home.test", "closed.test"])
async def test_owner_declares_a_place_by_the_register(host: str) -> None:
    place = await _place(host, replace(DECLARED, host=host, port=5432))
    assert (place.country, place.verdict, place.is_open) == ("RU", Verdict.DECLARED, False)
    assert (await _place(host, replace(DECLARED, host=host, port=25))).verdict is Verdict.NOT_CONFIRMED


async def test_declaration_does_not_bring_a_foreign_address_home() -> None:
    contradicted = await _place("abroad.test", replace(DECLARED, host="abroad.test"))
    assert (contradicted.country, contradicted.verdict, contradicted.is_allowed) == ("US", Verdict.FOREIGN, False)
    known = await _place("abroad.test", replace(DECLARED, host="abroad.test", registered_in="US"))
    assert (known.country, known.verdict, known.is_allowed) == ("RU", Verdict.DECLARED, True)
