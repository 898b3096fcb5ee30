"""Runs modules of our docs for 1C: read line for line as Python, on a base that asks real servers over HTTP."""

import json
import re
from copy import deepcopy
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

import httpx

_ENDS = re.compile(r"\s*Конец\w+;?$")
_CONDITION = re.compile(r"^(\s*)(Если|ИначеЕсли) (.+) Тогда$")
_LINES = (
    (r"\s*//.*$", ""),
    (r";\s*$", ""),
    (r"^Процедура (\w+)\(\) Экспорт$", r"def \1():"),
    (r"\bПока Истина Цикл$", "while True:"),
    (r"\bДля Каждого (\w+) Из (.+) Цикл$", r"for \1 in \2:"),
    (r"^(\s*)Иначе$", r"\1else:"),
    (r"^(\s*)Попытка$", r"\1try:"),
    (r"^(\s*)Исключение$", r"\1except Exception:"),
    (r"^(\s*)Продолжить$", r"\1continue"),
    (r"^(\s*)Прервать$", r"\1break"),
    (r"\bВызватьИсключение (.+)$", r"raise RuntimeError(\1)"),
    (r"\bВызватьИсключение$", "raise"),
    (r"\bНовый (\w+)\(", r"\1("),
    (r"\bНовый (\w+)", r"\1()"),
    (r", (?=,)", ", None"),
    (r"\bЛожь\b", "False"),
)
_IN_CONDITIONS = ((" = ", " == "), ("<>", "!="), (" И ", " and "), (" Или ", " or "), ("Не ", "not "))


def as_python(module: str) -> str:
    """The module in Python. Of 1C's language it knows what our modules are written in; their indents are its blocks."""
    lines = []
    for line in module.splitlines():
        if _ENDS.match(line):
            continue
        for pattern, by in _LINES:
            line = re.sub(pattern, by, line)
        lines.append(_CONDITION.sub(_condition, line))
    return "\n".join(lines) + "\n"


def _condition(found: re.Match[str]) -> str:
    indent, word, condition = found.groups()
    for there, here in _IN_CONDITIONS:
        condition = condition.replace(there, here)
    return f"{indent}{'if' if word == 'Если' else 'elif'} {condition}:"


class _Number(int):
    """1C writes numbers behind texts by itself."""

    def __radd__(self, text: Any) -> Any:
        return f"{text}{int(self)}" if isinstance(text, str) else int(self) + text


class Base:
    """A base of 1C: constants, objects by kind and id with their site, owner and round, transactions over both.

    Objects in `refused` can't be written. `url` is the server, whatever host the module names.
    """

    class Refused(Exception):
        """An object could not be written."""

    def __init__(self, url: str, constants: dict[str, Any]) -> None:
        self.constants = constants
        self.objects: dict[tuple[str, str], tuple[str, str | None, int]] = {}
        self.refused: set[tuple[str, str]] = set()
        self._url = url
        self._before: Any = None

    def put(self, kind: str, id: str, *, site: str, round: int) -> None:
        """Writes an object that belongs to nobody."""
        self.objects[kind, id] = (site, None, round)

    def run(self, module: str, procedure: str) -> None:
        """Runs a procedure of the module; in a thread of its own, since it waits for the server."""
        names = self._names()
        exec(as_python(module), names)  # noqa: S102 - our own docs
        names[procedure]()

    def _names(self) -> dict[str, Any]:
        return {
            "Константы": SimpleNamespace(**{name: self._constant(name) for name in self.constants}),
            "СтрРазделить": lambda text, by, _has_empty: [part for part in text.split(by) if part],
            "КодироватьСтроку": lambda text, _way: quote(text, safe=""),
            "СпособКодированияСтроки": SimpleNamespace(**{"КодировкаURL": None}),
            "ЗащищенноеСоединениеOpenSSL": object,
            "HTTPСоединение": lambda *_: SimpleNamespace(**{"Получить": self._get}),
            "HTTPЗапрос": _request,
            "ЧтениеJSON": _reader,
            "ПрочитатьJSON": lambda reader: json.loads(
                reader.texts[-1], object_hook=lambda told: SimpleNamespace(**told)
            ),
            "НачатьТранзакцию": self._begin,
            "ЗафиксироватьТранзакцию": lambda: None,
            "ОтменитьТранзакцию": self._roll_back,
            "ЗаписатьОбъект": self._write,
            "УдалитьОбъект": self._delete,
            "УдалитьПрежние": self._delete_before,
        }

    def _constant(self, name: str) -> SimpleNamespace:
        return SimpleNamespace(
            **{
                "Получить": lambda: self.constants[name],
                "Установить": lambda value: self.constants.update({name: value}),
            }
        )

    def _get(self, request: SimpleNamespace) -> SimpleNamespace:
        answer = httpx.get(f"{self._url}{request.address}", headers=request.headers, trust_env=False)
        return SimpleNamespace(
            **{"КодСостояния": _Number(answer.status_code), "ПолучитьТелоКакСтроку": lambda *_: answer.text}
        )

    def _begin(self) -> None:
        self._before = deepcopy((self.constants, self.objects))

    def _roll_back(self) -> None:
        constants, self.objects = self._before
        self.constants.update(constants)

    def _write(self, one: SimpleNamespace, round: int) -> None:
        if (one.object, one.id) in self.refused:
            raise self.Refused(one.id)
        owner = getattr(one, "conversation_id", None) or getattr(one, "customer_id", None)
        self.objects[one.object, one.id] = (one.site, owner, round)

    def _delete(self, one: SimpleNamespace) -> None:
        self.objects.pop((one.object, one.id), None)
        gone = {one.id}
        for _ in ("of a customer", "of their conversations"):
            gone |= {id for (_, id), (_, owner, _) in self.objects.items() if owner in gone}
        self.objects = {key: told for key, told in self.objects.items() if key[1] not in gone}

    def _delete_before(self, sites: list[str], round: int) -> None:
        self.objects = {key: told for key, told in self.objects.items() if told[0] not in sites or told[2] >= round}


def _request(address: str) -> SimpleNamespace:
    headers: dict[str, str] = {}
    return SimpleNamespace(address=address, headers=headers, **{"Заголовки": _inserting(headers)})


def _inserting(headers: dict[str, str]) -> SimpleNamespace:
    return SimpleNamespace(**{"Вставить": headers.__setitem__})


def _reader() -> SimpleNamespace:
    texts: list[str] = []
    return SimpleNamespace(texts=texts, **{"УстановитьСтроку": texts.append})
