// Drafts and unsent messages of this tab, kept in sessionStorage: a reload or an ended session must not eat words.
import type { Outbox } from "../../../../widget/src/live/outbox";
import { type Draft, draftsFrom } from "../state/drafts";
import { type Deed, isSaid, type Outgoing, requeued } from "../state/outgoing";

export interface KeptWords {
  readonly drafts: ReadonlyMap<string, Draft>;
  readonly outgoing: Outgoing;
}

type Store = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** One operator's words are not another's, even in the same tab. */
const keyOf = (operatorId: string) => `ryadom:panel:words:${operatorId}`;

export function loadWords(store: Store, operatorId: string): KeptWords {
  try {
    const kept = JSON.parse(store.getItem(keyOf(operatorId)) ?? "{}") as {
      drafts?: [string, Draft | string][];
      outgoing?: [string, Outbox<Deed>][];
    };
    return { drafts: draftsFrom(kept.drafts ?? []), outgoing: requeued(messagesOf(new Map(kept.outgoing ?? []))) };
  } catch {
    return { drafts: new Map(), outgoing: new Map() };
  }
}

/** Keeps the words; where storage is full or forbidden they live as long as the page. */
export function saveWords(store: Store, operatorId: string, words: KeptWords): void {
  try {
    const kept = { drafts: [...words.drafts], outgoing: [...messagesOf(words.outgoing)] };
    if (kept.drafts.length + kept.outgoing.length === 0) store.removeItem(keyOf(operatorId));
    else store.setItem(keyOf(operatorId), JSON.stringify(kept));
  } catch {
    return;
  }
}

export function forgetWords(store: Store, operatorId: string): void {
  try {
    store.removeItem(keyOf(operatorId));
  } catch {
    return;
  }
}

/** Messages and notes only: an assignment or a closing of before the reload might undo what others have done since. */
function messagesOf(outgoing: Outgoing): Outgoing {
  const kept = new Map<string, Outbox<Deed>>();
  for (const [id, outbox] of outgoing) {
    const messages = outbox.filter(({ payload }) => isSaid(payload));
    if (messages.length > 0) kept.set(id, messages);
  }
  return kept;
}
