// A conversation's timeline as the panel uses it: fetched when opened, caught up after a lost connection, read backwards.
import {
  applyEvent,
  applyHistory,
  emptyTimeline,
  firstSeqOf,
  lastSeqOf,
  missingFrom,
  type Timeline,
} from "../../../../widget/src/live/timeline";
import type { History } from "../operator.gen";
import type { Question } from "./model";
import type { Entry } from "./rows";

export interface Thread {
  readonly timeline: Timeline<Entry>;
  /** Whether nothing can have been missed: false until the first answer, and again after a lost connection. */
  readonly isCurrent: boolean;
  readonly wantsOlder: boolean;
}

type HistoryQuestion = Extract<Question, { kind: "history" }>;
export type Part = Pick<HistoryQuestion, "afterSeq" | "beforeSeq">;

export function emptyThread(): Thread {
  return { timeline: emptyTimeline(), isCurrent: false, wantsOlder: false };
}

/** The thread after a connection has been lost: what came meanwhile is missing. */
export function outdated(thread: Thread): Thread {
  return { ...thread, isCurrent: false };
}

/** The thread after its reader has come near its beginning. */
export function wantOlder(thread: Thread): Thread {
  return thread.timeline.hasBefore && !thread.wantsOlder ? { ...thread, wantsOlder: true } : thread;
}

/** The thread after a live entry. */
export function takeEntry(thread: Thread, entry: Entry): Thread {
  const timeline = applyEvent(thread.timeline, entry);
  return timeline === thread.timeline ? thread : { ...thread, timeline };
}

/** The thread after an answer to a question for its history. */
export function takeHistory(thread: Thread, history: History, asked: Part): Thread {
  const timeline = applyHistory(thread.timeline, history);
  if (asked.beforeSeq !== null) return { ...thread, timeline, wantsOlder: false };
  return { ...thread, timeline, isCurrent: !history.has_after };
}

/** The part of the history that must be asked for next, or null where the thread is as the server has it. */
export function missingPart({ timeline, isCurrent, wantsOlder }: Thread): Part | null {
  if (!timeline.isLoaded) return { afterSeq: null, beforeSeq: null };
  if (!isCurrent || missingFrom(timeline)) return { afterSeq: lastSeqOf(timeline), beforeSeq: null };
  return wantsOlder && timeline.hasBefore ? { afterSeq: null, beforeSeq: firstSeqOf(timeline) } : null;
}
