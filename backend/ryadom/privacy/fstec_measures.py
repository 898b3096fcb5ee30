"""The measures of FSTEC order 21 for УЗ-4 and УЗ-3: what the product does for each, and what its owner must do.

The base sets are written from memory and secondary sources, which disagree on some measures: those say so
(`is_certain`), and the paper asks its reader to compare all of it with the order. A base set is where the owner
begins: it is adapted to the actual threats (clauses 8-10 of the order).

Source: order of FSTEC of Russia No. 21 of 2013-02-18, its annex.
"""

from collections.abc import Sequence

from ryadom.privacy.fstec_access import ACCESS_MEASURES
from ryadom.privacy.fstec_environment import ENVIRONMENT_MEASURES
from ryadom.privacy.fstec_measure import Measure

GROUPS = {
    "ИАФ": "Идентификация и аутентификация субъектов и объектов доступа",
    "УПД": "Управление доступом субъектов доступа к объектам доступа",
    "ЗНИ": "Защита машинных носителей персональных данных",
    "РСБ": "Регистрация событий безопасности",
    "АВЗ": "Антивирусная защита",
    "АНЗ": "Контроль (анализ) защищённости персональных данных",
    "ЗСВ": "Защита среды виртуализации",
    "ЗТС": "Защита технических средств",
    "ЗИС": "Защита информационной системы, её средств, систем связи и передачи данных",
    "УКФ": "Управление конфигурацией информационной системы и системы защиты",
}
"""The groups with a measure in one of the two base sets."""

OUTSIDE = (
    "Групп ОПС (ограничение программной среды), СОВ (обнаружение вторжений), ОЦЛ (целостность), ОДТ (доступность) и "
    "ИНЦ "
    "(выявление инцидентов) в базовых наборах УЗ-4 и УЗ-3, насколько нам известно, нет: сверьте с приказом. Часть их "
    "продукт делает всё равно: журнал действий с цепочкой хешей (ОЦЛ), карточка инцидента с двумя часами и письмами "
    "ответственному (ИНЦ), хранение принятых сообщений при отказе процесса и перезапуске базы (ОДТ)."
)

MEASURES: Sequence[Measure] = (*ACCESS_MEASURES, *ENVIRONMENT_MEASURES)


def measures_for(level: int) -> list[Measure]:
    """The base set of a level, 4 or 3, in the order of the annex."""
    return [measure for measure in MEASURES if level in measure.levels]


def group_of(measure: Measure) -> str:
    """The abbreviation of the group it belongs to."""
    return measure.code.partition(".")[0]
