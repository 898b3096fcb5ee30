// Which conversations an operator has marked unread for themselves, kept in this browser: their ids and nothing else.

/** Of more the oldest are forgotten. */
const MOST_MARKS = 200;

/** Where they are kept, one operator's apart from another's; other tabs hear of a change by it. */
export const marksKeyOf = (operatorId: string) => `ryadom:panel:unread:${operatorId}`;

/** The kept marks, the oldest first; where they can't be read, those that are held. */
export function loadMarks(
  storage: Pick<Storage, "getItem">,
  operatorId: string,
  held: ReadonlySet<string> = new Set(),
): ReadonlySet<string> {
  try {
    const kept: unknown = JSON.parse(storage.getItem(marksKeyOf(operatorId)) ?? "[]");
    return new Set(Array.isArray(kept) ? kept.filter((id) => typeof id === "string") : []);
  } catch {
    return held;
  }
}

/** The marks with this one, as the newest, or without it. */
export function withMark(marks: ReadonlySet<string>, id: string, isMarked: boolean): ReadonlySet<string> {
  const others = [...marks].filter((one) => one !== id);
  return new Set(isMarked ? [...others, id].slice(-MOST_MARKS) : others);
}

/** Keeps the marks. Where storage is full or forbidden they hold for this page at most. */
export function saveMarks(storage: Pick<Storage, "setItem">, operatorId: string, marks: ReadonlySet<string>): void {
  try {
    storage.setItem(marksKeyOf(operatorId), JSON.stringify([...marks]));
  } catch {
    return;
  }
}
