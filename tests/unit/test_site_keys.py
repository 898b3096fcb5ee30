"""Keys that sites get where nobody names one."""

import pytest

from ryadom.core.sites import is_site_key, new_site_key


def test_new_key_is_a_key_and_never_looks_like_an_option_of_a_command(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter(["-bad_key_of_site", "--bad_key_of_sit", "good-key-of_site"])
    monkeypatch.setattr("secrets.token_urlsafe", lambda length: next(drawn))
    assert new_site_key() == "good-key-of_site"
    monkeypatch.undo()
    assert is_site_key(new_site_key())
    assert len({new_site_key() for _ in range(100)}) == 100
