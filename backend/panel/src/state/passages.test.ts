// The thread's passages: groups by author and minute, a break per day, one break before what is unread.
import { describe, expect, test } from "vitest";
import type { Author, MessagePosted } from "../operator.gen";
import { deliveryMarks, passagesOf } from "./passages";
import type { Entry } from "./rows";

const VISITOR: Author = { kind: "visitor", id: "v", name: "" };
const ANNA: Author = { kind: "operator", id: "a", name: "Анна" };

function message(seq: number, author: Author, at: string): MessagePosted {
  const place = { conversation_id: "c", seq, prev_seq: seq - 1, echo_id: null };
  return { type: "message_posted", ...place, created_at: at, author, body: `${seq}` };
}

const kinds = (entries: MessagePosted[], unread: number | null = null) =>
  passagesOf(entries, unread).map((passage) => (passage.kind === "group" ? passage.messages.length : passage.kind));

describe("passages", () => {
  test("group the messages of one author within a minute", () => {
    const entries = [
      message(1, VISITOR, "2026-11-12T10:00:01Z"),
      message(2, VISITOR, "2026-11-12T10:00:59Z"),
      message(3, VISITOR, "2026-11-12T10:01:00Z"),
      message(4, ANNA, "2026-11-12T10:01:01Z"),
    ];
    expect(kinds(entries)).toEqual(["day", 2, 1, 1]);
  });

  test("keep notes apart from answers of the same minute", () => {
    const { type: _, ...answer } = message(1, ANNA, "2026-11-12T10:00:00Z");
    const note: Entry = { ...answer, type: "note_added", seq: 2, prev_seq: 1 };
    const [, ...groups] = passagesOf([{ ...answer, type: "message_posted" }, note], null);
    expect(groups.map((group) => group.kind === "group" && group.isNote)).toEqual([false, true]);
  });

  test("show where the visitor went, between what was said and under its own day", () => {
    const entries = [message(1, VISITOR, "2026-11-12T10:00:00Z"), message(2, VISITOR, "2026-11-12T10:00:30Z")];
    const step = (at: string) => ({ at, url: "https://shop.test/", title: at });
    const trail = ["2026-11-12T09:00:00Z", "2026-11-12T10:00:10Z", "2026-11-12T10:00:20Z", "2026-11-14T10:00:00Z"];
    const passages = passagesOf(entries, null, trail.map(step));
    // What was before the entries that are loaded has no place among them.
    expect(passages.map((one) => (one.kind === "pages" ? one.steps.map(({ title }) => title) : one.kind))).toEqual([
      "day",
      "group",
      [trail[1], trail[2]],
      "group",
      "day",
      [trail[3]],
    ]);
  });

  test("of a thread that is not there yet show no steps", () => {
    expect(passagesOf([], null, [{ at: "2026-11-12T09:00:00Z", url: "https://shop.test/", title: "" }])).toEqual([]);
  });

  test("break where a new day begins", () => {
    const entries = [message(1, VISITOR, "2026-11-12T10:00:00Z"), message(2, VISITOR, "2026-11-14T10:00:00Z")];
    expect(kinds(entries)).toEqual(["day", 1, "day", 1]);
  });

  test("break once, before the first unread message of the visitor", () => {
    const entries = [
      message(1, VISITOR, "2026-11-12T10:00:00Z"),
      message(2, ANNA, "2026-11-12T10:00:10Z"),
      message(3, VISITOR, "2026-11-12T10:00:20Z"),
      message(4, VISITOR, "2026-11-12T10:00:30Z"),
    ];
    expect(kinds(entries, 1)).toEqual(["day", 1, 1, "unread", 2]);
  });

  test("have no break where everything is unread", () => {
    expect(kinds([message(1, VISITOR, "2026-11-12T10:00:00Z")], 0)).toEqual(["day", 1]);
  });

  test("say once how far the visitor has read, and once that the newest is sent", () => {
    const entries = [
      message(1, ANNA, "2026-11-12T10:00:00Z"),
      message(2, VISITOR, "2026-11-12T10:01:00Z"),
      message(3, ANNA, "2026-11-12T10:02:00Z"),
      message(4, ANNA, "2026-11-12T10:03:00Z"),
    ];
    const passages = passagesOf(entries, null);
    expect(deliveryMarks(passages, 3)).toEqual({ readSeq: 3, sentSeq: 4 });
    expect(deliveryMarks(passages, 4)).toEqual({ readSeq: 4, sentSeq: null });
    expect(deliveryMarks(passages, 0)).toEqual({ readSeq: null, sentSeq: 4 });
  });

  test("say once that a visitor who wrote again has queued and opened the conversation", () => {
    const entry = (seq: number, author: Author) => ({
      ...{ conversation_id: "c", seq, prev_seq: seq - 1, echo_id: null, created_at: "2026-11-12T10:00:00Z", author },
    });
    const requeued = (seq: number, author: Author) => ({
      ...entry(seq, author),
      ...{ type: "conversation_assigned" as const, operator: null },
    });
    const opened = (seq: number, author: Author) => ({
      ...entry(seq, author),
      ...{ type: "status_changed" as const, status: "open" as const },
    });
    const lines = (entries: Entry[]) =>
      passagesOf(entries, null).flatMap((passage) => (passage.kind === "system" ? [passage.entry.seq] : []));
    expect(lines([requeued(1, VISITOR), opened(2, VISITOR)])).toEqual([2]);
    expect(lines([requeued(1, ANNA), opened(2, VISITOR)])).toEqual([1, 2]);
    expect(lines([requeued(1, VISITOR), opened(2, ANNA)])).toEqual([1, 2]);
    expect(lines([requeued(1, VISITOR), message(2, VISITOR, "2026-11-12T10:00:00Z")])).toEqual([1]);
  });

  test("keep a system line between two messages of one minute apart from both", () => {
    const assigned = {
      ...{ type: "conversation_assigned" as const, conversation_id: "c", seq: 2, prev_seq: 1, echo_id: null },
      ...{ created_at: "2026-11-12T10:00:05Z", author: ANNA, operator: ANNA },
    };
    const entries = [message(1, ANNA, "2026-11-12T10:00:00Z"), assigned, message(3, ANNA, "2026-11-12T10:00:09Z")];
    expect(passagesOf(entries, null).map(({ kind }) => kind)).toEqual(["day", "group", "system", "group"]);
  });
});
