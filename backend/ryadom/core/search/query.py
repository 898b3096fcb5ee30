"""What somebody typed into the search, as terms: «возврат "синий чайник" -гарантия», чай или кофе.

As search engines have it, and `websearch_to_tsquery`: all words must be there, in any form; quotes keep words together,
a minus excludes, «или» and "or" choose. Nothing typed is an error, and only letters and digits of it reach Postgres.
"""

import re
from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from ryadom.core.search.words import fold, grams_within, phones_of, words_of

MAX_CHARS = 1_000
MAX_WORDS = 24
"""Of what is pasted in full the beginning is looked for."""

_OR = frozenset({"или", "or"})
_PIECE = re.compile(
    r"""(?P<minus>(?<!\S)[-\u2212])?
        (?: ["\u201c\u201d\u201e](?P<quoted>[^"\u201c\u201d\u201e]*)["\u201c\u201d\u201e]?
          | «(?P<pointed>[^»]*)»?
          | (?P<plain>[^\s"«\u201c\u201d\u201e]+) )""",
    re.VERBOSE,
)


class Term(Struct, frozen=True, kw_only=True):
    """Words that stand together, mostly one. `phone`: the same as a number, in the form of `phones_of`.

    `lexemes`, once known: of each word, None for one that says nothing. `others`: what a lone word is also taken for.
    """

    words: tuple[str, ...]
    phone: str = ""
    is_quoted: bool = False
    is_excluded: bool = False
    lexemes: tuple[str | None, ...] = ()
    others: tuple[str, ...] = ()

    @property
    def says_something(self) -> bool:
        """Whether anything can be looked for: not «и» alone."""
        return bool(self.phone) or any(self.lexemes)

    @property
    def part(self) -> str:
        """What a name may have within a word of it; empty for what stands in quotes or is several words."""
        return self.words[0] if len(self.words) == 1 and not self.is_quoted and not self.is_excluded else ""


class Query(Struct, frozen=True):
    """Choices, of each of which at least one term must be there; an excluded term is a choice of its own."""

    choices: Sequence[Sequence[Term]]

    @property
    def terms(self) -> list[Term]:
        """All terms."""
        return [term for choice in self.choices for term in choice]

    @property
    def finds_nothing(self) -> bool:
        """Whether there is no word to look for: only stop words, signs, or what is excluded."""
        return all(term.is_excluded for term in self.terms)

    def with_lexemes(self, lexemes: Mapping[str, str | None]) -> "Query":
        """The same with the lexemes of its words; what says nothing is left out."""
        choices = []
        for choice in self.choices:
            known = [_with_lexemes(term, lexemes) for term in choice]
            if said := [term for term in known if term.says_something]:
                choices.append(said)
        return Query(choices)

    def with_others(self, others: Mapping[str, Sequence[str]]) -> "Query":
        """The same, with what lone lexemes are taken for as well."""
        return Query(
            [
                [
                    replace(term, others=tuple(others.get(term.lexemes[0] or "", ())))
                    if term.part and term.lexemes
                    else term
                    for term in choice
                ]
                for choice in self.choices
            ]
        )

    def as_tsquery(self, *, but_contacts: bool) -> str:
        """For Postgres. `but_contacts`: nothing is found by what may be a phone, an address or the like."""
        weights = ":BCD" if but_contacts else ""
        return " & ".join(
            "(" + " | ".join(_tsquery_of(term, weights) for term in choice) + ")" for choice in self.choices
        )


def read_query(text: str) -> Query:
    """The terms of what was typed, their lexemes still unknown."""
    text = text[:MAX_CHARS]
    choices: list[list[Term]] = []
    left = MAX_WORDS
    joins = False
    for piece, is_quoted, is_excluded in _pieces(text):
        words = tuple(word.form for word in words_of(piece))[:left]
        if not words:
            continue
        if not is_quoted and not is_excluded and words[0] in _OR and len(words) == 1 and choices:
            joins = True
            continue
        left -= len(words)
        phones = phones_of(piece)
        term = Term(words=words, phone=phones[0].form if phones else "", is_quoted=is_quoted, is_excluded=is_excluded)
        if joins and not is_excluded and not choices[-1][0].is_excluded:
            choices[-1].append(term)
        else:
            choices.append([term])
        joins = False
        if left <= 0:
            break
    return Query(choices)


def _pieces(text: str) -> list[tuple[str, bool, bool]]:
    """Pieces of the text: what stands in quotes, a number however it is grouped, what stands between blanks."""
    phones = phones_of(text)
    found = [(phone.start, text[phone.start : phone.end], False, _is_minus(text, phone.start - 1)) for phone in phones]
    for phone in reversed(phones):
        # So long a blank as the number was: places stay.
        text = text[: phone.start] + " " * (phone.end - phone.start) + text[phone.end :]
    for match in _PIECE.finditer(text):
        quoted = match["quoted"] if match["quoted"] is not None else match["pointed"]
        is_quoted = quoted is not None
        found.append((match.start(), (quoted if is_quoted else match["plain"]) or "", is_quoted, bool(match["minus"])))
    return [(piece, is_quoted, is_excluded) for _, piece, is_quoted, is_excluded in sorted(found)]


def _is_minus(text: str, at: int) -> bool:
    """Whether a minus stands there that excludes what follows."""
    return at >= 0 and text[at] in "-\u2212" and (at == 0 or text[at - 1].isspace())


def _with_lexemes(term: Term, lexemes: Mapping[str, str | None]) -> Term:
    """Words that say nothing count between others only: «в наличии» is also what begins with «Наличие»."""
    known = [lexemes.get(word) for word in term.words]
    first = next((at for at, lexeme in enumerate(known) if lexeme), 0)
    last = next((at for at in range(len(known) - 1, -1, -1) if known[at]), len(known) - 1)
    return replace(term, words=term.words[first : last + 1], lexemes=tuple(known[first : last + 1]))


def _tsquery_of(term: Term, weights: str) -> str:
    ways = []
    if any(term.lexemes):
        ways.append(phrase(term.lexemes, weights))
    ways += [f"'{other}'{weights}" for other in term.others]
    if term.phone:
        ways.append(f"'{term.phone}'{weights}")
    if term.part and (grams := grams_within(term.part)):
        ways.append("(" + " & ".join(f"'{gram}'{weights}" for gram in grams) + ")")
    either = "(" + " | ".join(ways) + ")"
    return f"!{either}" if term.is_excluded else either


def phrase(lexemes: Sequence[str | None], weights: str) -> str:
    """The tsquery of words that follow each other, at least one of which has a lexeme."""
    parts: list[str] = []
    gap = 1
    for lexeme in lexemes:
        if lexeme is None:
            gap += 1
            continue
        if parts:
            parts.append(f"<{gap}>")
        parts.append(f"'{lexeme}'{weights}")
        gap = 1
    return f"({' '.join(parts)})"


def is_same_name(part: str, word: str) -> bool:
    """Whether a word of a name has this part as `grams_within` looks for it."""
    part, word = fold(part), fold(word)
    return part in word if len(part) > 2 else word.startswith(part) and len(part) == 2
