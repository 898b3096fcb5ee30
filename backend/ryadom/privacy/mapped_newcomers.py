"""The part of the data map on protection from bots: numbers of sites, about nobody."""

from ryadom.privacy.classification import Table, technical

NEWCOMER_TABLES = (
    Table(
        name="newcomer_counts",
        meaning="Сколько новых посетителей пишет на сайт: числа по минутам, без сведений о людях.",
        kept="8 дней",
        columns=(
            technical("site_id", "сайт"),
            technical("minute", "минута"),
            technical("begun", "сколько диалогов начато"),
            technical("refused", "сколько раз попросили решить задачу"),
            technical("during_attack", "шла ли тогда атака"),
        ),
    ),
    Table(
        name="attacks",
        meaning="Когда новых посетителей сайта в последний раз стало слишком много.",
        kept="пока сайт подключён",
        columns=(
            technical("site_id", "сайт"),
            technical("is_on", "идёт ли сейчас"),
            technical("began_at", "когда началось"),
            technical("until", "до какого времени"),
            technical("told_at", "когда об этом написали ответственному"),
        ),
    ),
)
