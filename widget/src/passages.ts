// What the thread shows, in order: days, quiet lines, and messages grouped by sender and minute.
import { saidNow } from "./said";
import type { ChatState } from "./state";
import type { Author, FileRef } from "./visitor.gen";

/** How far an own message has come; null for the other side's. */
export type Progress = "sending" | "waiting" | "failed" | "sent" | "read" | null;

export interface Bubble {
  /** Stays the same when a message on its way is acknowledged, so that nothing on the screen moves. */
  readonly key: string;
  readonly body: string;
  readonly files?: readonly FileRef[] | undefined;
  readonly progress: Progress;
  /** Why it failed: the error's code. */
  readonly code: string | null;
  readonly isEdited?: boolean;
  /** Which message it answers, where it says so. */
  readonly quote?: number | undefined;
}

/** Messages of one sender within one minute, all of them failed or none: one name, one time, one progress. */
export interface Group {
  readonly kind: "group";
  readonly key: string;
  readonly isOwn: boolean;
  readonly isFailed: boolean;
  readonly name: string;
  /** Who wrote what is on the server. */
  readonly author?: Author;
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
  const readSeq = conversation?.operator_read_seq ?? 0;
  const said = saidNow(timeline.entries);
  let day = "";

  function openDay(atMs: number): void {
    const itsDay = new Date(atMs).toDateString();
    if (itsDay === day) return;
    day = itsDay;
    passages.push({ kind: "day", key: itsDay, atMs });
  }

  function addBubble(
    sender: Pick<Group, "isOwn" | "name" | "isFailed" | "author">,
    atMs: number,
    bubble: Bubble,
  ): void {
    openDay(atMs);
    const last = passages.at(-1);
    if (
      last?.kind === "group" &&
      last.isOwn === sender.isOwn &&
      last.name === sender.name &&
      last.isFailed === sender.isFailed &&
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
      case "message_posted": {
        const { author, seq, echo_id, reply_to_seq: quote } = entry;
        const body = said.get(seq) ?? entry.body;
        // What was deleted has brought nothing either.
        const files = body ? entry.files : undefined;
        const isOwn = author.kind === "visitor";
        const progress = isOwn ? (seq <= readSeq ? "read" : "sent") : null;
        const isEdited = said.has(seq);
        const bubble = { key: echo_id ?? key, body, files, progress, code: null, isEdited, quote } as const;
        addBubble({ isOwn, name: isOwn ? "" : author.name, isFailed: false, author }, atMs, bubble);
        break;
      }
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
  for (const { echoId, payload, state, code } of outbox) {
    const isFailed = state === "failed";
    const progress = isFailed ? state : isCutOff ? "waiting" : "sending";
    const { body, files, atMs } = payload;
    addBubble({ isOwn: true, name: "", isFailed }, atMs, { key: echoId, body, files, progress, code });
  }
  return passages;
}

function sameMinute(oneMs: number, otherMs: number): boolean {
  return Math.floor(oneMs / MINUTE_MS) === Math.floor(otherMs / MINUTE_MS);
}
