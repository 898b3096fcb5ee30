"""What a document of consent says in its author's words, and what it says unless they write otherwise.

Source: 152-FZ article 9 part 4, whose points the fields follow in their order. Each has a text in Russian and in
English; the Russian one counts. The templates need a lawyer's eye.
"""

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from ryadom.errors import BadBody
from ryadom.protocol.visitor import Purpose

LANGUAGES = ("ru", "en")
MAX_TEXT_CHARS = 4_000


class Texts(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The fields in one language. The controller's name and address are known without them.

    `subject`: who agrees, and by what they are known. `processor`: who processes by order of the controller, with name
    and address, or that nobody does. `actions`: what is done with the data, and how. `signature`: how consent is shown.
    `identity` belongs to the written form only (article 9 part 4 points 1 and 9, article 10): name, address, and the
    document that shows who signs.
    """

    subject: str = ""
    identity: str = ""
    representative: str = ""
    purpose: str = ""
    personal_data: str = ""
    processor: str = ""
    actions: str = ""
    term: str = ""
    withdrawal: str = ""
    signature: str = ""


FIELDS = Texts.__struct_fields__
WRITTEN_FORM_ONLY = ("identity",)


class Wording(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A document's fields in every language."""

    ru: Texts
    en: Texts

    @classmethod
    def read(cls, text: str) -> "Wording":
        """The wording that `text` was made from."""
        return msgspec.json.decode(text, type=cls)

    @property
    def text(self) -> str:
        """The wording as it is stored."""
        return msgspec.json.encode(self).decode()

    @property
    def empty_fields(self) -> tuple[str, ...]:
        """What is still to be written: `purpose.ru`, …"""
        return tuple(
            f"{field}.{language}"
            for language in LANGUAGES
            for field in FIELDS
            if field not in WRITTEN_FORM_ONLY and not getattr(getattr(self, language), field).strip()
        )

    @property
    def lacks_of_written_form(self) -> tuple[str, ...]:
        """What the written form asks for besides: who signs, and a signature other than a box that is ticked."""
        fields = []
        for language, chat_signature in zip(LANGUAGES, (_SIGNATURE_RU, _SIGNATURE_EN), strict=True):
            texts: Texts = getattr(self, language)
            if not texts.identity.strip():
                fields.append(f"identity.{language}")
            if texts.signature.endswith(chat_signature.partition("{}")[2]):
                fields.append(f"signature.{language}")
        return tuple(fields)

    def in_written_form(self) -> "Wording":
        """With the template's texts for what the written form lacks."""
        wording = self
        for field in self.lacks_of_written_form:
            wording = wording.rewritten(field, _WRITTEN[field])
        return wording

    def said(self, field: str) -> str:
        """What a field says that there is, named as for `rewritten`."""
        name, _, language = field.partition(".")
        text: str = getattr(getattr(self, language), name)
        return text

    def rewritten(self, field: str, text: str) -> "Wording":
        """With another text for a field, which is named with its language: `purpose.ru`.

        Raises:
            BadBody: there is no such field, or the text can't be one paragraph of a document.
        """
        name, _, language = field.partition(".")
        if name not in FIELDS or language not in LANGUAGES:
            known = ", ".join(FIELDS)
            raise BadBody(f"{field!r} is no field. Write FIELD.ru or FIELD.en, FIELD one of {known}.", field=field)
        clean = " ".join(text.split())
        if len(clean) > MAX_TEXT_CHARS or not clean.isprintable():
            raise BadBody(
                f"{field} has control characters, or over {MAX_TEXT_CHARS} characters: write it as one paragraph.",
                field=field,
            )
        return replace(self, **{language: replace(getattr(self, language), **{name: clean})})


LABELS = {
    Purpose.PROCESSING: {
        "ru": "Даю согласие на обработку персональных данных",
        "en": "I consent to the processing of my personal data",
    },
    Purpose.ADVERTISING: {"ru": "Даю согласие на рассылку", "en": "I consent to receiving marketing messages"},
    Purpose.CROSS_BORDER: {
        "ru": "Даю согласие на трансграничную передачу персональных данных",
        "en": "I consent to the cross-border transfer of my personal data",
    },
    Purpose.DRAFT_PREVIEW: {
        "ru": "Согласен, чтобы оператор видел сообщение, пока я его пишу",
        "en": "I agree that the operator sees my message while I am writing it",
    },
}
"""What stands at the box in the chat; it is part of the published text."""


def label_of(purpose: Purpose, locale: str) -> str:
    """What stands at the box, in Russian or, for any other locale, in English."""
    return LABELS[purpose]["ru" if locale.partition("-")[0].lower() == "ru" else "en"]


def template(purpose: Purpose) -> Wording:
    """What a first draft says. A text that only the author can know is empty."""
    own_ru, own_en = _OWN[purpose]
    return Wording(
        ru=replace(_COMMON_RU, signature=_SIGNATURE_RU.format(LABELS[purpose]["ru"]), **own_ru),
        en=replace(_COMMON_EN, signature=_SIGNATURE_EN.format(LABELS[purpose]["en"]), **own_en),
    )


_SIGNATURE_RU = (
    "Согласие даётся в электронной форме: субъект сам проставляет отметку рядом со словами «{}» в окне чата и "
    "отправляет сообщение. Собственноручная подпись и сведения о документе, удостоверяющем личность, для такого "
    "согласия не требуются."
)
_SIGNATURE_EN = (
    "Consent is given electronically: the data subject ticks the box next to the words “{}” in the chat window and "
    "sends a message. No handwritten signature and no identity document is required for such a consent."
)
_WRITTEN = {
    "identity.ru": (
        "Фамилия, имя, отчество: ____________________. Адрес: ____________________. Документ, удостоверяющий личность: "
        "__________ серия ______ номер __________, выдан __________ (кем и когда)."
    ),
    "identity.en": (
        "Full name: ____________________. Address: ____________________. Identity document: __________ series ______ "
        "number __________, issued __________ (by whom and when)."
    ),
    "signature.ru": (
        "Согласие даётся в письменной форме: субъект подписывает этот документ собственноручно или усиленной "
        "квалифицированной электронной подписью. Отметка в чате такую подпись не заменяет. Подпись: __________. Дата: "
        "__________."
    ),
    "signature.en": (
        "Consent is given in writing: the data subject signs this document by hand or with a qualified electronic "
        "signature. The box in the chat does not replace that signature. Signature: __________. Date: __________."
    ),
}
_COMMON_RU = Texts(
    subject=(
        "Посетитель сайта, который пишет в чат. Фамилия, имя, отчество и адрес указываются им самим, если это нужно "
        "для ответа; без них субъект определяется идентификатором, который чат присваивает его браузеру."
    ),
    representative="Согласие даёт сам субъект, без представителя.",
    processor="Обработка по поручению оператора другим лицом не ведётся.",
    actions=(
        "Сбор, запись, систематизация, накопление, хранение, уточнение, извлечение, использование, блокирование, "
        "удаление и уничтожение; с использованием средств автоматизации, в базах данных на территории Российской "
        "Федерации."
    ),
    term="До достижения цели обработки или до отзыва согласия, смотря что наступит раньше.",
    withdrawal=(
        "Согласие можно отозвать в любое время: ссылкой «Отозвать согласие» в окне чата или заявлением по адресу "
        "оператора. После отзыва обработка прекращается, а данные уничтожаются не позднее тридцати дней."
    ),
)
_COMMON_EN = Texts(
    subject=(
        "The visitor of the website who writes in the chat. They state name and address themselves where an answer "
        "needs them; without these they are known by an identifier that the chat gives to their browser."
    ),
    representative="The data subject consents in person, without a representative.",
    processor="Nobody else processes the data by order of the controller.",
    actions=(
        "Collection, recording, systematisation, accumulation, storage, rectification, retrieval, use, restriction, "
        "erasure and destruction; by automated means, in databases on the territory of the Russian Federation."
    ),
    term="Until the purpose has been reached or the consent is withdrawn, whichever comes first.",
    withdrawal=(
        "Consent can be withdrawn at any time: by the link “Withdraw consent” in the chat window, or by a statement "
        "sent to the controller's address. Processing then stops, and the data is destroyed within thirty days."
    ),
)
_OWN: dict[Purpose, tuple[dict[str, str], dict[str, str]]] = {
    Purpose.PROCESSING: (
        {
            "purpose": "Ответ на обращение субъекта в чате сайта и ведение переписки с ним.",
            "personal_data": (
                "Имя, телефон, адрес электронной почты и иные сведения, которые субъект сообщает в чате; переписка; "
                "IP-адрес, сведения о браузере, адреса страниц сайта, с которых велась переписка."
            ),
        },
        {
            "purpose": "Answering the data subject's inquiry in the website's chat, and corresponding with them.",
            "personal_data": (
                "Name, phone, e-mail address and whatever else the data subject writes in the chat; the "
                "correspondence; IP address, browser, and addresses of the website's pages that it was held from."
            ),
        },
    ),
    Purpose.ADVERTISING: (
        {
            "purpose": "Рассылка предложений и новостей оператора (реклама, статья 18 Федерального закона № 38-ФЗ).",
            "personal_data": "Имя, телефон, адрес электронной почты.",
        },
        {
            "purpose": "Sending the controller's offers and news (advertising, article 18 of Federal Law 38-FZ).",
            "personal_data": "Name, phone, e-mail address.",
        },
    ),
    # To whom and into which country only the author knows.
    Purpose.CROSS_BORDER: (
        {
            "purpose": "",
            "personal_data": "Имя, телефон, адрес электронной почты, переписка.",
            "actions": "Трансграничная передача получателю, указанному в цели обработки.",
        },
        {
            "purpose": "",
            "personal_data": "Name, phone, e-mail address, the correspondence.",
            "actions": "Cross-border transfer to the recipient who is named in the purpose.",
        },
    ),
    Purpose.DRAFT_PREVIEW: (
        {
            "purpose": "Более быстрый ответ: сотрудники оператора видят сообщение субъекта в чате, пока он его пишет.",
            "personal_data": (
                "Текст сообщения, которое субъект пишет и ещё не отправил. Цифры и адреса электронной почты в нём "
                "закрыты."
            ),
            "actions": "Показ сотрудникам оператора. Неотправленный текст не записывается и не хранится.",
            "term": "До отзыва согласия. Текст каждого сообщения показывается до его отправки.",
            "withdrawal": (
                "Согласие можно отозвать в любое время: кнопкой «Не показывать» или ссылкой «Отозвать согласие» в окне "
                "чата либо заявлением по адресу оператора. После отзыва неотправленный текст не показывается."
            ),
        },
        {
            "purpose": "A faster answer: the controller's staff see the data subject's message while it is written.",
            "personal_data": (
                "The text of a message that the data subject is writing and has not sent. Digits and e-mail addresses "
                "in it are covered."
            ),
            "actions": "Display to the controller's staff. What has not been sent is neither recorded nor stored.",
            "term": "Until the consent is withdrawn. The text of each message is shown until it is sent.",
            "withdrawal": (
                "Consent can be withdrawn at any time: by the button “Do not show” or the link “Withdraw consent” in "
                "the chat window, or by a statement sent to the controller's address. What has not been sent is then "
                "shown no more."
            ),
        },
    ),
}
