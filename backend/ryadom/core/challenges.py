"""The work that a newcomer's browser is asked for: making challenges, and knowing one that was met.

Nothing is kept: what makes a challenge this visitor's stands in its salt, under its signature. So challenges by the
million cost a process two hashes each and no memory, every process knows those of the others, and a proof that is shown
again, by whoever has seen it, buys only what its visitor has bought already.

The format is ALTCHA's v1 (https://altcha.org/docs/v2/proof-of-work-v1/): its v2 derives keys by Web Crypto, which
browsers have on pages with TLS only.
"""

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from altcha.v1 import SHA256, ChallengeOptions, Payload, create_challenge, verify_solution

from ryadom.errors import Work
from ryadom.live.owner import Owner
from ryadom.privacy.derived_keys import derive_key
from ryadom.protocol.visitor import Proof

LIFETIME = timedelta(minutes=15)
"""How long a challenge may take: the slowest phone has done it in a minute, and goes on after a nap of its screen."""


class AsksWork(StrEnum):
    """When the browsers of a site's newcomers are asked for work. `attack`: while too many newcomers come."""

    OFF = "off"
    ATTACK = "attack"
    ALWAYS = "always"


class Challenges:
    """Makes and checks challenges.

    `secret_keys`, newest first: the first signs, all are believed. `max_number`: how many hashes one takes at most,
    half of them on average. `now` is the clock: one that was set back makes challenges last longer, no more than that.
    """

    def __init__(self, secret_keys: Sequence[str], *, max_number: int, now: Callable[[], datetime]) -> None:
        self._keys = [derive_key(key, "proof of work") for key in secret_keys]
        self._max_number = max_number
        self._now = now

    def challenge(self, owner: Owner) -> Work:
        """A new one, for this visitor alone."""
        made = create_challenge(
            ChallengeOptions(
                algorithm=SHA256,
                max_number=self._max_number,
                hmac_key=self._keys[0],
                expires=self._now() + LIFETIME,
                params={"for": _name(owner)},
            )
        )
        return Work(challenge=made.challenge, salt=made.salt, max_number=made.max_number, signature=made.signature)

    def is_met(self, proof: Proof, owner: Owner) -> bool:
        """Whether this is the answer to a challenge that was made for this visitor, here, and not too long ago."""
        payload = Payload(
            algorithm=SHA256,
            challenge=proof.challenge,
            number=proof.number,
            salt=proof.salt,
            signature=proof.signature,
        )
        if not any(verify_solution(payload, key, check_expires=False)[0] for key in self._keys):
            return False
        # Signed, so as it was made above.
        _, expires_s, params = payload.parse_salt()
        return expires_s is not None and expires_s >= self._now().timestamp() and params.get("for") == [_name(owner)]


def _name(owner: Owner) -> str:
    return hashlib.sha256(owner.site_id.bytes + owner.visitor_id.bytes).hexdigest()[:24]
