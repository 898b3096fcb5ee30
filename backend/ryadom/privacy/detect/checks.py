"""Check digits and the other things that only a real number of its kind has. All take bare ASCII digits.

They are reckoned here, not by python-stdnum: a message may hold thousands of numbers, and its way takes 10 to 20 times
as long. The tests hold them against it.
"""

import re
from operator import mul

# Payment systems by first digits and length. Source: ISO/IEC 7812 ranges as the systems publish them; МИР 2200-2204.
_CARD = re.compile(
    r"220[0-4][0-9]{12,15}|4[0-9]{12}(?:[0-9]{3}){0,2}|5[1-5][0-9]{14}|"
    r"2(?:22[1-9]|2[3-9][0-9]|[3-6][0-9]{2}|7[01][0-9]|720)[0-9]{12}|3[47][0-9]{13}|3(?:0[0-5]|[68][0-9])[0-9]{11}|"
    r"35(?:2[89]|[3-8][0-9])[0-9]{12}|62[0-9]{14,17}|(?:50|5[6-9]|6[0-9])[0-9]{11,17}|9112[0-9]{12}"
)
# Balance accounts of customers (first five digits) and the currency after them. Source: Bank of Russia's chart, 809-П.
_ACCOUNT = re.compile(
    r"(?:30[1-6]|40[1-9]|42[0-9]|454|455|474)[0-9]{2}(?:810|643|840|978|156|933|398|051|756|826)[0-9]{12}"
)
_ACCOUNT_WEIGHTS = (7, 1, 3) * 8
_INN_WEIGHTS = {chars: (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)[-chars:] for chars in (9, 10, 11)}
_SNILS_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, 1)
_ZERO = ord("0")
_DOUBLED = bytes.maketrans(b"0123456789", b"0246813579")
_SNILS_UNCHECKED = 1_001_998
_SOLE_TRADER_CHARS = 15
_PASSPORT_GROUPS = 4
_FIRM_INN_CHARS = 10


def may_be_personal(digits: str, *, groups: int) -> bool:
    """Whether so many digits in so many groups may be anything that is looked for, but a telephone's number with "+".

    Asked of every number that a text's groups allow, so that the dear questions are asked of few.
    """
    match len(digits):
        case 9:
            return groups <= 2
        case 10:
            return groups <= _PASSPORT_GROUPS or digits[0] in "3489" or is_inn(digits)
        case 11:
            return (digits[0] in "78" and digits[1] in "3489") or is_snils(digits)
        case 12:
            return is_inn(digits)
        case 20:
            return is_account(digits)
        case 13 | 15 if is_ogrn(digits):
            return True
        case _:
            return is_card(digits)


def is_card(digits: str) -> bool:
    """A number of a payment system, МИР included, whose Luhn digit fits."""
    return _CARD.fullmatch(digits) is not None and _fits_luhn(digits)


def is_inn(digits: str) -> bool:
    """An ИНН of 10 or 12 digits; none has been given out with region 00."""
    if digits.startswith("00"):
        return False
    if len(digits) == _FIRM_INN_CHARS:
        return _inn_digit(digits[:-1]) == int(digits[-1])
    return _inn_digit(digits[:-2]) == int(digits[-2]) and _inn_digit(digits[:-1]) == int(digits[-1])


def is_ogrn(digits: str) -> bool:
    """An ОГРН (13) or ОГРНИП (15). python-stdnum 2.2 forgets the last `mod 10` of the latter."""
    if len(digits) == _SOLE_TRADER_CHARS:
        return digits[0] in "34" and int(digits[:-1]) % 13 % 10 == int(digits[-1])
    return digits[0] in "1235" and int(digits[:-1]) % 11 % 10 == int(digits[-1])


def is_snils(digits: str) -> bool:
    """A СНИЛС. Numbers up to 001-001-998 have no check digits, so they may be anything."""
    if int(digits[:9]) <= _SNILS_UNCHECKED:
        return True
    return _weighed(digits[:9], _SNILS_WEIGHTS) % 101 % 100 == int(digits[9:])


def has_snils_check(digits: str) -> bool:
    """Whether the number is of those that have check digits."""
    return int(digits[:9]) > _SNILS_UNCHECKED


def is_account(digits: str) -> bool:
    """20 digits with a balance account and a currency in their places."""
    return _ACCOUNT.fullmatch(digits) is not None


def is_account_in(bik: str, account: str) -> bool:
    """Whether the account's key fits the bank. Source: Bank of Russia, the order of reckoning the key of an account."""
    bank = "0" + bik[4:6] if account.startswith("301") else bik[6:9]
    weighed = zip(bank + account, _ACCOUNT_WEIGHTS, strict=False)
    return sum(int(digit) * weight for digit, weight in weighed) % 10 == 0


def _weighed(digits: str, weights: tuple[int, ...]) -> int:
    total: int = sum(map(mul, digits.encode(), weights))
    return total - _ZERO * sum(weights)


def _inn_digit(before: str) -> int:
    return _weighed(before, _INN_WEIGHTS[len(before)]) % 11 % 10


def _fits_luhn(digits: str) -> bool:
    written = digits[::-1].encode()
    return (sum(written[::2]) + sum(written[1::2].translate(_DOUBLED)) - _ZERO * len(written)) % 10 == 0
