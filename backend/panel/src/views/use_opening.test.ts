// The end of a thread is drawn first: as many messages as a screen may need, and all that was unread.
import { expect, test } from "vitest";
import type { MessagePosted } from "../operator.gen";
import { type Passage, passagesOf } from "../state/passages";
import { endOf } from "./use_opening";

const MINUTE_MS = 60_000;

function thread(count: number, unreadAfterSeq: number | null = null): Passage[] {
  const entries = Array.from({ length: count }, (_, index): MessagePosted => {
    const author = { kind: "visitor", id: "V", name: "Анна" } as const;
    // Each in a minute of its own, and so in a group of its own
    const created_at = new Date(Date.UTC(2026, 0, 1, 9) + index * 2 * MINUTE_MS).toISOString();
    return { type: "message_posted", seq: index + 1, author, created_at, body: "Да" } as unknown as MessagePosted;
  });
  return passagesOf(entries, unreadAfterSeq);
}

function seqs(passages: readonly Passage[]): number[] {
  return passages.flatMap((passage) => (passage.kind === "group" ? passage.messages.map(({ seq }) => seq) : []));
}

test("of a long thread the last messages", () => {
  expect(seqs(endOf(thread(50), 12))).toEqual(Array.from({ length: 12 }, (_, index) => 39 + index));
});

test("of a short one all, with its day", () => {
  const passages = thread(5);
  expect(endOf(passages, 12)).toBe(passages);
  expect(endOf([], 12)).toEqual([]);
});

test("what was unread and the line before it, however much it is", () => {
  const shown = endOf(thread(50, 10), 12);
  expect(shown[0]?.kind).toBe("unread");
  expect(seqs(shown)).toHaveLength(40);
  // The line takes the room of one
  expect(seqs(endOf(thread(50, 45), 12))).toHaveLength(11);
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
  expect(seqs(endOf(crowd, 12))).toHaveLength(30);
});
