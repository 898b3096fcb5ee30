"""Whether a site's own server says who a visitor is: an HMAC of their id, or a short token that it has signed.

An HMAC covers the id alone, and is good until the secret is replaced. A token (JWT, RFC 7519, by HS256 alone) covers
name, e-mail and phone too, and ends within a day. Two secrets are good at once, so that a site can replace its own.
"""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import jwt
import msgspec
from msgspec import Struct

from ryadom.core.introductions import MAX_NAME_CHARS, read_phone
from ryadom.core.texts import clean_email, clean_line
from ryadom.errors import BadBody, IdentityRefused
from ryadom.protocol.visitor import Identify
from ryadom.store.profiles import Identity

ALGORITHM = "HS256"
MAX_ID_CHARS = 200
MAX_AHEAD_S = 86_400
"""How long a token may live: what was stolen is worth nothing the next day."""

SKEW_S = 60
"""By how much the site's clock and ours may differ."""


class Claims(Struct, frozen=True, kw_only=True):
    """What a token says; times are in seconds since 1970."""

    sub: str
    exp: float
    nbf: float | None = None
    iat: float | None = None
    name: str | None = None
    email: str | None = None
    phone: str | None = None


def prove_identity(command: Identify, secrets: Sequence[str], *, now: datetime) -> Identity:
    """Who the visitor is, by one of these secrets.

    Raises:
        IdentityRefused: there is no secret, none of them has signed this, or the token is not (or no more) good.
        BadBody: what is signed, or told beside it, is no id, name, e-mail address or phone; `field` says which.
    """
    if not secrets:
        raise IdentityRefused("The site has no secret to sign with. Make one in the panel.")
    if command.token is not None:
        claims = _read_token(command.token, secrets)
        _check_times(claims, now.timestamp())
        return _identity(
            claims.sub, name=claims.name, email=claims.email, phone=claims.phone, is_verified=True, id_field="token.sub"
        )
    if command.id is None or command.hash is None:
        raise IdentityRefused("An identity needs an id with its hash, or a token.", field="hash")
    if not any(hmac.compare_digest(sign_id(command.id, secret), _ascii(command.hash)) for secret in secrets):
        raise IdentityRefused("The hash is not of this id: it is HMAC-SHA256, hexadecimal, of the id.", field="hash")
    return _identity(
        command.id, name=command.name, email=command.email, phone=command.phone, is_verified=False, id_field="id"
    )


def sign_id(external_id: str, secret: str) -> bytes:
    """The hash that goes with an id, in ASCII."""
    return hmac.new(secret.encode(), external_id.encode(errors="surrogatepass"), hashlib.sha256).hexdigest().encode()


def _read_token(token: str, secrets: Sequence[str]) -> Claims:
    for secret in secrets:
        try:
            # The times are looked at below: by our clock, and for what the library knows no bound of.
            payload: Mapping[str, Any] = jwt.decode(
                token,
                secret,
                algorithms=[ALGORITHM],
                options={"require": ["exp", "sub"], "verify_exp": False, "verify_nbf": False, "verify_iat": False},
            )
            return msgspec.convert(payload, Claims)
        except jwt.InvalidSignatureError:
            continue
        # What is nested thousands of times ends the parser's patience before any signature is looked at.
        except (jwt.PyJWTError, msgspec.ValidationError, ValueError, TypeError, RecursionError) as error:
            reason = str(error) if isinstance(error, (jwt.PyJWTError, msgspec.ValidationError)) else "it is broken"
            raise IdentityRefused(
                f"The token is not good: {reason}. It is a JWT by HS256 with sub and exp.", field="token"
            ) from None
    raise IdentityRefused("The token was not signed with the site's secret.", field="token")


def _check_times(claims: Claims, now_s: float) -> None:
    # Written so that what is no number at all passes none of them.
    if not claims.exp > now_s - SKEW_S:
        raise IdentityRefused("The token has expired. Sign a new one for each page.", field="token.exp")
    if not claims.exp <= now_s + MAX_AHEAD_S + SKEW_S:
        raise IdentityRefused("The token is good for more than 24 hours. Let it end sooner.", field="token.exp")
    for field, begins_s in (("token.nbf", claims.nbf), ("token.iat", claims.iat)):
        if begins_s is not None and not begins_s <= now_s + SKEW_S:
            raise IdentityRefused("The token is not good yet. Look at the clock of your server.", field=field)


def _identity(
    external_id: str, *, name: str | None, email: str | None, phone: str | None, is_verified: bool, id_field: str
) -> Identity:
    if clean_line(external_id, field=id_field, max_chars=MAX_ID_CHARS) != external_id:
        raise BadBody("The id has white space around it. Sign it without.", field=id_field)
    return Identity(
        external_id=external_id,
        name=clean_line(name, field="name", max_chars=MAX_NAME_CHARS) if name and name.strip() else "",
        email=clean_email(email, field="email") if email and email.strip() else "",
        phone=read_phone(phone, field="phone") if phone and phone.strip() else "",
        is_verified=is_verified,
    )


def _ascii(text: str) -> bytes:
    """For a comparison in constant time: whatever is no ASCII equals nothing."""
    return text.lower().encode("ascii", errors="replace")
