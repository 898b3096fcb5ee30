"""`ryadom data-map`: what is stored, whose it is, and what becomes of it."""

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from ryadom.privacy.classification import Column, Table


@click.command(name="data-map")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
@click.option("--markdown", is_flag=True, help="Print docs/data-map.md instead.")
def data_map(as_json: bool, markdown: bool) -> None:
    """Show every table, column and kind of file: whether it is personal, in an answer, erased, and kept how long."""
    from ryadom.cli.tables import print_table
    from ryadom.privacy.data_map import TABLES

    if as_json:
        click.echo(map_as_json(), nl=False)
    elif markdown:
        click.echo(map_as_markdown(), nl=False)
    else:
        rows = [(table.name, column.name, *_cells(table, column)) for table in TABLES for column in table.columns]
        print_table(("Таблица", "Столбец", *_HEADINGS), rows)


def map_as_json() -> str:
    """The map for programs."""
    import msgspec

    from ryadom.privacy.data_map import FILE_KINDS, TABLES

    encoded = msgspec.json.encode({"tables": TABLES, "files": FILE_KINDS})
    return msgspec.json.format(encoded, indent=2).decode() + "\n"


def map_as_markdown() -> str:
    """The text of docs/data-map.md."""
    from ryadom.privacy.classification import Found
    from ryadom.privacy.data_map import FILE_KINDS, TABLES

    lines = [_PREFACE]
    for table in TABLES:
        found = "" if table.found is Found.NEVER else f" Данные человека ищутся {table.found}."
        lines += [f"## `{table.name}`\n", f"{table.meaning}{found} Срок хранения: {table.kept}.\n"]
        lines += [f"| Столбец | {' | '.join(_HEADINGS)} |", "|---|---|---|---|---|---|---|"]
        lines += [f"| `{column.name}` | {' | '.join(_cells(table, column))} |" for column in table.columns]
        lines.append("")
    lines += ["## Файлы\n", "| Где | Что | Чьи данные | Уничтожение | Срок хранения |", "|---|---|---|---|---|"]
    lines += [f"| {kind.path} | {kind.meaning} | {kind.whose} | {kind.erased} | {kind.kept} |" for kind in FILE_KINDS]
    return "\n".join(lines) + "\n"


_HEADINGS = ("Что это", "Категория", "Чьи данные", "В ответе субъекту", "При уничтожении", "Срок сайта")


def _cells(table: "Table", column: "Column") -> tuple[str, ...]:
    from ryadom.privacy.classification import Found, Whose

    is_theirs = table.found is not Found.NEVER and column.whose is Whose.VISITOR
    disposal = f"{column.disposal}: {column.why}" if column.why else str(column.disposal) if is_theirs else "—"
    answered, lifetime = "да" if column.answered else "—", column.lifetime or "—"
    return column.meaning, column.category, column.whose, answered, disposal, lifetime


_PREFACE = """\
# Карта данных

<!-- Made by `ryadom data-map --markdown > docs/data-map.md` from backend/ryadom/privacy. Do not edit. -->

Каждая таблица, каждый столбец и каждый вид файлов: чьи это данные, к какой категории относятся, что из них получает
человек по своему запросу (`ryadom person export`) и что с ними делает уничтожение (`ryadom person erase`). Обе команды
построены по этой карте; тест не пропускает столбец, которого в ней нет. «Срок сайта» — вид срока хранения, который
владелец может задать (`ryadom retention set`): по нему столбец стирается, доказательства согласий удаляются строками.

Данные сотрудников в ответ посетителю не входят: 152-ФЗ, статья 14, часть 7 исключает работников оператора ПДн. Вместо
имени сотрудника в ответе стоит, что писал сотрудник; слова его сообщений входят, потому что сказаны этому человеку.
"""
