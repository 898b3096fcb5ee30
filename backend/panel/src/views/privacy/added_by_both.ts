// Lists that are saved whole, of which none is deleted: one's own over what somebody else has saved meanwhile.

interface Named {
  readonly id: string | null;
  readonly name: string;
  readonly is_archived: boolean;
}

/**
 * One's own, and behind them what somebody else has added. What both have added by the same name, of what `kindOf` says is
 * the same kind, is one and the same: it is as one's own says.
 */
export function withTheirs<T extends Named>(mine: readonly T[], theirs: readonly T[], kindOf: (one: T) => string): T[] {
  const keyOf = (one: T) => JSON.stringify([kindOf(one), one.name.trim().replace(/\s+/g, " ").toLowerCase()]);
  const known = new Set(mine.map(({ id }) => id));
  const added = theirs.filter(({ id }) => !known.has(id));
  const byName = new Map(added.filter((one) => !one.is_archived).map((one) => [keyOf(one), one.id]));
  const merged = mine.map((one) => {
    const id = one.id === null && !one.is_archived ? byName.get(keyOf(one)) : undefined;
    return id === undefined ? one : { ...one, id };
  });
  const taken = new Set(merged.map(({ id }) => id));
  return [...merged, ...added.filter(({ id }) => !taken.has(id))];
}

/** What is offered, as it is said beside somebody else's. */
export function offeredNames(list: readonly Named[]): string {
  return list.flatMap(({ name, is_archived }) => (is_archived ? [] : [name.trim()])).join(", ");
}
