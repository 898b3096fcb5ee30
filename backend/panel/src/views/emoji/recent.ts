// The emoji that an operator has used last, kept in this browser: a convenience, lost without harm.

const MAX_RECENT = 16;
const KEY = "ryadom:panel:emoji";

type Store = Pick<Storage, "getItem" | "setItem">;

export function recentEmoji(store: Store): readonly string[] {
  try {
    const kept: unknown = JSON.parse(store.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter((one) => typeof one === "string").slice(0, MAX_RECENT) : [];
  } catch {
    return [];
  }
}

export function noteEmoji(store: Store, char: string): void {
  try {
    const rest = recentEmoji(store).filter((one) => one !== char);
    store.setItem(KEY, JSON.stringify([char, ...rest].slice(0, MAX_RECENT)));
  } catch {
    return;
  }
}
