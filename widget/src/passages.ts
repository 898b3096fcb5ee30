// What the thread shows, in order: days, quiet lines, and messages grouped by sender and minute.

import type { OutboxMessage } from "./live/outbox";
import type { ChatState, Letter } from "./state";
import type { MessagePosted } from "./visitor.gen";

/** How far an own message has come; null for the other side's. */
export type Progress = "sending" | "waiting" | "failed" | "sent" | "read" | null;

export interface Bubble {
  /** Stays the same when a message on its way is acknowledged, so that nothing on the screen moves. */
  readonly key: string;
  readonly body: string;
  readonly progress: Progress;
  /** Why it failed: the error's code. */
  readonly code: string | null;
}

/** Messages of one sender within one minute: one name, one time. */
export interface Group {
  readonly kind: "group";
  readonly key: string;
  readonly isOwn: boolean;
  readonly name: string;
  readonly atMs: number;
  readonly bubbles: readonly Bubble[];
}

export interface Day {
  readonly kind: "day";
  readonly key: string;
  readonly atMs: number;
}

/** An operator has joined, or the conversation has been closed. */
export interface Line {
  readonly kind: "joined" | "closed";
  readonly key: string;
  readonly name: string;
}

export type Passage = Group | Day | Line;

const MINUTE_MS = 60_000;

/** The passages of all entries held and of what is still to be sent, oldest first. */
export function passagesOf({ conversation, timeline, outbox, isCutOff }: ChatState): Passage[] {
  const passages: Passage[] = [];
  let day = "";

  function openDay(atMs: number): void {
    const itsDay = new Date(atMs).toDateString();
    if (itsDay === day) return;
    day = itsDay;
    passages.push({ kind: "day", key: itsDay, atMs });
  }

  function addBubble(sender: Pick<Group, "isOwn" | "name">, atMs: number, bubble: Bubble): void {
    openDay(atMs);
    const last = passages.at(-1);
    if (
      last?.kind === "group" &&
      last.isOwn === sender.isOwn &&
      last.name === sender.name &&
      sameMinute(last.atMs, atMs)
    ) {
      passages[passages.length - 1] = { ...last, bubbles: [...last.bubbles, bubble] };
    } else {
      passages.push({ kind: "group", key: bubble.key, ...sender, atMs, bubbles: [bubble] });
    }
  }

  for (const entry of timeline.entries) {
    const atMs = Date.parse(entry.created_at);
    const key = String(entry.seq);
    switch (entry.type) {
      case "message_posted":
        addBubble(senderOf(entry), atMs, postedBubble(entry, conversation?.operator_read_seq ?? 0));
        break;
      case "conversation_assigned":
        if (!entry.operator) break;
        openDay(atMs);
        passages.push({ kind: "joined", key, name: entry.operator.name });
        break;
      case "status_changed":
        if (entry.status !== "closed") break;
        openDay(atMs);
        passages.push({ kind: "closed", key, name: "" });
        break;
    }
  }
  for (const message of outbox) {
    addBubble({ isOwn: true, name: "" }, message.payload.atMs, outboxBubble(message, isCutOff ? "waiting" : "sending"));
  }
  return passages;
}

function senderOf({ author }: MessagePosted): Pick<Group, "isOwn" | "name"> {
  const isOwn = author.kind === "visitor";
  return { isOwn, name: isOwn ? "" : author.name };
}

function postedBubble({ seq, echo_id, body, author }: MessagePosted, readSeq: number): Bubble {
  const progress = author.kind === "visitor" ? (seq <= readSeq ? "read" : "sent") : null;
  return { key: echo_id ?? String(seq), body, progress, code: null };
}

function outboxBubble({ echoId, payload, state, code }: OutboxMessage<Letter>, unsent: Progress): Bubble {
  return { key: echoId, body: payload.body, progress: state === "failed" ? state : unsent, code };
}

function sameMinute(oneMs: number, otherMs: number): boolean {
  return Math.floor(oneMs / MINUTE_MS) === Math.floor(otherMs / MINUTE_MS);
}
