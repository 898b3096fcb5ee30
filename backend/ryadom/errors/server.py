"""Errors of the server itself: its settings, its start, its addresses, and what it stands on."""

from ryadom.errors.tree import BadInput, Refused, Unavailable


class BadSetting(BadInput):
    """A setting with a value that can't be used; the process does not start."""

    code = "bad_setting"


class RouteUnknown(Refused):
    """No page or file at this address."""

    code = "route_unknown"
    http_status = 404


class MethodUnknown(Refused):
    """The address takes other methods."""

    code = "method_unknown"
    http_status = 405


class DatabaseUnavailable(Unavailable):
    """Postgres does not answer; try again."""

    code = "database_unavailable"


class BusUnavailable(Unavailable):
    """What carries signs between processes does not answer, or refuses us; clients lose nothing by it."""

    code = "bus_unavailable"


class Internal(Unavailable):
    """A bug; it is in the log with the same time."""

    code = "internal"
    http_status = 500


class StartFailed(Unavailable):
    """The process can't start: the message names what stands in the way and the remedy."""

    code = "start_failed"
