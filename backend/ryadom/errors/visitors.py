"""Errors of visitors: who they are, whether they may write, and who of them is on the site."""

from ryadom.errors.tree import BadInput, Refused


class BadAttributes(BadInput):
    """What a page tells of a visitor, or of an event, is too much, or of a kind that can't be kept."""

    code = "bad_attributes"
    http_status = 422


class ContactNotKept(BadInput):
    """A contact of a kind that the site does not store; `field` says which one."""

    code = "contact_not_kept"
    http_status = 422


class TokenInvalid(Refused):
    """A visitor token that is forged, broken, or of another site."""

    code = "token_invalid"
    http_status = 401
    close_code = 4401


class TokenExpired(TokenInvalid):
    """A visitor token that was true once, and is too old."""

    code = "token_expired"


class TokenRevoked(TokenInvalid):
    """A visitor token of a generation that the server has revoked."""

    code = "token_revoked"


class VisitorErased(TokenRevoked):
    """What is held on this visitor was erased: they may not go on under this token, and nobody can write to them."""

    code = "visitor_erased"


class VisitorBlocked(Refused):
    """The visitor's data are blocked: nothing of theirs is taken until they are unblocked."""

    code = "visitor_blocked"


class VisitorBanned(Refused):
    """An operator keeps the visitor from writing for a while; they read, withdraw and are forgotten as before."""

    code = "visitor_banned"


class VisitorUnknown(Refused):
    """Nothing is stored of such a visitor."""

    code = "visitor_unknown"
    http_status = 404


class IdentityRefused(Refused):
    """Who a visitor is said to be was not signed by their site, or not in a way that is still good."""

    code = "identity_refused"


class IdentityDiffers(Refused):
    """The browser is known as somebody else's: the client forgets who that was, and begins as a new visitor."""

    code = "identity_differs"
    http_status = 409


class VisitorsOff(Refused):
    """The site does not show who is on its pages: somebody who looks after the site turns that on."""

    code = "visitors_off"
    http_status = 409


class ListExpired(Refused):
    """The list of visitors was opened too long ago, by somebody else, or not at all: open it anew."""

    code = "list_expired"
    http_status = 410


class VisitorGone(Refused):
    """The visitor is not on the site any more, or may not be seen any more."""

    code = "visitor_gone"
    http_status = 409


class InvitationUnsuitable(Refused):
    """The visitor is in a conversation already, was invited a short while ago, or did not want to be asked."""

    code = "invitation_unsuitable"
    http_status = 409
