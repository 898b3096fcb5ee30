"""Which words stand near a number: they tell apart what has the same digits."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property

from msgspec import Struct

from ryadom.privacy.detect.kinds import Kind
from ryadom.privacy.detect.numbers import Groups, Number

BEFORE_CHARS = 48
AFTER_CHARS = 30
OTHER_CHARS = 14

# `other` is what is surely none of ours: 11 digits after "заказ" are no phone. `issued` counts only behind a number.
_WORDS: dict[str, str] = {
    Kind.PHONE: r"тел(?:\.|ефон\w*|еф?)?(?![^\W\d])|моб(?:\.|ильн\w+)?(?!\w)|сотов\w+|(?:по|пере|до)?звон\w+|набер\w+|"
    r"номер для связи|what?s? ?app|в[ао][тц]с?ап\w*|viber|вайбер\w*|phone|tel(?!\w)|смс|sms|факс\w*|городской",
    Kind.CARD: r"карт(?!иноч|инк|он)\w*|card(?!i)|visa|виза|мастер ?кард|master ?card|maestro|мир(?!\w)|pan(?!\w)|"
    r"пластик\w*",
    Kind.PASSPORT: r"паспорт(?!\w* изделия)\w*|пасп(?!\w)|сери[яию](?!\w)|загран\w*|passport",
    Kind.SNILS: r"снилс\w*|страхов\w+ (?:номер|свидетельств)\w*",
    Kind.INN: r"инн(?!\w)|inn(?!\w)|самозанят\w+",
    Kind.OGRN: r"огрн(?:ип)?(?![^\W\d])|ogrn(?:ip)?|егр(?:юл|ип)(?!\w)",
    Kind.ACCOUNT: r"[рклт] ?[/\\] ?с(?:ч[её]т\w*)?(?!\w)|рс(?!\w)|сч[её]т\w*|сч(?!\w)|account|реквизит\w*",
}
_BIK = r"бик(?!\w)|bic(?!\w)"
_OTHER = (
    r"заказ\w*|order|трек\w*|track\w*|накладн\w+|артикул\w*|арт(?!\w)|imei|имей|штрих\w*|ean(?!\w)|gtin|isbn|исбн|код(?!\w)|"
    r"товар\w*|отправлени\w+|посылк\w+|индекс\w*|серийн\w+|s/?n(?!\w)|vin(?!\w)|полис\w*|омс(?!\w)|енп|билет\w*|брон\w+|"
    r"рейс\w*|договор\w*|чек(?!\w)|чека|квитанц\w+|транзакц\w+|заявк\w+|обращени\w+|тикет\w*|ticket|лицензи\w+|uid|уид|id|"
    r"кпп|кбк|окпо|октмо|уин|ф[нпд](?!\w)|лот(?!\w)|парти\w+|гтд|отследить|cdek|сдэк|промокод\w*|лояльности|бонусн\w+|скидочн\w+|"
    r"стс|птс|ву(?!\w)|водительск\w+|удостоверени\w+"
)
_ISSUED = r"выдан\w*"
# For small letters only: told to ignore case, `re` takes five times as long.
_KEYWORDS = re.compile(
    r"(?<![^\W\d_])(?=[^\W\d_])(?:"
    + "|".join(
        f"(?P<{name}>{words})" for name, words in {"other": _OTHER, "bik": _BIK, "issued": _ISSUED, **_WORDS}.items()
    )
    + ")",
)
_PART_OF_LIST = re.compile(r"[,;!?]")


class Context(Struct, frozen=True):
    """What the words near a number say it is. `is_other`: the word right before it names something that is not ours."""

    kinds: frozenset[Kind] = frozenset()
    nearest: Kind | None = None
    is_other: bool = False


_NOTHING_SAID = Context()


class Keyword(Struct, frozen=True):
    """One word that says what a number is."""

    start: int
    end: int
    name: str


class Words:
    """The keywords of a folded text. They are looked for once somebody asks: most numbers are nothing by their form."""

    def __init__(self, groups: Groups) -> None:
        self._groups = groups
        self._contexts: dict[tuple[int, int], Context] = {}

    @cached_property
    def _keywords(self) -> Sequence[Keyword]:
        groups = self._groups
        covered = [start for start, _ in groups.apart]
        ends = [end for _, end in groups.apart]
        keywords = []
        for found in _KEYWORDS.finditer(_small(groups.text)):
            place = bisect_right(covered, found.start())
            if not place or ends[place - 1] <= found.start():
                keywords.append(Keyword(found.start(), found.end(), str(found.lastgroup)))
        return keywords

    @cached_property
    def _starts(self) -> Sequence[int]:
        return [keyword.start for keyword in self._keywords]

    def near(self, number: Number) -> Context:
        """What is said between the digits before and the number; else right behind it; else before those digits."""
        if not self._keywords:
            return _NOTHING_SAID
        key = (number.first, number.last)
        if key not in self._contexts:
            self._contexts[key] = self._near(number)
        return self._contexts[key]

    def _near(self, number: Number) -> Context:
        start, end = number.start, number.end
        floor = self._groups.previous_end(number)
        before = [word for word in self._between(max(floor, start - BEFORE_CHARS), start) if self._counts(word, start)]
        if before:
            is_other = before[-1].name == "other"
            return _context([word for word in reversed(before) if word.name != "other"], is_other=is_other)
        behind = self._between(end, min(self._groups.next_start(number), end + AFTER_CHARS))
        if named := [word for word in behind if word.name != "other"]:
            return _context(named, issued_counts=True)
        earlier = [word for word in self._between(start - BEFORE_CHARS, start) if word.name not in ("other", "issued")]
        return _context(earlier[-1:])

    def is_bik(self, group_start: int) -> bool:
        """Whether the word БИК stands right before."""
        return any(word.name == "bik" for word in self._between(group_start - OTHER_CHARS, group_start))

    def _counts(self, word: Keyword, start: int) -> bool:
        if word.name != "other":
            return word.name != "issued"
        return start - word.end <= OTHER_CHARS and not _PART_OF_LIST.search(self._groups.text, word.end, start)

    def _between(self, start: int, end: int) -> Sequence[Keyword]:
        first = bisect_left(self._starts, start)
        return [word for word in self._keywords[first : bisect_left(self._starts, end)] if word.end <= end]


def _context(nearest_first: Sequence[Keyword], *, is_other: bool = False, issued_counts: bool = False) -> Context:
    kinds = [
        Kind.PASSPORT if word.name == "issued" else Kind(word.name)
        for word in nearest_first
        if word.name != "bik" and (issued_counts or word.name != "issued")
    ]
    return Context(frozenset(kinds), kinds[0] if kinds else None, is_other)


def _small(text: str) -> str:
    """The text in small letters, each in its place: a few capitals of other alphabets become two characters."""
    small = text.lower()
    return small if len(small) == len(text) else "".join(character.lower()[0] for character in text)
