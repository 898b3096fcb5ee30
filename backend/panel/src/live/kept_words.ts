// Unsent messages of this tab, kept in sessionStorage: a reload or an ended session must not eat words.
import type { Outbox } from "../../../../widget/src/live/outbox";
import type { Draft } from "../state/drafts";
import { type Deed, isSaid, type Outgoing, requeued } from "../state/outgoing";

export interface KeptWords {
  /** As tabs kept them before drafts were of the browser. */
  readonly drafts: ReadonlyMap<string, Draft>;
  readonly outgoing: Outgoing;
}

export const WORDS_PLACE = "ryadom:panel:words:";
/** One conversation, one entry: tabs that write in different ones never write over each other. */
export const DRAFTS_PLACE = "ryadom:panel:draft:";

/** One operator's words are not another's, even in the same tab. */
export function loadWords(store: Storage, operatorId: string): KeptWords {
  try {
    const kept = JSON.parse(store.getItem(WORDS_PLACE + operatorId) ?? "{}") as {
      drafts?: [string, Draft][];
      outgoing?: [string, Outbox<Deed>][];
    };
    return { drafts: new Map(kept.drafts), outgoing: requeued(messagesOf(new Map(kept.outgoing ?? []))) };
  } catch {
    return { drafts: new Map(), outgoing: new Map() };
  }
}

/** Leaves no draft of anybody in the browser, whether or not what keeps them has come. */
export function forgetDrafts(store: Storage): void {
  for (const key of Object.keys(store)) if (key.startsWith(DRAFTS_PLACE)) store.removeItem(key);
}

/** Keeps the messages; where storage is full or forbidden they live as long as the page. */
export function saveWords(store: Storage, operatorId: string, all: Outgoing): void {
  try {
    const outgoing = [...messagesOf(all)];
    if (outgoing.length === 0) store.removeItem(WORDS_PLACE + operatorId);
    else store.setItem(WORDS_PLACE + operatorId, JSON.stringify({ outgoing }));
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
