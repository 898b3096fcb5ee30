// A stretch of the past: fetched around what is sought, read on at both ends, one with the timeline once they meet.
import { describe, expect, test } from "vitest";
import type { History, MessagePosted } from "../operator.gen";
import {
  emptyThread,
  heldOf,
  leavePast,
  missingPart,
  readOf,
  seek,
  type Thread,
  takeEntry,
  takeHistory,
  wantNewer,
  wantOlder,
} from "./threads";

const ALL = 1_000;
const PAGE = 50;

function message(seq: number): MessagePosted {
  const author = { kind: "visitor", id: "v", name: "" } as const;
  const created_at = "2026-11-12T10:00:00Z";
  return {
    type: "message_posted",
    conversation_id: "c",
    seq,
    prev_seq: seq - 1,
    echo_id: null,
    created_at,
    author,
    body: `${seq}`,
  };
}

/** As the server answers what the thread misses. */
function answered(thread: Thread): Thread {
  const part = missingPart(thread);
  if (!part) throw new Error("Nothing is missing");
  const before = Math.min(part.beforeSeq ?? ALL + 1, ALL + 1);
  const last = part.afterSeq === null ? before - 1 : Math.min(ALL, part.afterSeq + PAGE);
  const first = part.afterSeq === null ? Math.max(1, before - PAGE) : part.afterSeq + 1;
  const entries = Array.from({ length: last - first + 1 }, (_, index) => message(first + index));
  const history: History = {
    type: "history",
    request_id: "h",
    conversation_id: "c",
    entries,
    has_before: first > 1,
    has_after: last < ALL,
    last_seq: ALL,
  };
  return takeHistory(thread, history, part);
}

const span = (thread: Thread) => {
  const { entries } = readOf(thread);
  return [entries[0]?.seq, entries.at(-1)?.seq];
};

const opened = () => answered(emptyThread());

describe("a stretch of the past", () => {
  test("is fetched around what is sought, and read instead of the timeline once it is there", () => {
    const sought = seek(opened(), 500);
    expect(span(sought)).toEqual([951, 1_000]);
    const there = answered(sought);
    expect(span(there)).toEqual([476, 525]);
    expect(missingPart(there)).toBeNull();
    expect(span(leavePast(there))).toEqual([951, 1_000]);
  });

  test("is read on at both ends, without a gap", () => {
    const there = answered(seek(opened(), 500));
    const older = answered(wantOlder(there));
    expect(span(older)).toEqual([426, 525]);
    const both = answered(wantNewer(older));
    expect(span(both)).toEqual([426, 575]);
    expect(readOf(both).entries.every(({ seq }, index) => seq === 426 + index)).toBe(true);
  });

  test("becomes one with the timeline where they meet", () => {
    let thread = answered(seek(opened(), 880));
    expect(span(thread)).toEqual([856, 905]);
    thread = answered(wantNewer(thread));
    // The next one is held: nothing is between them
    thread = thread.past ? answered(wantNewer(thread)) : thread;
    expect(thread.past).toBeNull();
    expect(span(thread)).toEqual([856, 1_000]);
    expect(thread.timeline.hasBefore).toBe(true);
    expect(span(answered(wantOlder(thread)))).toEqual([806, 1_000]);
  });

  test("is left for what the timeline holds, kept for what it holds itself, and left for another place", () => {
    const there = answered(seek(opened(), 500));
    expect(seek(there, 960).past).toBeNull();
    expect(seek(there, 510)).toBe(there);
    expect(span(answered(seek(there, 10)))).toEqual([1, 35]);
  });

  test("takes no answer to what was sought before it", () => {
    const first = seek(opened(), 500);
    const part = missingPart(first);
    const second = seek(first, 100);
    const late = { entries: [message(500)], has_before: true, has_after: false, last_seq: ALL };
    const frame: History = { type: "history", request_id: "h", conversation_id: "c", ...late };
    expect(part && takeHistory(second, frame, part)).toBe(second);
    expect(span(answered(second))).toEqual([76, 125]);
  });

  test("stays as it is while the newest go on coming behind it", () => {
    const there = answered(seek(opened(), 500));
    const later = takeEntry(there, message(1_001));
    expect(span(later)).toEqual([476, 525]);
    expect(span(leavePast(later))).toEqual([951, 1_001]);
  });

  test("takes no late page of when it was read before, once it is sought anew", () => {
    const reading = wantNewer(answered(seek(opened(), 500)));
    const part = missingPart(reading);
    const again = seek(leavePast(reading), 500);
    const entries = Array.from({ length: PAGE }, (_, index) => message(526 + index));
    const late = { entries, has_before: true, has_after: true, last_seq: ALL };
    const frame: History = { type: "history", request_id: "h", conversation_id: "c", ...late };
    expect(part && takeHistory(again, frame, part)).toBe(again);
    expect(span(answered(again))).toEqual([476, 525]);
  });

  test("is held together with the newest: what they change of it counts", () => {
    const there = answered(seek(opened(), 500));
    expect(heldOf(there).map(({ seq }) => seq)).toEqual([
      ...Array.from({ length: PAGE }, (_, index) => 476 + index),
      ...Array.from({ length: PAGE }, (_, index) => 951 + index),
    ]);
    expect(heldOf(leavePast(there))).toBe(there.timeline.entries);
  });
});
