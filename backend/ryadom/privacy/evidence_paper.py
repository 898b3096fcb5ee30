"""The evidence of one visitor's consents as a paper in Russian, for a court, the regulator or the subject."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ryadom.privacy.calendar import MOSCOW
from ryadom.privacy.consent_text import LANGUAGE_BREAK, title_of
from ryadom.privacy.evidence import Evidence, EvidenceDocument, EvidenceEvent

if TYPE_CHECKING:
    from ryadom.privacy.paper import Paper

_ACTIONS = {"given": "Согласие дано", "withdrawn": "Согласие отозвано"}
_METHODS = {
    "widget_checkbox": "отметка в окне чата (для отзыва — ссылка в нём)",
    "page": "страница документа",
    "operator": "записано сотрудником оператора по обращению субъекта",
}
_EXPLANATION = (
    "Записи ниже сделаны программой в момент события; после этого ни одна из них не меняется и не удаляется. У каждого "
    "текста указана его контрольная сумма SHA-256: она вычислена по байтам текста в UTF-8, и её может проверить "
    "каждый. Время указано московское и всемирное (UTC)."
)


def evidence_paper(evidence: Evidence, *, base_url: str) -> bytes:
    """The paper as PDF: who, every consent and withdrawal, and the whole texts they are about.

    `base_url`: where the pages of the documents are, without a slash at the end.
    """
    from ryadom.privacy.paper import Paper

    paper = Paper(
        "Согласия субъекта персональных данных",
        made_at=evidence.exported_at,
        footer=f"Посетитель {evidence.visitor_id}",
    )
    paper.fields(
        [
            ("Оператор персональных данных", evidence.controller),
            ("ИНН", evidence.inn or ""),
            ("Сайт", evidence.site_name),
            ("Номер посетителя", str(evidence.visitor_id)),
            ("Составлено", moment(evidence.exported_at)),
        ]
    )
    paper.paragraph(_EXPLANATION)
    for number, event in enumerate(evidence.events, start=1):
        paper.heading(f"{number}. {_ACTIONS[event.action]}")
        paper.fields(_fields(event))
    for document in evidence.documents:
        _add_text(paper, document, base_url)
    return paper.pdf()


def moment(at: datetime) -> str:
    """A time in Moscow and in UTC, to the second."""
    return f"{at.astimezone(MOSCOW):%d.%m.%Y %H:%M:%S} (UTC+3), {at.astimezone(UTC):%d.%m.%Y %H:%M:%S} (UTC)"


def _fields(event: EvidenceEvent) -> list[tuple[str, str]]:
    return [
        ("Когда", moment(event.at)),
        ("Документ", f"{title_of(event.purpose)}, версия {event.version}"),
        ("SHA-256 текста", event.sha256),
        ("Как", _METHODS[event.method]),
        ("IP-адрес", event.ip or ""),
        ("Браузер", event.user_agent),
        ("Страница", event.page_url),
    ]


def _add_text(paper: "Paper", document: EvidenceDocument, base_url: str) -> None:
    paper.heading(f"Текст: {title_of(document.purpose).lower()}, версия {document.version}")
    published = moment(document.published_at) if document.published_at else ""
    paper.fields(
        [
            ("Опубликован", published),
            ("Страница", f"{base_url}{document.page}"),
            ("SHA-256", document.sha256),
        ]
    )
    for block in document.text.split("\n\n"):
        mark, _, words = block.strip().partition(" ")
        if mark == LANGUAGE_BREAK:
            paper.paragraph("Далее — перевод из того же текста.")
        elif mark in ("#", "##"):
            paper.heading(words)
        elif block.strip():
            paper.paragraph(block.strip())
