"""Whether a visitor asks for a person, in so many words. Pure.

Only a message that says nothing else counts: «оператор», «позовите, пожалуйста, живого человека». What asks beside
other things is left to the bot, which may hand over: «сколько человек поместится» is no wish for one.
"""

import re

MAX_WORDS = 9

_WORD = re.compile(r"[a-zа-я]+")
_PERSONS = re.compile(
    r"оператор(а|у|ом)?|человек(а|у|ом)?|сотрудник(а|у|ом)?|менеджер(а|у|ом)?|консультант(а|у|ом)?|специалист(а|у|ом)?"
    r"|operator|human|person|agent|representative|somebody|someone"
)
_AROUND = frozenset(
    re.findall(
        r"\w+",
        """
        пожалуйста позовите позови дайте дай соедините соедини переключите переключи подключите подключи свяжите свяжи
        нужен нужна нужно хочу хотел хотела бы можно мне меня нам нас с со на к живой живого живым живому реальный
        реальным реального поговорить говорить связаться общаться пообщаться разговор вашим вашего здравствуйте привет
        добрый день вечер
        please call get give connect me us to a an the with i want need would like can could speak talk transfer switch
        real live hello hi may we
        """,
    )
)


def asks_for_person(text: str) -> bool:
    """Whether these words ask for a person and for nothing else."""
    words = _WORD.findall(text.lower().replace("ё", "е"))
    if not 0 < len(words) <= MAX_WORDS or any(letter.isdigit() for letter in text):
        return False
    persons = [word for word in words if _PERSONS.fullmatch(word)]
    return bool(persons) and all(word in _AROUND for word in words if not _PERSONS.fullmatch(word))
