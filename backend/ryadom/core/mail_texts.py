"""What mail says, in Russian and English: plain text, one function of facts."""

from typing import assert_never

from msgspec import Struct


class TrialMail(Struct, frozen=True):
    """Shows that mail arrives."""


class AccountLocked(Struct, frozen=True, kw_only=True):
    """Somebody guesses at the password of an operator's account."""

    email: str
    attempts: int
    minutes: int


Occasion = TrialMail | AccountLocked


class MailText(Struct, frozen=True, kw_only=True):
    """A mail without its addresses. The subject is one line and holds no facts: it is read on locked screens."""

    subject: str
    body: str


def mail_text(occasion: Occasion, *, language: str) -> MailText:
    """What to write on an occasion; `language` is `ru` or `en`."""
    subject, body = _english(occasion) if language == "en" else _russian(occasion)
    return MailText(subject=subject, body=body)


def _russian(occasion: Occasion) -> tuple[str, str]:
    match occasion:
        case TrialMail():
            return "Ryadom: проверка почты", "Почта чата настроена: это письмо дошло.\n"
        case AccountLocked(email=email, attempts=attempts, minutes=minutes):
            return "Ryadom: к учётной записи подбирают пароль", (
                f"Учётная запись: {email}\n\n"
                f"К ней подбирают пароль: {attempts} попыток за {minutes} минут или меньше. Вход в неё закрыт "
                f"на {minutes} минут, с верным паролем тоже.\n\n"
                "Спросите сотрудника, он ли это был. Если нет, смените ему пароль.\n"
            )
        case _:
            assert_never(occasion)


def _english(occasion: Occasion) -> tuple[str, str]:
    match occasion:
        case TrialMail():
            return "Ryadom: a trial of mail", "The chat's mail works: this one has arrived.\n"
        case AccountLocked(email=email, attempts=attempts, minutes=minutes):
            return "Ryadom: somebody guesses at a password", (
                f"Account: {email}\n\n"
                f"Somebody guesses at its password: {attempts} attempts in {minutes} minutes or less. Nobody can sign "
                f"in to it for {minutes} minutes, not with the right password either.\n\n"
                "Ask the operator whether it was them. If not, change the password.\n"
            )
        case _:
            assert_never(occasion)
