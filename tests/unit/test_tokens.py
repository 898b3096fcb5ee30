"""Visitor tokens: bound to a site, rotated keys, revocation, and clocks that jump."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from ryadom.core.tokens import VisitorTokens
from ryadom.errors import TokenExpired, TokenInvalid

NEW, OLD = "the new key, long enough to be one", "the old key, long enough to be one"
SITE, VISITOR = uuid4(), uuid4()


class Clock:
    def __init__(self) -> None:
        self.at = datetime(2026, 11, 24, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at


def _tokens(*keys: str, clock: Clock | None = None) -> VisitorTokens:
    return VisitorTokens(keys or (NEW,), lifetime_days=30, now=clock or Clock())


def test_token_tells_who_bears_it() -> None:
    identity = _tokens().read(_tokens().issue(site_id=SITE, visitor_id=VISITOR), site_id=SITE)
    assert (identity.site_id, identity.visitor_id) == (SITE, VISITOR)


def test_token_of_another_site_is_invalid() -> None:
    token = _tokens().issue(site_id=SITE, visitor_id=VISITOR)
    with pytest.raises(TokenInvalid, match="another site"):
        _tokens().read(token, site_id=uuid4())


def test_old_key_still_opens_and_the_new_one_signs() -> None:
    old_token = _tokens(OLD).issue(site_id=SITE, visitor_id=VISITOR)
    rotated = _tokens(NEW, OLD)
    assert rotated.read(old_token, site_id=SITE).visitor_id == VISITOR
    new_token = rotated.issue(site_id=SITE, visitor_id=VISITOR)
    assert _tokens(NEW).read(new_token, site_id=SITE).visitor_id == VISITOR
    with pytest.raises(TokenInvalid):
        _tokens(NEW).read(old_token, site_id=SITE)


def test_token_ends_after_its_lifetime() -> None:
    clock = Clock()
    tokens = _tokens(clock=clock)
    token = tokens.issue(site_id=SITE, visitor_id=VISITOR)
    clock.at += timedelta(days=29, hours=23)
    tokens.read(token, site_id=SITE)
    clock.at += timedelta(hours=2)
    with pytest.raises(TokenExpired):
        tokens.read(token, site_id=SITE)


def test_token_survives_a_clock_that_is_set_back() -> None:
    clock = Clock()
    tokens = _tokens(clock=clock)
    token = tokens.issue(site_id=SITE, visitor_id=VISITOR)
    clock.at -= timedelta(days=400)
    assert tokens.read(token, site_id=SITE).visitor_id == VISITOR


def test_token_made_after_a_revocation_is_newer_than_it() -> None:
    tokens = _tokens()
    revoked = tokens.now_ms() + 86_400_000
    token = tokens.issue(site_id=SITE, visitor_id=VISITOR, revoked_generation=revoked)
    assert tokens.read(token, site_id=SITE).generation > revoked


@pytest.mark.parametrize("token", ["", ".", "a.b", "é", "null.x" * 100])
def test_rubbish_is_an_invalid_token(token: str) -> None:
    with pytest.raises(TokenInvalid):
        _tokens().read(token, site_id=SITE)


def test_signed_rubbish_is_an_invalid_token() -> None:
    tokens = _tokens()
    for payload in (None, 5, [], ["x", "y", 1], [SITE.hex, VISITOR.hex, "soon"], {"site": 1}):
        signed = tokens._serializer.dumps(payload)
        with pytest.raises(TokenInvalid):
            tokens.read(str(signed), site_id=SITE)
