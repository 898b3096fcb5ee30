"""The act of destruction as PDF, and the log export as CSV. Source: RKN order 179 of 2022-10-28, points 3 and 5.

Whose data it was is told by the visitors' random numbers: names are among what was destroyed.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from hashlib import sha256

from msgspec import Struct

from ryadom.privacy.calendar import MOSCOW
from ryadom.privacy.data_map import TABLES
from ryadom.privacy.spreadsheets import as_csv
from ryadom.store.controllers import Controller
from ryadom.store.destructions import Begun, Ground, Subject
from ryadom.store.sites import Site

LISTED_SUBJECTS = 200
"""So many people are named in the act itself; the log names all."""

METHOD = (
    "Программное удаление в базе данных без возможности восстановления средствами программы: значения полей заменены "
    "пустыми, строки удалены, ключ шифрования подробностей в журнале уничтожен."
)
GROUNDS: Mapping[Ground, str] = {
    Ground.WITHDRAWAL: "Отзыв согласия субъектом (152-ФЗ, ст. 21 ч. 5)",
    Ground.REQUEST: "Требование субъекта (152-ФЗ, ст. 14 ч. 1, ст. 20 ч. 3)",
    Ground.PURPOSE_REACHED: "Достижение цели обработки (152-ФЗ, ст. 21 ч. 4)",
    Ground.RETENTION_TERM: "Истечение срока хранения, заданного оператором (152-ФЗ, ст. 5 ч. 7)",
    Ground.UNLAWFUL_PROCESSING: "Неправомерная обработка (152-ФЗ, ст. 21 ч. 3)",
    Ground.COMMAND_LINE: "Решение оператора персональных данных",
}
LOG_COLUMNS = ("Субъект (номер)", "Категории уничтоженных данных", "Информационная система", "Причина", "Дата")

_MEANINGS = {table.name: table.meaning.partition(":")[0].rstrip(".") for table in TABLES}
_DAYS_KEPT = "не меньше трёх лет с даты уничтожения"


class ActFacts(Struct, frozen=True, kw_only=True):
    """What an act says."""

    number: int
    begun: Begun
    finished_at: datetime
    controller: Controller
    site: Site
    subjects: Sequence[Subject]

    @property
    def ground(self) -> str:
        """The reason in words, with its article."""
        return GROUNDS[self.begun.ground]

    @property
    def categories(self) -> list[str]:
        """All categories that were erased, of whomever."""
        return list(dict.fromkeys(one for subject in self.subjects for one in subject.categories))

    @staticmethod
    def hash_of(paper: bytes) -> str:
        """SHA-256 in hexadecimal digits."""
        return sha256(paper).hexdigest()


def act_csv(facts: ActFacts) -> bytes:
    """The log export: one line for each person."""
    ispdn, at = facts.controller.ispdn_name or "—", moment(facts.finished_at)
    rows = (
        (str(subject.visitor_id), ", ".join(subject.categories), ispdn, facts.ground, at) for subject in facts.subjects
    )
    return as_csv(LOG_COLUMNS, rows).encode()


def act_pdf(facts: ActFacts, csv: bytes) -> bytes:
    """The act, with the hash of its log."""
    from ryadom.privacy.paper import Paper

    controller, begun = facts.controller, facts.begun
    title = f"Акт № {facts.number} об уничтожении персональных данных"
    paper = Paper(title, made_at=facts.finished_at, footer=f"{title} от {moment(facts.finished_at)}")
    paper.fields(
        [
            ("Оператор персональных данных", _with_inn(controller)),
            ("Адрес оператора", controller.address),
            ("Обработку по поручению оператора ведёт", controller.processor_name),
            ("Адрес этого лица", controller.processor_address),
            ("Информационная система персональных данных", controller.ispdn_name),
            ("Сайт", facts.site.name),
            ("Дата уничтожения", moment(facts.finished_at)),
            ("Причина", facts.ground),
            ("Способ", METHOD),
            ("Категории уничтоженных данных", ", ".join(facts.categories)),
        ]
    )
    paper.heading("Ход уничтожения")
    paper.fields(list(_course(facts)))
    paper.table(
        ("Что уничтожено", "Таблица", "Строк"),
        [(_MEANINGS.get(name, name), name, str(rows)) for name, rows in begun.changed.items() if rows],
        widths=(3, 2, 1),
    )
    paper.heading("Чьи данные уничтожены")
    listed = facts.subjects[:LISTED_SUBJECTS]
    if len(listed) < len(facts.subjects):
        paper.paragraph(
            f"Субъектов: {len(facts.subjects)}. Здесь названы первые {len(listed)}, все — в выгрузке из журнала."
        )
    paper.table(
        ("Номер субъекта (посетителя сайта)", "Категории"),
        [(str(subject.visitor_id), ", ".join(subject.categories)) for subject in listed],
        widths=(3, 4),
    )
    paper.paragraph(
        f"Неотъемлемая часть акта: выгрузка из журнала № {facts.number} (CSV), строк: {len(facts.subjects)}, "
        f"SHA-256 {facts.hash_of(csv)}. Акт и выгрузка хранятся {_DAYS_KEPT}."
    )
    paper.heading("Исполнители")
    paper.signatures(_executors(facts))
    return paper.pdf()


def moment(at: datetime) -> str:
    """As papers write a time."""
    return f"{at.astimezone(MOSCOW):%d.%m.%Y %H:%M} (МСК)"


def _with_inn(controller: Controller) -> str:
    return ", ИНН ".join(part for part in (controller.legal_name, controller.inn) if part)


def _course(facts: ActFacts) -> Iterator[tuple[str, str]]:
    begun = facts.begun
    yield "Начато", moment(begun.started_at)
    if begun.resumed_at:
        yield "Прервано и продолжено", "\n".join(map(moment, begun.resumed_at))
    yield "Закончено", moment(facts.finished_at)
    yield "Субъектов", str(len(facts.subjects))
    yield "Строк стёрто, всего", str(sum(begun.changed.values()))


def _executors(facts: ActFacts) -> Iterator[str]:
    """Who signs: the operator who began it, if one did, and the officer; a dash for who the controller has not told."""
    if facts.begun.executor:
        yield f"{facts.begun.executor}, сотрудник, запустивший уничтожение"
    controller = facts.controller
    yield ", ".join((controller.officer_name or "—", controller.officer_post or "ответственный за обработку ПДн"))
