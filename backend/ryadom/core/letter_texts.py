"""What mails to visitors say, in Russian and English, as text and as plain HTML."""

from collections.abc import Sequence
from datetime import datetime
from html import escape
from zoneinfo import ZoneInfo

from msgspec import Struct

from ryadom.core.mail_choices import MailChoices
from ryadom.core.mail_texts import MailText


class Said(Struct, frozen=True, kw_only=True):
    """One message as the visitor sees it; `who` is empty for the visitor's own."""

    at: datetime
    who: str
    body: str


class Frame(Struct, frozen=True, kw_only=True):
    """What stands around the messages. `zone`: of the times. `chat_url`: into the chat; `stop_url` ends all mail."""

    site_name: str
    language: str
    zone: ZoneInfo
    chat_url: str
    stop_url: str
    reply_to: str = ""


class _Words(Struct, frozen=True, kw_only=True):
    subject: str
    greeting: str
    copy_subject: str
    copy_lead: str
    cut: str
    you: str
    operator: str
    go_on: str
    link: str
    why: str
    copy_why: str
    stop: str
    time: str


_WORDS = {
    "ru": _Words(
        subject="Ответ на ваше сообщение",
        greeting="Здравствуйте. Пока вас не было в чате, вам ответили.",
        copy_subject="Копия переписки",
        copy_lead="Копия вашей переписки в чате «{site}». Время: {zone}.",
        cut="Начало переписки не поместилось: здесь её последние сообщения.",
        you="Вы",
        operator="Сотрудник",
        go_on="Продолжить переписку",
        link="Ссылка действует 30 дней и открывает вашу переписку без пароля. Не пересылайте это письмо.",
        why="Вы оставили этот адрес в чате «{site}».",
        copy_why="Копию на этот адрес попросили прислать в чате «{site}».",
        stop="Больше не присылать писем из этого чата",
        time="%d.%m.%Y %H:%M",
    ),
    "en": _Words(
        subject="An answer to your message",
        greeting="Hello. While you were away from the chat, you got an answer.",
        copy_subject="A copy of the conversation",
        copy_lead="A copy of your conversation in the chat “{site}”. Time: {zone}.",
        cut="The beginning did not fit in: these are the latest messages.",
        you="You",
        operator="Operator",
        go_on="Go on with the conversation",
        link="The link works for 30 days and opens your conversation without a password. Don't pass this mail on.",
        why="You left this address in the chat “{site}”.",
        copy_why="Somebody in the chat “{site}” asked for a copy to this address.",
        stop="No more mail from this chat",
        time="%Y-%m-%d %H:%M",
    ),
}


def language_of(locale: str) -> str:
    """The language that a visitor is written to in: `ru` or `en`."""
    return "en" if locale.lower().startswith("en") else "ru"


def answers_text(frame: Frame, said: Sequence[Said], choices: MailChoices) -> MailText:
    """A mail with the answers that a visitor has not read."""
    words = _WORDS[frame.language]
    is_english = frame.language == "en"
    subject = (choices.subject_en if is_english else choices.subject) or words.subject
    greeting = (choices.greeting_en if is_english else choices.greeting) or words.greeting
    ends = [words.link, words.why.format(site=frame.site_name)]
    return _letter(frame, subject, leads=[greeting], said=said, ends=ends, chat_url=frame.chat_url)


def copy_text(frame: Frame, said: Sequence[Said], *, is_cut: bool) -> MailText:
    """A mail with a conversation. It holds no link into the chat: who asks for a copy need not be who reads it."""
    words = _WORDS[frame.language]
    leads = [words.copy_lead.format(site=frame.site_name, zone=frame.zone.key)]
    if is_cut:
        leads.append(words.cut)
    ends = [words.copy_why.format(site=frame.site_name)]
    return _letter(frame, words.copy_subject, leads=leads, said=said, ends=ends, chat_url="")


def _letter(
    frame: Frame, subject: str, *, leads: Sequence[str], said: Sequence[Said], ends: Sequence[str], chat_url: str
) -> MailText:
    words = _WORDS[frame.language]
    go_on = f"{words.go_on}:\n{chat_url}\n\n" if chat_url else ""
    messages = "".join(f"{_who(one, frame)}\n{one.body}\n\n" for one in said)
    body = "\n\n".join(leads) + "\n\n" + messages + go_on + "\n".join(ends) + f"\n\n{words.stop}:\n{frame.stop_url}\n"
    return MailText(
        subject=subject,
        body=body,
        html=_html(frame, leads=leads, said=said, ends=ends, chat_url=chat_url),
        sender_name=frame.site_name,
        reply_to=frame.reply_to,
        stop_url=frame.stop_url,
    )


def _who(one: Said, frame: Frame) -> str:
    words = _WORDS[frame.language]
    return f"{one.at.astimezone(frame.zone).strftime(words.time)}, {one.who or words.you}:"


def operator_name(name: str, language: str) -> str:
    """How an operator is called whose name visitors don't see."""
    return name or _WORDS[language].operator


def _html(frame: Frame, *, leads: Sequence[str], said: Sequence[Said], ends: Sequence[str], chat_url: str) -> str:
    """Everything in it is escaped, and nothing of it is fetched; of what people wrote nothing becomes a link here."""
    words = _WORDS[frame.language]
    messages = "\n".join(
        f'<p style="margin:0 0 4px;color:#676158">{escape(_who(one, frame))}</p>\n'
        f'<p style="margin:0 0 16px;white-space:pre-wrap">{escape(one.body)}</p>'
        for one in said
    )
    go_on = (
        f'<p style="margin:0 0 16px"><a href="{escape(chat_url)}" style="color:#2a5296">{escape(words.go_on)}</a></p>\n'
        if chat_url
        else ""
    )
    begin = "\n".join(f'<p style="margin:0 0 16px;white-space:pre-wrap">{escape(lead)}</p>' for lead in leads)
    end = "\n".join(f'<p style="margin:0 0 4px;color:#676158">{escape(line)}</p>' for line in ends)
    return (
        f'<!doctype html>\n<html lang="{frame.language}">\n<head>\n<meta charset="utf-8">\n</head>\n'
        '<body style="max-width:640px;margin:16px;font:15px/22px system-ui,sans-serif;color:#25221d">\n'
        f"{begin}\n{messages}\n{go_on}{end}\n"
        '<p style="margin:12px 0 0">'
        f'<a href="{escape(frame.stop_url)}" style="color:#676158">{escape(words.stop)}</a></p>\n'
        "</body>\n</html>\n"
    )
