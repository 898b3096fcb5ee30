// Who waits for this operator in particular.
import { expect, test } from "vitest";
import type { Conversation } from "../operator.gen";
import { ownIsWaiting, wantingAttention } from "./attention";
import { isWaiting } from "./filters";
import { placeOf } from "./folders";
import { EMPTY_INBOX, type Inbox } from "./model";
import { newRow } from "./rows";
import { ME, OTHER, ServerModel } from "./server_model";

function inboxWith(change: Partial<Conversation>): Inbox {
  const server = new ServerModel(50);
  server.start("здравствуйте");
  const [conversation] = server.folder("all");
  if (!conversation) throw new Error("The model has lost its conversation");
  const row = newRow({ ...conversation, ...change }, { sent: 0, now: 0 });
  const session = {
    me: ME,
    email: "anna@shop.test",
    sites: [],
    editWindowS: 900,
    isAway: false,
    departmentIds: new Set<string>(),
    labels: new Map(),
  };
  return { ...EMPTY_INBOX, session, rows: new Map([[conversation.id, row]]) };
}

const SINCE = "2026-11-12T10:00:00Z";

test("own conversations are waited in while they are open and unanswered", () => {
  expect(ownIsWaiting(inboxWith({ assignee: ME, waiting_since: SINCE }))).toBe(true);
  expect(ownIsWaiting(inboxWith({ assignee: ME, waiting_since: null }))).toBe(false);
  expect(ownIsWaiting(inboxWith({ assignee: ME, waiting_since: SINCE, status: "closed" }))).toBe(false);
});

test("nobody waits for a person while a bot leads the conversation", () => {
  const [row] = inboxWith({ assignee: { ...OTHER, bot: true }, waiting_since: SINCE }).rows.values();
  const [led] = inboxWith({ assignee: OTHER, waiting_since: SINCE }).rows.values();
  expect([row, led].map((one) => one && isWaiting(one.conversation))).toEqual([false, true]);
});

test("nobody waits for this operator in the queue or with a colleague", () => {
  expect(ownIsWaiting(inboxWith({ assignee: null, waiting_since: SINCE }))).toBe(false);
  expect(ownIsWaiting(inboxWith({ assignee: OTHER, waiting_since: SINCE }))).toBe(false);
});

test("what is held from below the part of the folder that has been read again may be old, and does not count", () => {
  const inbox = inboxWith({ assignee: ME, waiting_since: SINCE, unread_count: 1, active_at: "2026-11-12T10:00:00Z" });
  expect(wantingAttention(inbox, true)).toBe(1);
  const [row] = inbox.rows.values();
  if (!row) throw new Error("The inbox is empty");
  const readDownTo = (active_at: string): Inbox => {
    const verified = placeOf({ ...row.conversation, active_at }, "mine");
    return { ...inbox, folders: { ...inbox.folders, mine: { ...inbox.folders.mine, verified } } };
  };
  expect(wantingAttention(readDownTo("2026-11-12T09:59:59Z"), true)).toBe(1);
  expect(wantingAttention(readDownTo("2026-11-12T10:00:01Z"), true)).toBe(0);
  expect(ownIsWaiting(readDownTo("2026-11-12T10:00:01Z"))).toBe(false);
});

test("of the queue what may call them is counted: of their own departments, unless all of it may", () => {
  const counts = { waiting: 37, mine: 2, own_waiting: 3 };
  const inbox = { ...inboxWith({}), counts };
  expect([wantingAttention(inbox, true), wantingAttention(inbox, false)]).toEqual([3, 37]);
  // A server of the version before does not count them
  expect(wantingAttention({ ...inbox, counts: { waiting: 37, mine: 2 } }, true)).toBe(37);
  expect(wantingAttention({ ...inbox, counts: { ...counts, own_waiting: 0 } }, true)).toBe(0);
});
