// The end of a thread is drawn first: as much as the screen may need, and all that was unread.
import { expect, test } from "vitest";
import type { MessagePosted } from "../operator.gen";
import { type Passage, passagesOf } from "../state/passages";
import { endOf, noteHeight } from "./use_opening";

const MINUTE_MS = 60_000;

/** Room for a dozen messages of one line, each with a head over it. */
const DOZEN_PX = 12 * 63;

function thread(count: number, unreadAfterSeq: number | null = null, body = "Да"): Passage[] {
  const entries = Array.from({ length: count }, (_, index): MessagePosted => {
    const author = { kind: "visitor", id: "V", name: "Анна" } as const;
    // Each in a minute of its own, and so in a group of its own
    const created_at = new Date(Date.UTC(2026, 0, 1, 9) + index * 2 * MINUTE_MS).toISOString();
    return { type: "message_posted", seq: index + 1, author, created_at, body } as unknown as MessagePosted;
  });
  return passagesOf(entries, unreadAfterSeq);
}

function seqs(passages: readonly Passage[]): number[] {
  return passages.flatMap((passage) => (passage.kind === "group" ? passage.messages.map(({ seq }) => seq) : []));
}

test("of a long thread the last messages", () => {
  expect(seqs(endOf(thread(50), DOZEN_PX))).toEqual(Array.from({ length: 12 }, (_, index) => 39 + index));
});

test("of a short one all, with its day", () => {
  const passages = thread(5);
  expect(endOf(passages, DOZEN_PX)).toBe(passages);
  expect(endOf([], DOZEN_PX)).toEqual([]);
});

test("what was unread and the line before it, however much it is", () => {
  const shown = endOf(thread(50, 10), DOZEN_PX);
  expect(shown[0]?.kind).toBe("unread");
  expect(seqs(shown)).toHaveLength(40);
  // The line takes room too, if less than a message does
  expect(seqs(endOf(thread(50, 45), 11 * 63 + 20))).toHaveLength(11);
});

test("messages of one minute stay together", () => {
  const [group] = thread(1);
  if (group?.kind !== "day") throw new Error("a day comes first");
  const crowd = passagesOf(
    Array.from(
      { length: 30 },
      (_, index) =>
        ({
          type: "message_posted",
          seq: index + 1,
          author: { kind: "visitor", id: "V", name: "" },
          created_at: "2026-01-01T09:00:00Z",
          body: "Да",
        }) as unknown as MessagePosted,
    ),
    null,
  );
  expect(seqs(endOf(crowd, DOZEN_PX))).toHaveLength(30);
});

test("fewer where they are long, but none is thought longer than it surely is", () => {
  expect(seqs(endOf(thread(50, null, "д".repeat(300)), DOZEN_PX))).toHaveLength(10);
  // What is folded shows twenty lines
  expect(seqs(endOf(thread(50, null, "д".repeat(5_000)), DOZEN_PX))).toHaveLength(2);
});

test("as much as the tallest thread has shown", () => {
  noteHeight(DOZEN_PX);
  noteHeight(100);
  expect(seqs(endOf(thread(50)))).toHaveLength(12);
});
