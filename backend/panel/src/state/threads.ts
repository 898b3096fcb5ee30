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

/** A stretch of the past that stands apart from the timeline: what lies between is not held. */
export interface Past {
  /** The entry that it was fetched around. */
  readonly soughtSeq: number;
  readonly timeline: Timeline<Entry>;
  /** At which end its reader has come. */
  readonly wants: "older" | "newer" | null;
}

export interface Thread {
  readonly timeline: Timeline<Entry>;
  /** Whether nothing can have been missed: false until the first answer, and again after a lost connection. */
  readonly isCurrent: boolean;
  readonly wantsOlder: boolean;
  /** What is read instead of the timeline, whose newest entries go on coming; null: nothing. */
  readonly past: Past | null;
}

type HistoryQuestion = Extract<Question, { kind: "history" }>;
export type Part = Pick<HistoryQuestion, "afterSeq" | "beforeSeq" | "soughtSeq">;

/** So much of what came after a sought entry is fetched with it, and more of what came before. */
const AFTER_SOUGHT = 25;

export function emptyThread(): Thread {
  return { timeline: emptyTimeline(), isCurrent: false, wantsOlder: false, past: null };
}

/** The thread after a connection has been lost: what came meanwhile is missing. */
export function outdated(thread: Thread): Thread {
  return { ...thread, isCurrent: false };
}

/** What of the thread is read: the past that somebody was led to, once it is there, or else the timeline. */
export function readOf({ past, timeline }: Thread): Timeline<Entry> {
  return past?.timeline.isLoaded ? past.timeline : timeline;
}

/** All that is held of the thread; with a stretch of the past there may be a gap before the newest. */
export function heldOf({ past, timeline }: Thread): readonly Entry[] {
  return past ? [...past.timeline.entries, ...timeline.entries] : timeline.entries;
}

/** The thread once somebody is led to an entry, which may be far from all that is held. */
export function seek(thread: Thread, seq: number): Thread {
  const { past, timeline } = thread;
  if (seq >= firstSeqOf(timeline)) return leavePast(thread);
  if (past && (past.soughtSeq === seq || (seq >= firstSeqOf(past.timeline) && seq <= lastSeqOf(past.timeline)))) {
    return thread;
  }
  return { ...thread, past: { soughtSeq: seq, timeline: emptyTimeline(), wants: null } };
}

/** The thread at its newest entries again. */
export function leavePast(thread: Thread): Thread {
  return thread.past ? { ...thread, past: null } : thread;
}

/** The thread after its reader has come near the end of a stretch of the past. */
export function wantNewer(thread: Thread): Thread {
  const { past } = thread;
  return past && past.wants !== "newer" ? { ...thread, past: { ...past, wants: "newer" } } : thread;
}

/** The thread after its reader has come near the beginning of what is read. */
export function wantOlder(thread: Thread): Thread {
  const { past } = thread;
  if (past?.timeline.isLoaded) {
    const isNews = past.timeline.hasBefore && past.wants !== "older";
    return isNews ? { ...thread, past: { ...past, wants: "older" } } : thread;
  }
  return thread.timeline.hasBefore && !thread.wantsOlder ? { ...thread, wantsOlder: true } : thread;
}

/** The thread after a live entry. */
export function takeEntry(thread: Thread, entry: Entry): Thread {
  const timeline = applyEvent(thread.timeline, entry);
  return timeline === thread.timeline ? thread : { ...thread, timeline };
}

/** The thread after an answer to a question for its history. */
export function takeHistory(thread: Thread, history: History, asked: Part): Thread {
  if (asked.soughtSeq !== null) return takePast(thread, history, asked);
  const timeline = applyHistory(thread.timeline, history);
  if (asked.beforeSeq !== null) return { ...thread, timeline, wantsOlder: false };
  return { ...thread, timeline, isCurrent: !history.has_after };
}

function takePast(thread: Thread, history: History, asked: Part): Thread {
  const { past, timeline } = thread;
  // Meanwhile somebody was led elsewhere, or away and back again
  if (!past || past.soughtSeq !== asked.soughtSeq) return thread;
  const { soughtSeq } = past;
  if (!past.timeline.isLoaded && asked.beforeSeq !== soughtSeq + AFTER_SOUGHT + 1) return thread;
  const stretch = applyHistory(past.timeline, history);
  const [first] = timeline.entries;
  if (stretch.entries.length === 0) return leavePast(thread);
  if (!first || lastSeqOf(stretch) < first.prev_seq) {
    return { ...thread, past: { soughtSeq, timeline: stretch, wants: null } };
  }
  const page = { entries: stretch.entries, has_before: stretch.hasBefore, last_seq: history.last_seq };
  return { ...thread, past: null, timeline: applyHistory(timeline, page) };
}

/** The part of the history that must be asked for next, or null where the thread is as the server has it. */
export function missingPart({ timeline, isCurrent, wantsOlder, past }: Thread): Part | null {
  const all = { afterSeq: null, beforeSeq: null, soughtSeq: null };
  if (!timeline.isLoaded) return all;
  if (!isCurrent || missingFrom(timeline)) return { ...all, afterSeq: lastSeqOf(timeline) };
  if (past) return missingOfPast(past);
  return wantsOlder && timeline.hasBefore ? { ...all, beforeSeq: firstSeqOf(timeline) } : null;
}

function missingOfPast({ soughtSeq, timeline, wants }: Past): Part | null {
  if (!timeline.isLoaded) return { afterSeq: null, beforeSeq: soughtSeq + AFTER_SOUGHT + 1, soughtSeq };
  if (wants === "newer") return { afterSeq: lastSeqOf(timeline), beforeSeq: null, soughtSeq };
  return wants === "older" ? { afterSeq: null, beforeSeq: firstSeqOf(timeline), soughtSeq } : null;
}
