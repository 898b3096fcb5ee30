"""What a visitor reads before they write on a site where health data may come; it stands at the box of the consent."""

from ryadom.store.sites import Special

_NOTES = {
    Special.WARNED: {
        "ru": "Не пишите в чат о здоровье, диагнозах и лечении: такие сведения мы здесь не принимаем.",
        "en": "Do not write about health, diagnoses or treatment in this chat: we do not take such data here.",
    },
    Special.WRITTEN: {
        "ru": "О здоровье, диагнозах и лечении пишите только после того, как подписали письменное согласие.",
        "en": "Write about health, diagnoses or treatment only after you have signed the consent in writing.",
    },
}


def special_note(special: Special, locale: str) -> str:
    """The note in Russian or, for any other locale, in English; "" on a site that is not marked."""
    notes = _NOTES.get(special)
    return notes["ru" if locale.partition("-")[0].lower() == "ru" else "en"] if notes else ""
