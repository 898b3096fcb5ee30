"""How operators come in: invitations, passwords, second factors, sessions."""

from msgspec import Struct

from ryadom.app.wiring.clock import utc_now
from ryadom.app.wiring.live import Live
from ryadom.app.wiring.mail import Mail
from ryadom.core.account import Accounts
from ryadom.core.attempts import Attempts
from ryadom.core.invitations import Invitations
from ryadom.core.passwords import Passwords
from ryadom.core.sealing import Seal
from ryadom.core.second_factor import PURPOSE as SECOND_FACTOR
from ryadom.core.second_factor import SecondFactors
from ryadom.core.sign_in import SignIn
from ryadom.settings import Settings
from ryadom.store.database import Database


class Staff(Struct, frozen=True, kw_only=True):
    """Accounts of operators."""

    passwords: Passwords
    attempts: Attempts
    sign_in: SignIn
    accounts: Accounts
    invitations: Invitations


def wire_staff(settings: Settings, database: Database, live: Live, mail: Mail) -> Staff:
    """The accounts of one server."""
    passwords = Passwords()
    attempts = Attempts(database, secret_key=settings.secret_keys[0])
    second_factors = SecondFactors(database, Seal(settings.secret_keys, purpose=SECOND_FACTOR), now=utc_now)
    sign_in = SignIn(
        database,
        passwords,
        second_factors,
        attempts=attempts,
        idle_limit_s=settings.session_idle_hours * 3_600.0,
        alarms=mail.officers,
    )
    return Staff(
        passwords=passwords,
        attempts=attempts,
        sign_in=sign_in,
        accounts=Accounts(
            database=database,
            relay=live.relay,
            passwords=passwords,
            sign_in=sign_in,
            second_factors=second_factors,
        ),
        invitations=Invitations(
            database=database,
            relay=live.relay,
            passwords=passwords,
            attempts=attempts,
            mailer=mail.mailer,
            public_url=settings.public_url,
        ),
    )
