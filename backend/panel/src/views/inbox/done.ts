// What was done and is not undone, the last deed last: also what can't be taken back, so that nothing before it is by mistake.
import type { Aimed } from "../../state/steps";
import type { UndoOffer } from "../../state/toasts";

export interface Done {
  /** In words. */
  readonly text: string;
  /** Null: it can't be taken back. */
  readonly offer: UndoOffer | null;
  readonly conversationIds: readonly string[];
  /** Of a single deed, which may be refused yet. */
  readonly echoId: string | null;
  readonly atMs: number;
}

export interface LastDone {
  /** Empty while it is still being done. */
  readonly what: string;
  readonly canBeUndone: boolean;
}

/** So many deeds can be undone one after the other, the last one first. */
const MAX_HELD = 20;
/** Older ones nobody has in mind any more who presses the key. */
const HELD_FOR_MS = 10 * 60_000;

export function createDone(nowMs: () => number) {
  let all: readonly Done[] = [];
  return {
    add(one: Omit<Done, "atMs">): void {
      all = [...all, { ...one, atMs: nowMs() }].slice(-MAX_HELD);
    },
    of: (offer: UndoOffer): Done | null => all.find((one) => one.offer === offer) ?? null,
    /** Of a toast that has outlived what is held here. */
    lost: (offer: UndoOffer, text: string): Done => ({ text, offer, conversationIds: [], echoId: null, atMs: nowMs() }),
    last(): Done | null {
      const last = all.at(-1);
      return last && nowMs() - last.atMs < HELD_FOR_MS ? last : null;
    },
    /** It was refused. */
    forget(echoId: string): void {
      all = all.filter((one) => one.echoId !== echoId);
    },
    /** What was done later to the conversations that were changed by it was taken back with it. */
    undone(one: Done, conversationIds: readonly string[]): void {
      const at = all.indexOf(one);
      const isStale = (later: Done) => later.conversationIds.some((id) => conversationIds.includes(id));
      all = all.filter((other, index) => other !== one && !(at >= 0 && index > at && isStale(other)));
    },
    /** Its undoing has failed for now, before these steps. */
    putBack(one: Done, steps: readonly Aimed[]): void {
      // Once a part is undone the conversation is no more as the deed has left it
      const isWhole = steps.length === one.offer?.steps.length;
      const offer = one.offer && (isWhole ? one.offer : { ...one.offer, steps, left: [] });
      all = [...all, { ...one, offer }].sort((a, b) => a.atMs - b.atMs).slice(-MAX_HELD);
    },
  };
}
