"""What figures and tables of reports are called, and what each figure is.

The tooltips of the panel, the headings of files and the tables of docs/reports.md are all made of this.
"""

import re
from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct


class Language(StrEnum):
    """In which words."""

    RU = "ru"
    EN = "en"


class Unit(StrEnum):
    """How a figure is written."""

    COUNT = "count"
    SECONDS = "seconds"
    RATING = "rating"


class Word(Struct, frozen=True, kw_only=True):
    """One figure: what it is called, and what it is, in one or two sentences."""

    ru: str
    en: str
    ru_is: str
    en_is: str
    unit: Unit = Unit.COUNT

    def name(self, language: Language) -> str:
        """What it is called."""
        return _tied(self.ru) if language is Language.RU else self.en

    def definition(self, language: Language) -> str:
        """What it is."""
        return _tied(self.ru_is) if language is Language.RU else self.en_is


FIGURES: Mapping[str, Word] = {
    "conversations": Word(
        ru="Диалоги",
        en="Conversations",
        ru_is="Сколько раз посетители обратились за период: написали впервые или вернулись в закрытый диалог. "
        "Диалог относится к тому часу и дню, когда пришло его первое сообщение. Объединённый с другим до ответа "
        "не входит: на него отвечают там.",
        en_is="How many times visitors came in the period: they wrote for the first time, or came back to a closed "
        "conversation. A conversation belongs to the hour and day of its first message. One that was merged into "
        "another before it was answered is left out: it is answered there.",
    ),
    "returned": Word(
        ru="Повторные",
        en="Returned",
        ru_is="Сколько из диалогов начались с того, что посетитель вернулся в закрытый диалог. Если "
        "закрытый диалог открыл сотрудник, это продолжение прежнего.",
        en_is="How many of the conversations began with a visitor who came back to a closed one. One that an "
        "operator opens again goes on as it was.",
    ),
    "answered": Word(
        ru="С ответом",
        en="Answered",
        ru_is="В скольких диалогах есть хотя бы одно сообщение сотрудника после первого сообщения посетителя.",
        en_is="In how many of the conversations an operator wrote at least once after the visitor’s first message.",
    ),
    "missed": Word(
        ru="Без ответа",
        en="Missed",
        ru_is="Сколько диалогов остались без ответа сотрудника: закрыты без него или ждут дольше суток. Если позже "
        "ответ пришёл, диалог отсюда уходит. Те, что решил бот, не входят.",
        en_is="How many conversations no operator answered: they were closed without an answer, or have waited for "
        "over a day. One that is answered later leaves this number. Those that a bot solved are left out.",
    ),
    "by_bot": Word(
        ru="Решил бот",
        en="Solved by the bot",
        ru_is="Сколько диалогов до конца вёл один бот: он ответил, сотруднику диалог не передали, и он закрыт или "
        "начат больше суток назад. Если позже подключился сотрудник, диалог отсюда уходит.",
        en_is="How many conversations a bot alone led to their end: it answered, they were given to nobody, and they "
        "were closed, or have begun over a day ago. One that an operator comes to later leaves this number.",
    ),
    "open": Word(
        ru="Ещё открыты",
        en="Still open",
        ru_is="Сколько диалогов периода не закрыты сейчас.",
        en_is="How many conversations of the period are not closed now.",
    ),
    "visitor_messages": Word(
        ru="Сообщения посетителей",
        en="Messages of visitors",
        ru_is="Сколько сообщений посетители написали в диалогах периода, удалённые тоже считаются.",
        en_is="How many messages visitors wrote in conversations of the period; those deleted later are counted too.",
    ),
    "operator_messages": Word(
        ru="Сообщения сотрудников",
        en="Messages of operators",
        ru_is="Сколько сообщений сотрудники написали в диалогах периода, удалённые тоже считаются.",
        en_is="How many messages operators wrote in conversations of the period; those deleted later are counted too.",
    ),
    "answer_median_s": Word(
        ru="Первый ответ, медиана",
        en="First answer, median",
        ru_is="Время от первого сообщения посетителя до первого сообщения сотрудника: половине диалогов ответили "
        "не позже. Диалоги без ответа не входят.",
        en_is="Time from the visitor’s first message to the first message of an operator: half of the conversations "
        "were answered within it. Those without an answer are left out.",
        unit=Unit.SECONDS,
    ),
    "answer_p90_s": Word(
        ru="Первый ответ, 90 %",
        en="First answer, 90%",
        ru_is="То же время, в которое уложились девять ответов из десяти.",
        en_is="The same time, within which nine answers of ten came.",
        unit=Unit.SECONDS,
    ),
    "answer_work_median_s": Word(
        ru="Первый ответ в рабочее время, медиана",
        en="First answer in working hours, median",
        ru_is="То же время, но считаются только часы работы сайта по расписанию на день ответа; если оно "
        "не задано, всё время. Написали и получили ответ в нерабочее время: ноль.",
        en_is="The same time, of which only the site’s working hours count, by its schedule on the day of the "
        "answer; all of it where no hours are set. Asked and answered outside of them: zero.",
        unit=Unit.SECONDS,
    ),
    "answer_work_p90_s": Word(
        ru="Первый ответ в рабочее время, 90 %",
        en="First answer in working hours, 90%",
        ru_is="Рабочее время, в которое уложились девять ответов из десяти.",
        en_is="Working time within which nine answers of ten came.",
        unit=Unit.SECONDS,
    ),
    "resolution_median_s": Word(
        ru="Решение, медиана",
        en="Resolution, median",
        ru_is="Время от первого сообщения посетителя до последнего закрытия: половину диалогов закрыли "
        "не позже. Открытые не входят, поэтому у свежего периода время занижено.",
        en_is="Time from the visitor’s first message to the last closing: half of the conversations were closed "
        "within it. Open ones are left out, so it is too short for a recent period.",
        unit=Unit.SECONDS,
    ),
    "resolution_p90_s": Word(
        ru="Решение, 90 %",
        en="Resolution, 90%",
        ru_is="То же время, в которое уложились девять закрытых диалогов из десяти.",
        en_is="The same time, within which nine closed conversations of ten ended.",
        unit=Unit.SECONDS,
    ),
    "rating": Word(
        ru="Средняя оценка",
        en="Average rating",
        ru_is="Среднее оценок от 1 до 5, которые посетители дали диалогам периода. Если оценку меняли, считается "
        "последняя.",
        en_is="The mean of the ratings from 1 to 5 that visitors gave to conversations of the period. Where one was "
        "changed, the last one counts.",
        unit=Unit.RATING,
    ),
    "rated": Word(
        ru="Оценили",
        en="Rated",
        ru_is="Сколько диалогов периода имеют оценку.",
        en_is="How many conversations of the period have a rating.",
    ),
    "comments": Word(
        ru="Оценки со словами",
        en="Ratings with words",
        ru_is="К скольким оценкам посетитель добавил слова.",
        en_is="To how many ratings the visitor added words.",
    ),
}
"""In the order in which tables show them."""


class Section(StrEnum):
    """One table of a report, and one file of it."""

    SUMMARY = "summary"
    DAYS = "days"
    HOURS = "hours"
    WEEK = "week"
    OPERATORS = "operators"
    DEPARTMENTS = "departments"
    SITES = "sites"
    SOURCES = "sources"
    RATINGS = "ratings"


class Phrase(Struct, frozen=True):
    """A heading, or the name of what has none."""

    ru: str
    en: str

    def in_(self, language: Language) -> str:
        """In a language."""
        return _tied(self.ru) if language is Language.RU else self.en


SECTIONS: Mapping[Section, Phrase] = {
    Section.SUMMARY: Phrase("Итоги", "Summary"),
    Section.DAYS: Phrase("По дням", "By day"),
    Section.HOURS: Phrase("По часам", "By hour"),
    Section.WEEK: Phrase("Дни недели и часы", "Weekdays and hours"),
    Section.OPERATORS: Phrase("Сотрудники", "Operators"),
    Section.DEPARTMENTS: Phrase("Направления", "Departments"),
    Section.SITES: Phrase("Сайты", "Sites"),
    Section.SOURCES: Phrase("Источники", "Sources"),
    Section.RATINGS: Phrase("Оценки", "Ratings"),
}

NOTES: Mapping[Section, Phrase] = {
    Section.HOURS: Phrase(
        "Час, который осенью наступает дважды, считается одним.",
        "The hour that comes twice in autumn counts as one.",
    ),
    Section.OPERATORS: Phrase(
        "Диалог записан на сотрудника, которому он передан последним; если никому, на того, кто ответил первым. "
        "Время первого ответа и число диалогов с ответом записаны на того, кто ответил первым.",
        "A conversation is counted for the operator whom it was given to last; if to nobody, for whoever answered "
        "first. The time of the first answer and the number answered are counted for whoever answered first.",
    ),
    Section.DEPARTMENTS: Phrase(
        "Направление, в котором диалог сейчас или был при закрытии.",
        "The department in which the conversation is now, or was when it was closed.",
    ),
    Section.SOURCES: Phrase(
        "Метка utm_source страницы, с которой начат диалог, или той, с которой на неё перешли, или со слов сайта; без "
        "неё — сайт, с которого пришли. Показаны 100 самых частых.",
        "utm_source of the page on which the conversation was begun, or of the one before it, or as the site says; "
        "without it the site that was come from. The 100 most frequent are shown.",
    ),
}
"""What else is to be known of a table."""

NOBODY = Phrase("Никто", "Nobody")
NO_DEPARTMENT = Phrase("Без направления", "No department")
DIRECT = Phrase("Прямые заходы", "Direct")
NOT_KEPT = Phrase("Неизвестно: страницы не хранятся", "Unknown: pages are not kept")
HIDDEN = Phrase("Скрыто: похоже на личные данные", "Hidden: looks like personal data")
FIGURE = Phrase("Показатель", "Figure")
VALUE = Phrase("За период", "In the period")
BEFORE = Phrase("За период до него", "In the period before")
DAY = Phrase("День", "Day")
HOUR = Phrase("Час", "Hour")
WEEKDAY = Phrase("День недели", "Weekday")
SCORE = Phrase("Оценка", "Rating")
OPERATOR = Phrase("Сотрудник", "Operator")
DEPARTMENT = Phrase("Направление", "Department")
SITE = Phrase("Сайт", "Site")
SOURCE = Phrase("Источник", "Source")
SECONDS = Phrase("с", "s")
DEFINITIONS = Phrase("Что значат цифры", "What the figures are")
WEEKDAYS = (
    Phrase("понедельник", "Monday"),
    Phrase("вторник", "Tuesday"),
    Phrase("среда", "Wednesday"),
    Phrase("четверг", "Thursday"),
    Phrase("пятница", "Friday"),
    Phrase("суббота", "Saturday"),
    Phrase("воскресенье", "Sunday"),
)


def as_markdown(language: Language) -> str:
    """The figures, and what is to be known of tables, as docs/reports.md has them."""
    rows = [f"| {word.name(language)} | {word.definition(language)} |" for word in FIGURES.values()]
    notes = [f"- {SECTIONS[section].in_(language)}: {note.in_(language)}" for section, note in NOTES.items()]
    head = f"| {FIGURE.in_(language)} | {DEFINITIONS.in_(language)} |"
    return "\n".join([head, "|---|---|", *rows, "", *notes])


def _tied(text: str) -> str:
    """Russian with spaces that no line ends at: after words of one letter, before dashes and percents."""
    return re.sub(r"(?<!\w)(\w) | (?=[—%])", lambda found: f"{found[1] or ''}\u00a0", text)
