// What of a form differs from what it was opened with.

/** The fields of `now` that are not as `before`; lists are alike with the same members in any order. */
export function differing<T extends object>(before: T, now: T): Partial<T> {
  const changed: Partial<T> = {};
  for (const name of Object.keys(now) as (keyof T)[]) {
    if (told(before[name]) !== told(now[name])) changed[name] = now[name];
  }
  return changed;
}

function told(value: unknown): string {
  return JSON.stringify(Array.isArray(value) ? [...value].sort() : value);
}
