// Leases of those who type: they end by themselves, with the word they announced, or with their author's message.
import type { Typing } from "../operator.gen";
import type { Inbox, TypingLease } from "./model";

/** The inbox after somebody has begun, gone on or stopped typing. */
export function takeTyping(inbox: Inbox, event: Typing, nowMs: number): Inbox {
  const held = inbox.typing.get(event.conversation_id) ?? [];
  const draft = event.draft ?? null;
  // What somebody writes and that they write are leases of their own.
  const others = held.filter(
    (lease) => lease.author.id !== event.author.id || (lease.draft === null) !== (draft === null),
  );
  const lease: TypingLease = { author: event.author, draft, untilMs: nowMs + event.expires_in_s * 1_000 };
  return withLeases(inbox, event.conversation_id, event.active ? [...others, lease] : others);
}

/** The inbox without the leases that have run out by `nowMs`, and without the author's who has just written. */
export function endLeases(
  inbox: Inbox,
  nowMs: number,
  written?: { readonly conversationId: string; readonly authorId: string },
): Inbox {
  let state = inbox;
  for (const [id, leases] of inbox.typing) {
    const live = leases.filter(
      ({ author, untilMs }) => untilMs > nowMs && !(written?.conversationId === id && written.authorId === author.id),
    );
    if (live.length < leases.length) state = withLeases(state, id, live);
  }
  return state;
}

/** When the next lease runs out, on the clock they were taken by; null where nobody types. */
export function nextLeaseEndMs(inbox: Inbox): number | null {
  const ends = [...inbox.typing.values()].flatMap((leases) => leases.map(({ untilMs }) => untilMs));
  return ends.length > 0 ? Math.min(...ends) : null;
}

function withLeases(inbox: Inbox, conversationId: string, leases: readonly TypingLease[]): Inbox {
  const typing = new Map(inbox.typing);
  if (leases.length > 0) typing.set(conversationId, leases);
  else typing.delete(conversationId);
  return { ...inbox, typing };
}
