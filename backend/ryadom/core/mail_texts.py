"""What mail says, in Russian and English: plain text, one function of facts."""

from datetime import date, datetime
from typing import assert_never

from msgspec import Struct

from ryadom.privacy.calendar import MOSCOW
from ryadom.privacy.incidents import AlarmKind, Notice
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


class ManyRequests(Struct, frozen=True, kw_only=True):
    """More requests came by the public pages within a day than are told of one by one."""

    requests: int


class ManyNewcomers(Struct, frozen=True, kw_only=True):
    """So many newcomers write on a site that it takes them for an attack."""

    site: str
    newcomers: int
    minutes: int


class IncidentAlarm(Struct, frozen=True, kw_only=True):
    """An incident was opened, or the deadline of a notice is near or has passed; then there is a notice."""

    number: int
    title: str
    kind: AlarmKind
    notice: Notice | None = None
    deadline_at: datetime | None = None


class ManySubjects(Struct, frozen=True, kw_only=True):
    """A controller comes near the number of people from which more protection is asked for."""

    subjects: int


class OperatorInvited(Struct, frozen=True, kw_only=True):
    """Somebody is to answer visitors; the link is theirs alone."""

    inviter: str
    sites: tuple[str, ...]
    link: str
    days: int


class WebhookDisabled(Struct, frozen=True, kw_only=True):
    """Programs at a host are told nothing any more; `reason`: see `core.webhooks.troubles.Because`."""

    host: str
    reason: str


class ConnectorStopped(Struct, frozen=True, kw_only=True):
    """A CRM takes nothing until somebody changes the settings; `trouble` says in Russian why."""

    host: str
    trouble: str


class VisitorsWait(Struct, frozen=True, kw_only=True):
    """Visitors wait and nobody is at the panel. Who waits and what they wrote is for the panel only.

    `link` leads to the panel; empty where the server does not know its own address.
    """

    visitors: int
    sites: tuple[str, ...]
    link: str


Occasion = (
    TrialMail
    | AccountLocked
    | RequestDue
    | ManyRequests
    | ManyNewcomers
    | IncidentAlarm
    | ManySubjects
    | OperatorInvited
    | VisitorsWait
    | WebhookDisabled
    | ConnectorStopped
)


class MailText(Struct, frozen=True, kw_only=True):
    """A mail without its addresses. The subject is one line and holds no facts: it is read on locked screens.

    `html`: the same for programs that show it; empty where there is none. `sender_name` stands before the sender's
    address. `reply_to`: where answers go, if elsewhere. `stop_url`: where its reader says that they want no more
    (RFC 2369), with one POST (RFC 8058).
    """

    subject: str
    body: str
    html: str = ""
    sender_name: str = "Ryadom"
    reply_to: str = ""
    stop_url: str = ""


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
        case ManyRequests(requests=requests):
            return "Ryadom: пришло очень много обращений субъектов", (
                f"С публичных страниц за сутки пришло больше обращений, чем обычно: {requests} и ещё. Все они приняты "
                "и записаны, сроки по ним идут. О каждом новом письма пока не будет.\n\n"
                "Откройте в панели раздел «Персональные данные», страницу «Запросы субъектов».\n"
            )
        case ManyNewcomers(site=site, newcomers=newcomers, minutes=minutes):
            return "Ryadom: в чат пишет очень много новых посетителей", (
                f"Сайт: {site}\n\n"
                f"За {minutes} минут диалог начали или пытались начать новые посетители, всего {newcomers}. "
                "Так бывает, когда пишут роботы. Пока их столько, браузер нового посетителя сначала решает задачу: "
                "человек ждёт секунду или две, роботу каждое сообщение обходится дороже. Кто уже писал, ничего не "
                "заметит. Закончится это само.\n\n"
                "Если это была реклама, а не роботы, проверку можно выключить: панель, «Сайты», «Виджет», "
                "«Защита от роботов».\n"
            )
        case IncidentAlarm(kind=AlarmKind.OPENED, number=number, title=title):
            return "Ryadom: открыт инцидент", (
                f"Инцидент № {number}: {title}\n\n"
                "С выявления идут часы: 24 часа до первого уведомления Роскомнадзора и 72 часа до результатов "
                "расследования (152-ФЗ, ст. 21 ч. 3.1).\n\n"
                "Карточка с часами и черновиками: панель, «Персональные данные», «Инциденты».\n"
            )
        case IncidentAlarm(number=number, title=title):
            is_over = occasion.kind is AlarmKind.OVERDUE
            subject = "Ryadom: срок уведомления прошёл" if is_over else "Ryadom: меньше 4 часов до срока уведомления"
            which = "Первое уведомление" if occasion.notice is Notice.FIRST else "Второе уведомление"
            return subject, (
                f"Инцидент № {number}: {title}\n\n"
                f"{which}: срок {_moscow(occasion.deadline_at, '%d.%m.%Y %H:%M')} "
                "по московскому времени. Отметки об отправке нет.\n\n"
                "Отправьте его на портале Роскомнадзора и отметьте это в карточке: панель, «Персональные данные», "
                "«Инциденты».\n"
            )
        case ManySubjects(subjects=subjects):
            return "Ryadom: уровень защищённости скоро может измениться", (
                f"Чат хранит данные {subjects} человек или больше. От 100 000 человек по постановлению 1119 нужен "
                "третий уровень защищённости (УЗ-3) вместо четвёртого.\n\n"
                "Список мер для УЗ-3: панель, «Персональные данные», «Документы», или "
                "ryadom papers measures --level 3.\n"
            )
        case OperatorInvited(inviter=inviter, sites=sites, link=link, days=days):
            return "Ryadom: приглашение в чат", (
                f"{inviter} приглашает вас отвечать посетителям: {', '.join(sites)}.\n\n"
                f"Откройте ссылку и придумайте пароль:\n{link}\n\n"
                f"Ссылка действует один раз и {days} дней. Никому её не пересылайте.\n"
                "Если вы не ждали приглашения, удалите это письмо. Если учётная запись с этой почтой у вас уже есть, "
                "приглашение не сработает: скажите об этом тому, кто вас пригласил.\n"
            )
        case VisitorsWait(visitors=visitors, sites=sites, link=link):
            return f"Ryadom: ждут посетители ({visitors})", (
                f"Ждут ответа: {visitors}. Сайт: {', '.join(sites)}. В панели сейчас никого нет.\n\n"
                + (f"Открыть панель:\n{link}\n\n" if link else "")
                + "Такие письма приходят не чаще раза в 15 минут. Отключить их можно в меню панели: "
                "«Уведомления и звуки».\n"
            )
        case WebhookDisabled(host=host, reason=reason):
            return "Ryadom: вебхук отключён", (
                f"Получатель: {host}\n"
                f"Причина: {_WEBHOOKS_RU.get(reason, reason)}.\n\n"
                "Новые события ему больше не отправляются. Когда получатель снова работает, включите вебхук "
                "в панели («Сайты» → «Вебхуки») или на сервере: ryadom webhook enable. Что он пропустил, он может "
                "взять сам по /api/v1/changes.\n"
            )
        case ConnectorStopped(host=host, trouble=trouble):
            return "Ryadom: передача в CRM остановлена", (
                f"CRM: {host}\n"
                f"Причина: {trouble}\n\n"
                "Диалоги ждут и не потеряются. Исправьте настройки и включите подключение на сервере: "
                "ryadom connector list, ryadom connector test, ryadom connector enable.\n"
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
        case ManyRequests(requests=requests):
            return "Ryadom: very many requests of data subjects came", (
                f"By the public pages {requests} requests and more came within a day. All are taken and written down, "
                "and their terms run. For now there is no mail for each new one.\n\n"
                "Open “Requests of subjects” under “Personal data” in the panel.\n"
            )
        case ManyNewcomers(site=site, newcomers=newcomers, minutes=minutes):
            return "Ryadom: very many new visitors write in the chat", (
                f"Site: {site}\n\n"
                f"Within {minutes} minutes {newcomers} new visitors have begun a conversation, or tried to. That is "
                "what bots do. While there are so many, a new visitor's browser solves a task first: a person waits a "
                "second or two, and each message costs a bot more. Who has written before notices nothing. It ends by "
                "itself.\n\n"
                "If that was an advertisement and no bots, the check can be turned off: in the panel, Sites, Widget, "
                "Protection from bots.\n"
            )
        case IncidentAlarm(kind=AlarmKind.OPENED, number=number, title=title):
            return "Ryadom: an incident was opened", (
                f"Incident No. {number}: {title}\n\n"
                "From its discovery on two clocks run: 24 hours to the first notice to Roskomnadzor, 72 hours to the "
                "results of the inquiry (152-FZ, article 21 part 3.1).\n\n"
                "The card with clocks and drafts: in the panel, Personal data, Incidents.\n"
            )
        case IncidentAlarm(number=number, title=title):
            is_over = occasion.kind is AlarmKind.OVERDUE
            subject = "Ryadom: a notice is overdue" if is_over else "Ryadom: less than 4 hours until a notice is due"
            return subject, (
                f"Incident No. {number}: {title}\n\n"
                f"The {occasion.notice} notice {'was' if is_over else 'is'} due on "
                f"{_moscow(occasion.deadline_at, '%Y-%m-%d %H:%M')}, Moscow time. It is not marked as sent.\n\n"
                "Send it on Roskomnadzor's portal and mark it on the card: in the panel, Personal data, Incidents.\n"
            )
        case ManySubjects(subjects=subjects):
            return "Ryadom: the level of protection may change soon", (
                f"The chat holds data on {subjects} people or more. From 100,000 on decree 1119 asks for the third "
                "level of protection (УЗ-3) instead of the fourth.\n\n"
                "The list of measures for УЗ-3: in the panel, Personal data, Papers, or "
                "ryadom papers measures --level 3.\n"
            )
        case OperatorInvited(inviter=inviter, sites=sites, link=link, days=days):
            return "Ryadom: an invitation to the chat", (
                f"{inviter} invites you to answer visitors of {', '.join(sites)}.\n\n"
                f"Open the link and choose a password:\n{link}\n\n"
                f"The link works once, and for {days} days. Don't pass it on.\n"
                "If you expected no invitation, delete this mail. If you have an account with this address already, "
                "the invitation will not work: tell whoever invited you.\n"
            )
        case VisitorsWait(visitors=visitors, sites=sites, link=link):
            return f"Ryadom: visitors are waiting ({visitors})", (
                f"Waiting for an answer: {visitors}. Site: {', '.join(sites)}. Nobody is at the panel.\n\n"
                + (f"Open the panel:\n{link}\n\n" if link else "")
                + "Such mails come every 15 minutes at most. Turn them off in the panel's menu: "
                "“Notifications and sounds”.\n"
            )
        case WebhookDisabled(host=host, reason=reason):
            return "Ryadom: a webhook was disabled", (
                f"Receiver: {host}\n"
                f"Why: {_WEBHOOKS_EN.get(reason, reason)}.\n\n"
                "New events are sent there no more. Once the receiver works again, enable the webhook in the panel "
                "(“Sites” → “Webhooks”) or on the server: ryadom webhook enable. What it has missed it can pull from "
                "/api/v1/changes.\n"
            )
        case ConnectorStopped(host=host, trouble=trouble):
            return "Ryadom: nothing goes to the CRM any more", (
                f"CRM: {host}\n"
                f"Why, in the words of its connector: {trouble}\n\n"
                "Conversations wait, and none is lost. Mend the settings and enable the connector on the server: "
                "ryadom connector list, ryadom connector test, ryadom connector enable.\n"
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
_WEBHOOKS_RU = {
    "failing": "сутки подряд ни одна отправка не удалась",
    "gone": "получатель ответил, что больше ничего не ждёт (410)",
    "full": "очередь к нему слишком длинная",
    "key_over": "ключ программы, которая им распоряжалась, отозван или кончился",
}
_WEBHOOKS_EN = {
    "failing": "for a day not one delivery was taken",
    "gone": "it answered that it wants no more (410)",
    "full": "more waits for it than may",
    "key_over": "the key of the program that looked after it is revoked or over",
}
_STAGES_EN = {
    Stage.NONE: "a subject's request waits",
    Stage.ARRIVED: "a subject's request has come",
    Stage.SOON: "three working days or fewer are left to answer a subject",
    Stage.LAST_DAY: "a day or less is left to answer a subject",
    Stage.OVERDUE: "the term to answer a subject is over",
}


def _moscow(moment: datetime | None, form: str) -> str:
    return moment.astimezone(MOSCOW).strftime(form) if moment else ""
