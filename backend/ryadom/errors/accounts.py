"""Errors of operators' accounts: sign-in, sessions, rights, invitations."""

from ryadom.errors.tree import Overload, Refused


class NotSignedIn(Refused):
    """No operator's session, or one that has ended."""

    code = "not_signed_in"
    http_status = 401
    close_code = 4440


class SignInRefused(Refused):
    """Wrong address or wrong password: deliberately the same answer."""

    code = "sign_in_refused"
    http_status = 401


class SecondFactorExpected(Refused):
    """The password is right; a code of the second factor is to come with it."""

    code = "second_factor_expected"
    http_status = 401


class SecondFactorRefused(Refused):
    """A code that is wrong, too old, or was used before: deliberately the same answer."""

    code = "second_factor_refused"
    http_status = 401


class SecondFactorDue(Refused):
    """Somebody whose role needs a second factor has not set one up yet, and may do nothing else."""

    code = "second_factor_due"
    close_code = 4441


class RightMissing(Refused):
    """The operator's role does not have the right to this."""

    code = "right_missing"


class SessionUnknown(Refused):
    """No such session, or somebody else's: deliberately the same answer."""

    code = "session_unknown"
    http_status = 404


class LimitUnsuitable(Refused):
    """Whoever has this role looks after whole sites, and can't be limited to their own departments."""

    code = "limit_unsuitable"
    http_status = 409


class EmailTaken(Refused):
    """Another operator signs in with this address."""

    code = "email_taken"
    http_status = 409


class OperatorUnknown(Refused):
    """No such operator on this site."""

    code = "operator_unknown"
    http_status = 404


class PasswordLinkUnknown(Refused):
    """A link to choose a password that is not there, was used, or has expired: deliberately one answer."""

    code = "password_link_unknown"
    http_status = 404


class InvitationUnknown(Refused):
    """An invitation that is not there, was used or withdrawn, or has expired: deliberately one answer."""

    code = "invitation_unknown"
    http_status = 404


class SignInLocked(Overload):
    """Too many failed sign-ins for this address or from this place."""

    code = "sign_in_locked"
