"""The text of a document of consent as it is published: plain UTF-8, the bytes that its SHA-256 is of.

Blocks are parted by an empty line; `# ` and `## ` begin headings; a line `---` parts the Russian text from the other.
"""

from ryadom.privacy.consent_wording import FIELDS, LABELS, WRITTEN_FORM_ONLY, Texts, Wording
from ryadom.protocol.visitor import Purpose
from ryadom.store.controllers import Controller

LANGUAGE_BREAK = "---"

_HEADINGS_RU = (
    "Субъект персональных данных",
    "Кто подписывает",
    "Представитель субъекта",
    "Цель обработки",
    "Перечень персональных данных",
    "Обработка по поручению",
    "Действия с персональными данными и способы обработки",
    "Срок действия согласия",
    "Отзыв согласия",
    "Подпись",
)
_HEADINGS_EN = (
    "Data subject",
    "Who signs",
    "Representative",
    "Purpose of processing",
    "Personal data",
    "Processing by order",
    "Actions with personal data, and means of processing",
    "Term of the consent",
    "Withdrawal",
    "Signature",
)
_TITLES = {
    Purpose.PROCESSING: ("Согласие на обработку персональных данных", "Consent to the processing of personal data"),
    Purpose.ADVERTISING: ("Согласие на рассылку", "Consent to marketing messages"),
    Purpose.CROSS_BORDER: (
        "Согласие на трансграничную передачу персональных данных",
        "Consent to the cross-border transfer of personal data",
    ),
    Purpose.DRAFT_PREVIEW: (
        "Согласие на показ неотправленного сообщения",
        "Consent to showing a message before it is sent",
    ),
}


def title_of(purpose: Purpose) -> str:
    """What a document for this purpose is called, in Russian."""
    return _TITLES[purpose][0]


def published_text(purpose: Purpose, version: int, wording: Wording, controller: Controller) -> str:
    """The whole document; every field of the wording and of the controller has been filled."""
    title_ru, title_en = _TITLES[purpose]
    who = f"{controller.legal_name}, ИНН {controller.inn}, {controller.address}"
    blocks = [
        f"# {title_ru}",
        f"Версия {version}",
        *_sections("Оператор персональных данных", who, _HEADINGS_RU, wording.ru),
        f"Отметка в чате: «{LABELS[purpose]['ru']}».",
        LANGUAGE_BREAK,
        f"# {title_en}",
        f"Version {version}. The Russian text counts; this is its translation.",
        *_sections("Controller", who, _HEADINGS_EN, wording.en),
        f"Box in the chat: “{LABELS[purpose]['en']}”.",
    ]
    return "\n\n".join(blocks) + "\n"


def _sections(controller_heading: str, controller: str, headings: tuple[str, ...], texts: Texts) -> list[str]:
    filled = [(controller_heading, controller)]
    filled += [
        (heading, text)
        for heading, field in zip(headings, FIELDS, strict=True)
        if (text := getattr(texts, field)) or field not in WRITTEN_FORM_ONLY
    ]
    return [block for heading, text in filled for block in (f"## {heading}", text)]
