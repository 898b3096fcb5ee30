"""The words of the page on which a subject asks about their data, in Russian and English."""

from collections.abc import Mapping

from msgspec import Struct

from ryadom.store.subject_requests import Kind


class Words(Struct, frozen=True, kw_only=True):
    """All words of the page in one language. `wrong` says by field what to mend; all are HTML as they are."""

    language: str
    title: str
    lead: str
    kind: str
    kinds: Mapping[Kind, str]
    name: str
    name_hint: str
    contact: str
    contact_hint: str
    text: str
    text_hint: str
    send: str
    why: str
    back: str
    wrong: Mapping[str, str]
    too_many: str
    too_long: str
    taken: str
    next: str
    by: str
    by_unknown: str


WORDS: Mapping[str, Words] = {
    "ru": Words(
        language="ru",
        title="Запрос о\u00a0персональных данных",
        lead=(
            "Здесь можно спросить, какие данные о\u00a0вас хранит оператор сайта, исправить их, остановить обработку "
            "или потребовать уничтожить."
        ),
        kind="Чего вы просите",
        kinds={
            Kind.ACCESS: "Сообщить, какие мои данные хранятся",
            Kind.RECTIFICATION: "Исправить неверные данные",
            Kind.RESTRICTION: "Заблокировать мои данные на время проверки",
            Kind.ERASURE: "Прекратить обработку и\u00a0уничтожить мои данные",
            Kind.WITHDRAWAL: "Отозвать согласие на\u00a0обработку",
            Kind.OBJECTION: "Не присылать рекламу",
        },
        name="Имя",
        name_hint="Фамилия, имя и\u00a0отчество.",
        contact="Телефон или почта для ответа",
        contact_hint=(
            "Лучше те, что вы называли в\u00a0чате: по\u00a0ним найдут переписку. Можно написать и\u00a0то "
            "и\u00a0другое."
        ),
        text="Обращение",
        text_hint=(
            "Когда и\u00a0о\u00a0чём вы писали в\u00a0чат, что именно нужно. Номера документов писать не\u00a0нужно."
        ),
        send="Отправить",
        why=(
            "Имя и\u00a0контакт нужны только затем, чтобы найти ваши данные и\u00a0ответить (152-ФЗ, статьи "
            "14\u00a0и\u00a020). Обращение хранится три года после ответа."
        ),
        back="К\u00a0тексту согласия",
        wrong={
            "kind": "Выберите, чего вы просите.",
            "name": "Впишите имя, не\u00a0длиннее 200\u00a0знаков.",
            "contact": "Впишите телефон или почту, не\u00a0длиннее 300\u00a0знаков.",
            "text": "Впишите обращение, не\u00a0длиннее 20\u00a0000\u00a0знаков.",
        },
        too_many=(
            "Отсюда пришло слишком много обращений. Попробуйте через час или напишите оператору по\u00a0его адресу."
        ),
        too_long="Обращение слишком длинное: не\u00a0больше 20\u00a0000\u00a0знаков.",
        taken="Обращение №\u00a0{number} принято.",
        next=(
            "Запишите этот номер. Сначала с\u00a0вами свяжутся, чтобы убедиться, что пишете именно вы; потом ответят "
            "на\u00a0обращение."
        ),
        by="Последний день для ответа\u00a0— {day}, по\u00a0московскому времени.",
        by_unknown="Вам ответят в\u00a0срок, который установлен законом.",
    ),
    "en": Words(
        language="en",
        title="Request about personal data",
        lead=(
            "Here you can ask which data the operator of the site holds on you, have it corrected, stop its "
            "processing, or demand that it is destroyed."
        ),
        kind="What you ask for",
        kinds={
            Kind.ACCESS: "Tell me which data is held on me",
            Kind.RECTIFICATION: "Correct wrong data",
            Kind.RESTRICTION: "Block my data while it is checked",
            Kind.ERASURE: "Stop processing and destroy my data",
            Kind.WITHDRAWAL: "Withdraw my consent to processing",
            Kind.OBJECTION: "Send me no advertising",
        },
        name="Name",
        name_hint="First name and surname.",
        contact="Phone or e-mail for the answer",
        contact_hint="Best those that you named in the chat: your messages are found by them. You may give both.",
        text="Request",
        text_hint="When and what about you wrote in the chat, and what you need. Don't write numbers of documents.",
        send="Send",
        why=(
            "Your name and contact are needed only to find your data and to answer (152-FZ, articles 14 and 20). The "
            "request is kept for three years after the answer."
        ),
        back="To the text of the consent",
        wrong={
            "kind": "Choose what you ask for.",
            "name": "Write your name, in at most 200 characters.",
            "contact": "Write a phone or an e-mail address, in at most 300 characters.",
            "text": "Write your request, in at most 20,000 characters.",
        },
        too_many="Too many requests came from here. Try again in an hour, or write to the controller's address.",
        too_long="The request is too long: at most 20,000 characters.",
        taken="Request No. {number} has been received.",
        next=(
            "Note this number. First you will be contacted to make sure that it is you who asks; then you get the "
            "answer."
        ),
        by="The last day for the answer is {day}, Moscow time.",
        by_unknown="You will be answered within the term that the law sets.",
    ),
}
