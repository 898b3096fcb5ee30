"""What mail says, in Russian and English: plain text, one function of facts."""

from datetime import date
from typing import assert_never

from msgspec import Struct

from ryadom.privacy.request_terms import Stage


class TrialMail(Struct, frozen=True):
    """Shows that mail arrives."""


class AccountLocked(Struct, frozen=True, kw_only=True):
    """Somebody guesses at the password of an operator's account."""

    email: str
    attempts: int
    minutes: int


class RequestDue(Struct, frozen=True, kw_only=True):
    """A subject's request waits for its answer. Who asks and what is for the panel only."""

    number: int
    stage: Stage
    on: date | None


Occasion = TrialMail | AccountLocked | RequestDue


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
        case RequestDue(number=number, stage=stage, on=on):
            last_day = f"{on:%d.%m.%Y}" if on else "не вычислен: обновите производственный календарь"
            return f"Ryadom: {_STAGES_RU[stage]}", (
                f"Обращение субъекта персональных данных № {number}.\n"
                f"Последний день для ответа: {last_day} (по Москве).\n\n"
                "Откройте в панели раздел «Персональные данные», страницу «Запросы субъектов».\n"
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
        case RequestDue(number=number, stage=stage, on=on):
            last_day = f"{on:%Y-%m-%d}" if on else "not reckoned: update the calendar of working days"
            return f"Ryadom: {_STAGES_EN[stage]}", (
                f"Request of a data subject No. {number}.\n"
                f"Last day for the answer: {last_day} (Moscow time).\n\n"
                "Open “Requests of subjects” under “Personal data” in the panel.\n"
            )
        case _:
            assert_never(occasion)


_STAGES_RU = {
    Stage.NONE: "обращение субъекта ждёт ответа",
    Stage.ARRIVED: "пришло обращение субъекта",
    Stage.SOON: "до срока ответа субъекту три рабочих дня или меньше",
    Stage.LAST_DAY: "до срока ответа субъекту день или меньше",
    Stage.OVERDUE: "срок ответа субъекту прошёл",
}
_STAGES_EN = {
    Stage.NONE: "a subject's request waits",
    Stage.ARRIVED: "a subject's request has come",
    Stage.SOON: "three working days or fewer are left to answer a subject",
    Stage.LAST_DAY: "a day or less is left to answer a subject",
    Stage.OVERDUE: "the term to answer a subject is over",
}
