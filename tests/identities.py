"""What the server of a customer's site signs, as docs/identify.md tells its owner to."""

import time
from typing import Any

import jwt

from ryadom.core.identity_proofs import sign_id
from ryadom.core.identity_secrets import IdentitySecrets
from ryadom.store.journal_chain import COMMAND_LINE
from ryadom.store.sites import Site


async def make_secret(secrets: IdentitySecrets, site: Site) -> str:
    """A new secret of the site, beside the one before."""
    version = (await secrets.state(site)).version
    return (await secrets.replace(site, over_version=version, by=COMMAND_LINE)).secret


def signed_token(secret: str, external_id: str, **claims: Any) -> str:
    """A token that is good for five minutes, unless told else."""
    payload = {"sub": external_id, "exp": int(time.time()) + 300, **claims}
    return jwt.encode({name: value for name, value in payload.items() if value is not None}, secret, algorithm="HS256")


def signed_id(secret: str, external_id: str) -> str:
    """The hash that goes with an id."""
    return sign_id(external_id, secret).decode()
