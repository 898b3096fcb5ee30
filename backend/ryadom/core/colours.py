"""Colours of a site's choice, moved as little as needed until what is written in them or on them can be read.

Source: WCAG 2.2, 1.4.3 (contrast of 4.5 : 1) and its definition of relative luminance.
"""

from collections.abc import Callable

Rgb = tuple[int, int, int]

READABLE = 4.5
WHITE: Rgb = (255, 255, 255)
BLACK: Rgb = (0, 0, 0)
STEPS = 100


def parse(colour: str) -> Rgb:
    """The parts of "#rrggbb".

    Raises:
        ValueError: it is not written so.
    """
    if len(colour) != 7 or colour[0] != "#":
        raise ValueError("A colour is written #rrggbb.")
    value = int(colour[1:], 16)
    return value >> 16, value >> 8 & 255, value & 255


def write(colour: Rgb) -> str:
    """The other way round."""
    return "#{:02x}{:02x}{:02x}".format(*colour)


def contrast(one: Rgb, other: Rgb) -> float:
    """From 1 (the same) to 21 (black and white)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def mix(colour: Rgb, into: Rgb, share: float) -> Rgb:
    """`share` of the one colour in the other."""
    red, green, blue = (round(base + (part - base) * share) for part, base in zip(colour, into, strict=True))
    return red, green, blue


def under_white(colour: Rgb) -> Rgb:
    """The colour, darkened until white on it can be read."""
    return _first(lambda share: mix(BLACK, colour, share), lambda shade: contrast(shade, WHITE) >= READABLE)


def readable_on(ground: Rgb, colour: Rgb) -> Rgb:
    """The colour, darkened on a light ground or lightened on a dark one until it can be read there."""
    end = BLACK if contrast(ground, BLACK) > contrast(ground, WHITE) else WHITE
    return _first(lambda share: mix(end, colour, share), lambda shade: contrast(shade, ground) >= READABLE)


def _first(shade_of: Callable[[float], Rgb], is_fit: Callable[[Rgb], bool]) -> Rgb:
    shades = (shade_of(step / STEPS) for step in range(STEPS + 1))
    return next((shade for shade in shades if is_fit(shade)), shade_of(1))


def _luminance(colour: Rgb) -> float:
    red, green, blue = (_linear(part / 255) for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
