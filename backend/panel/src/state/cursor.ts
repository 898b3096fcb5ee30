// Where the keyboard goes in the list: from row to row, and on from where a row was that has left.
import type { Listed } from "./listing";

/**
 * The id of the row one step from the row `at`. Where that one is not in the list any more, `lastIndex` is where it was:
 * what follows it stands there now. Null where it never was in this list: the walk begins at the top.
 */
export function stepFrom(
  { ids, indexOf }: Pick<Listed, "ids" | "indexOf">,
  at: string | null,
  lastIndex: number | null,
  step: 1 | -1,
): string | undefined {
  const index = at === null ? -1 : indexOf(at);
  if (index < 0 && lastIndex === null) return ids[0];
  const gone = step === 1 ? (lastIndex ?? 0) : (lastIndex ?? 0) - 1;
  const target = index < 0 ? gone : index + step;
  return ids[Math.max(0, Math.min(ids.length - 1, target))];
}
