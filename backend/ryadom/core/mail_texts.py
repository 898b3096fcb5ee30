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


class OperatorInvited(Struct, frozen=True, kw_only=True):
    """Somebody is to answer visitors; the link is theirs alone."""

    inviter: str
    sites: tuple[str, ...]
    link: str
    days: int


Occasion = TrialMail | AccountLocked | OperatorInvited


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
        case OperatorInvited(inviter=inviter, sites=sites, link=link, days=days):
            return "Ryadom: приглашение в чат", (
                f"{inviter} приглашает вас отвечать посетителям: {', '.join(sites)}.\n\n"
                f"Откройте ссылку и придумайте пароль:\n{link}\n\n"
                f"Ссылка действует один раз и {days} дней. Никому её не пересылайте.\n"
                "Если вы не ждали приглашения, удалите это письмо. Если учётная запись с этой почтой у вас уже есть, "
                "приглашение не сработает: скажите об этом тому, кто вас пригласил.\n"
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
        case OperatorInvited(inviter=inviter, sites=sites, link=link, days=days):
            return "Ryadom: an invitation to the chat", (
                f"{inviter} invites you to answer visitors of {', '.join(sites)}.\n\n"
                f"Open the link and choose a password:\n{link}\n\n"
                f"The link works once, and for {days} days. Don't pass it on.\n"
                "If you expected no invitation, delete this mail. If you have an account with this address already, "
                "the invitation will not work: tell whoever invited you.\n"
            )
        case _:
            assert_never(occasion)
