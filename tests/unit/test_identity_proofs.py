"""Which signatures are believed, and which are not."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import jwt
import pytest

from ryadom.core.identity_proofs import MAX_AHEAD_S, SKEW_S, prove_identity
from ryadom.errors import BadBody, IdentityRefused
from ryadom.protocol.visitor import Identify
from ryadom.store.profiles import Identity

SECRET = "s" * 64
OLD = "o" * 64
NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
NOW_S = int(NOW.timestamp())


def prove(*, secrets: tuple[str, ...] = (SECRET,), **fields: Any) -> Identity:
    return prove_identity(Identify(echo_id=uuid4(), **fields), secrets, now=NOW)


def token(
    secret: str = SECRET, *, algorithm: str = "HS256", headers: dict[str, Any] | None = None, **claims: Any
) -> str:
    payload = {"sub": "42", "exp": NOW_S + 300, **claims}
    kept = {name: value for name, value in payload.items() if value is not None}
    return jwt.encode(kept, secret, algorithm=algorithm, headers=headers)


def hash_of(external_id: str, secret: str = SECRET) -> str:
    return hmac.new(secret.encode(), external_id.encode(), hashlib.sha256).hexdigest()


def raw(header: object, payload: object, signature: bytes = b"") -> str:
    parts = [part if isinstance(part, bytes) else json.dumps(part).encode() for part in (header, payload)]
    return ".".join(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in (*parts, signature))


def test_token_vouches_for_all_it_says() -> None:
    signed = token(name="Иван Петров", email="ivan@mail.ru", phone="8 916 123-45-67")
    assert prove(token=signed) == Identity(
        external_id="42", name="Иван Петров", email="ivan@mail.ru", phone="+7 916 123-45-67", is_verified=True
    )


def test_hash_vouches_for_the_id_alone() -> None:
    proven = prove(id="42", hash=hash_of("42"), name="Иван", email="ivan@mail.ru")
    assert proven == Identity(external_id="42", name="Иван", email="ivan@mail.ru", is_verified=False)


def test_hash_may_be_written_in_capitals() -> None:
    assert prove(id="42", hash=hash_of("42").upper()).external_id == "42"


def test_what_a_page_says_beside_a_token_counts_for_nothing() -> None:
    proven = prove(token=token(), id="1", hash=hash_of("1"), name="Чужой", phone="+7 916 000-00-00")
    assert proven == Identity(external_id="42", is_verified=True)


@pytest.mark.parametrize("secret", [SECRET, OLD])
def test_two_secrets_are_good_at_once(secret: str) -> None:
    assert prove(secrets=(SECRET, OLD), token=token(secret)).external_id == "42"
    assert prove(secrets=(SECRET, OLD), id="42", hash=hash_of("42", secret)).external_id == "42"


FORGED: dict[str, Any] = {
    "another secret": {"token": token(OLD)},
    "no algorithm": {"token": raw({"alg": "none", "typ": "JWT"}, {"sub": "42", "exp": NOW_S + 300})},
    "no algorithm, other letters": {"token": raw({"alg": "nOnE"}, {"sub": "42", "exp": NOW_S + 300})},
    "another algorithm": {"token": token(algorithm="HS512")},
    "another algorithm's name": {"token": raw({"alg": "RS256"}, {"sub": "42", "exp": NOW_S + 300}, b"x" * 32)},
    "a key of its own": {"token": token(OLD, headers={"jwk": {"kty": "oct", "k": "b" * 43}})},
    "header of another shape": {"token": raw([], {"sub": "42"})},
    "nested without end": {"token": raw(b"[" * 2_800, {"sub": "42"})},
    "not three parts": {"token": "a.b"},
    "empty": {"token": ""},
    "no text": {"token": "\udfff.\udfff.\udfff"},
    "changed payload": {"token": ".".join([token().split(".")[0], raw({}, {"sub": "1"}).split(".")[1], "AAAA"])},
    "hash of another id": {"id": "43", "hash": hash_of("42")},
    "half a hash": {"id": "42", "hash": hash_of("42")[:32]},
    "empty hash": {"id": "42", "hash": ""},
    "hash that is no hash": {"id": "42", "hash": "ё" * 64},
    "no hash": {"id": "42"},
    "no id": {"hash": hash_of("")},
    "nothing": {},
    "nothing but a name": {"name": "Иван", "email": "ivan@mail.ru"},
}


@pytest.mark.parametrize("fields", FORGED.values(), ids=FORGED)
def test_nothing_forged_is_believed(fields: dict[str, Any]) -> None:
    with pytest.raises(IdentityRefused):
        prove(**fields)


@pytest.mark.parametrize(
    "claims",
    [
        {"exp": None},
        {"sub": None},
        {"sub": 42},
        {"sub": ["42"]},
        {"exp": NOW_S - SKEW_S},
        {"exp": NOW_S + MAX_AHEAD_S + SKEW_S + 1},
        {"exp": float("nan")},
        {"exp": float("inf")},
        {"exp": "tomorrow"},
        {"exp": True},
        {"nbf": NOW_S + SKEW_S + 1},
        {"iat": NOW_S + SKEW_S + 1},
        {"iat": float("nan")},
        {"aud": "billing"},
        {"name": 1},
        {"email": ["a@b.ru"]},
    ],
    ids=str,
)
def test_token_that_is_signed_but_not_good_is_refused(claims: dict[str, Any]) -> None:
    payload = {"sub": "42", "exp": NOW_S + 300, **claims}
    signed = jwt.api_jws.encode(
        json.dumps({name: value for name, value in payload.items() if value is not None}).encode(), SECRET, "HS256"
    )
    with pytest.raises(IdentityRefused):
        prove(token=signed)


@pytest.mark.parametrize(
    "claims", [{"exp": NOW_S - SKEW_S + 1}, {"exp": NOW_S + MAX_AHEAD_S + SKEW_S}, {"iat": NOW_S + SKEW_S}]
)
def test_clocks_may_differ_by_a_minute(claims: dict[str, Any]) -> None:
    assert prove(token=token(**claims)).external_id == "42"


def test_site_without_a_secret_identifies_nobody() -> None:
    with pytest.raises(IdentityRefused):
        prove(secrets=(), id="42", hash=hash_of("42", ""))


@pytest.mark.parametrize(
    ("claims", "field"),
    [
        ({"sub": " 42"}, "token.sub"),
        ({"sub": ""}, "token.sub"),
        ({"sub": "я" * 201}, "token.sub"),
        ({"sub": "4\x002"}, "token.sub"),
        ({"name": "Ив\nан"}, "name"),
        ({"email": "ivan"}, "email"),
        ({"phone": "нет"}, "phone"),
    ],
)
def test_what_is_signed_and_can_not_be_kept_names_its_field(claims: dict[str, Any], field: str) -> None:
    with pytest.raises(BadBody) as caught:
        prove(token=token(**claims))
    assert caught.value.field == field
