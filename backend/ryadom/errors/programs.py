"""Errors of programs that use the API: their keys, cursors, and conditions."""

from ryadom.errors.tree import BadInput, Refused


class CursorInvalid(BadInput):
    """A cursor of a program that was not made here, or for other sites, another list or other filters."""

    code = "cursor_invalid"
    http_status = 422


class IdempotencyExpected(BadInput):
    """A program's request that could be sent twice without knowing it came without an `Idempotency-Key`."""

    code = "idempotency_expected"


class IdempotencyMismatch(BadInput):
    """A program has used this `Idempotency-Key` here before, for something else."""

    code = "idempotency_mismatch"
    http_status = 422


class PreconditionExpected(BadInput):
    """A program's change came without an `If-Match` that says over which state."""

    code = "precondition_expected"
    http_status = 428


class ApiKeyInvalid(Refused):
    """A request of a program without a key, or with one that is no key of ours, is over, or was revoked."""

    code = "api_key_invalid"
    http_status = 401


class ScopeMissing(Refused):
    """The key may not be used for this, or not on this site."""

    code = "scope_missing"


class ApiKeyUnknown(Refused):
    """No key has this number, or it was revoked before."""

    code = "api_key_unknown"
    http_status = 404


class PreconditionFailed(Refused):
    """What a program wants to change has another `ETag` by now; nothing was changed."""

    code = "precondition_failed"
    http_status = 412


class CursorExpired(Refused):
    """A cursor of the pull that is too old, or of a database as it was before it was restored or has taken over."""

    code = "cursor_expired"
    http_status = 410
