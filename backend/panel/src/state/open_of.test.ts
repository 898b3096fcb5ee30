// News of what is open is drawn before other news, which waits.
import { expect, test } from "vitest";
import type { Conversation } from "../operator.gen";
import { EMPTY_INBOX, type Inbox } from "./model";
import { withOpenOf } from "./open_of";
import type { Row } from "./rows";
import { emptyThread } from "./threads";

const row = (id: string, last_seq: number) => ({ conversation: { id, last_seq } as Conversation }) as Row;

function inbox(openId: string | null, rows: Record<string, number>): Inbox {
  const held = new Map(Object.entries(rows).map(([id, seq]) => [id, row(id, seq)]));
  return { ...EMPTY_INBOX, openId, rows: held, threads: new Map([[openId ?? "", emptyThread()]]) };
}

const seqs = ({ rows }: Inbox) => Object.fromEntries([...rows].map(([id, row]) => [id, row.conversation.last_seq]));

test("the row and the thread that are open are new, other rows as they were drawn", () => {
  const drawn = inbox("a", { a: 1, b: 1 });
  const now = inbox("a", { a: 2, b: 2, c: 1 });
  const shown = withOpenOf(drawn, now);
  expect(seqs(shown)).toEqual({ a: 2, b: 1 });
  expect(shown.threads).toBe(now.threads);
  expect(seqs(drawn)).toEqual({ a: 1, b: 1 });
});

test("all is new where what is open was not drawn, or nothing is open", () => {
  const now = inbox("c", { c: 1 });
  expect(withOpenOf(inbox("a", { a: 1 }), now)).toBe(now);
  const closed = inbox(null, { a: 2 });
  expect(withOpenOf(inbox("a", { a: 1 }), closed)).toBe(closed);
});
