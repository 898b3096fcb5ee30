"""In what two pieces of JSON differ, so that somebody can read it."""

from collections.abc import Iterator

Json = object


def differences(held: Json, fresh: Json) -> list[str]:
    """One line per place where they differ: where it is, and what is there in either."""
    return list(_walk("", held, fresh))


def _walk(path: str, held: Json, fresh: Json) -> Iterator[str]:
    if held == fresh:
        return
    if isinstance(held, dict) and isinstance(fresh, dict):
        for key in held.keys() | fresh.keys():
            yield from _walk(f"{path}.{key}", held.get(key), fresh.get(key))
    elif isinstance(held, list) and isinstance(fresh, list) and _keys(held) == _keys(fresh):
        for index, pair in enumerate(zip(held, fresh, strict=True)):
            yield from _walk(f"{path}[{index}]", *pair)
    elif isinstance(held, list) and isinstance(fresh, list):
        yield f"{path}: {_keys(held)} != {_keys(fresh)}"
    else:
        yield f"{path}: {held!r} != {fresh!r}"


def _keys(rows: list[Json]) -> list[object]:
    return [row.get("id", row.get("seq")) if isinstance(row, dict) else row for row in rows]
