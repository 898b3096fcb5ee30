"""Errors of sites and of the controllers that own them."""

from datetime import datetime
from typing import NamedTuple

from ryadom.errors.tree import Refused


class SiteUnknown(Refused):
    """No site has this embed key."""

    code = "site_unknown"
    http_status = 404
    close_code = 4404


class ControllerUnknown(Refused):
    """No controller of personal data has this id or this ИНН."""

    code = "controller_unknown"
    http_status = 404


class OriginForbidden(Refused):
    """A page on an origin that the site does not list, or a panel request from another origin."""

    code = "origin_forbidden"
    close_code = 4403


class MessengerForbidden(Refused):
    """A link to a messenger through which the site's controller may not speak with customers (41-FZ)."""

    code = "messenger_forbidden"


class SettingsChanged(Refused):
    """Somebody else has changed the settings meanwhile: look at them as they are now.

    `field`: which of them, where that is known. `newer`: whose change that was, where the journal tells.
    """

    code = "settings_changed"
    http_status = 409

    def __init__(self, message: str, *, field: str | None = None, newer: "Newer | None" = None) -> None:
        super().__init__(message, field=field)
        self.newer = newer


class Newer(NamedTuple):
    """A change that somebody else has made meanwhile. `by`: their name, empty for the command line or the server."""

    by: str
    at: datetime
