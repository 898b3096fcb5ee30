"""Passwords: argon2id hashes, made in two threads: a wave of sign-ins neither blocks the loop nor eats memory."""

import asyncio
import secrets
from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from ryadom.errors import BadBody

MIN_CHARS = 10
MAX_CHARS = 256

# OWASP's first choice for argon2id: 19 MiB, two passes, one lane; 38 ms on the machine of docs/architecture.md.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_THREADS = 2


class Passwords:
    """Hashes and checks passwords in at most two threads."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="argon2")
        self._nobodys: str | None = None

    def close(self) -> None:
        """Ends the threads."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def hash(self, password: str) -> str:
        """A hash to keep."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, hash_password, password)

    async def verify(self, password: str, password_hash: str | None) -> bool:
        """Whether the password is right. Without a hash (nobody has this address) it takes as long and says no."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._verify, password, password_hash)

    def _verify(self, password: str, password_hash: str | None) -> bool:
        if password_hash is None:
            self._nobodys = self._nobodys or _HASHER.hash(secrets.token_urlsafe())
        try:
            _HASHER.verify(password_hash or self._nobodys or "", password)
        except (VerificationError, InvalidHashError):
            return False
        return password_hash is not None


def hash_password(password: str) -> str:
    """A hash to keep."""
    return _HASHER.hash(password)


def check_password(password: str) -> str:
    """The password, if it may be one.

    Raises:
        BadBody: shorter than 10 or longer than 256 characters.
    """
    if not MIN_CHARS <= len(password) <= MAX_CHARS:
        raise BadBody(f"A password has {MIN_CHARS} to {MAX_CHARS} characters.", field="password")
    return password
