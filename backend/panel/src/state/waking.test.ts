// What comes back from the snoozed stands out for whom it comes back, until they open it.
import { expect, test } from "vitest";
import type { Conversation, ConversationSnoozed } from "../operator.gen";
import { wantingAttention } from "./attention";
import { EMPTY_INBOX, type Inbox } from "./model";
import { reduce } from "./reduce";
import { newRow } from "./rows";
import { ME, OTHER, ServerModel } from "./server_model";
import { standsOut } from "./waking";

const server = new ServerModel(50);
server.start("здравствуйте");
const [first] = server.folder("all");
if (!first) throw new Error("The model has lost its conversation");
const SNOOZED: Conversation = {
  ...first,
  ...{ assignee: ME, last_seq: 4, operator_read_seq: 4, unread_count: 0, snoozed_until: "2026-11-12T10:00:00Z" },
};

function inboxWith(change: Partial<Conversation> = {}): Inbox {
  const session = {
    me: ME,
    email: "anna@shop.test",
    sites: [],
    editWindowS: 900,
    isAway: false,
    departmentIds: new Set<string>(),
    labels: new Map(),
  };
  const rows = new Map([[SNOOZED.id, newRow({ ...SNOOZED, ...change }, { sent: 0, now: 0 })]]);
  return { ...EMPTY_INBOX, session, rows };
}

/** Its time has come: told in the name of who snoozed it, and without an `echo_id`. */
function waking(change: Partial<ConversationSnoozed> = {}): ConversationSnoozed {
  const place = { conversation_id: SNOOZED.id, seq: 5, prev_seq: 4, created_at: "2026-11-12T10:00:00Z" };
  return { type: "conversation_snoozed", ...place, author: ME, echo_id: null, until: null, ...change };
}

const after = (inbox: Inbox, event: ConversationSnoozed) => reduce(inbox, { type: "event", event, nowMs: 0 });
const opened = (inbox: Inbox, conversationId: string | null) =>
  reduce(inbox, { type: "conversation_opened", conversationId });

function isOut(inbox: Inbox): boolean {
  const row = inbox.rows.get(SNOOZED.id);
  return row !== undefined && standsOut(inbox.woken, row.conversation, ME.id);
}

test("what wakes stands out and wants its leader, with nothing unread in it, until it is opened", () => {
  const woken = after(inboxWith(), waking());
  expect([isOut(woken), wantingAttention(woken, true)]).toEqual([true, 1]);
  const seen = opened(woken, SNOOZED.id);
  expect([isOut(seen), wantingAttention(seen, true)]).toEqual([false, 0]);
  // The same entry once more, and another conversation that is opened, change nothing
  expect(isOut(after(opened(seen, null), waking()))).toBe(false);
  expect(isOut(opened(woken, null))).toBe(true);
});

test("what a colleague has ended stands out, what the operator has ended does not", () => {
  expect(isOut(after(inboxWith(), waking({ author: OTHER, echo_id: "e" })))).toBe(true);
  expect(isOut(after(inboxWith(), waking({ author: ME, echo_id: "e" })))).toBe(false);
});

test("what a colleague leads, what is open on the screen, and what is snoozed again does not stand out", () => {
  expect(isOut(after(inboxWith({ assignee: OTHER }), waking()))).toBe(false);
  expect(isOut(after(opened(inboxWith(), SNOOZED.id), waking()))).toBe(false);
  const again = waking({ seq: 6, prev_seq: 5, until: "2026-11-13T10:00:00Z", echo_id: "e" });
  expect(isOut(after(after(inboxWith(), waking()), again))).toBe(false);
});

test("what was asleep with a colleague stands out no more once it is handed over, nor once it was out of sight", () => {
  const unknown: Inbox = { ...inboxWith(), rows: new Map() };
  const woken = after(unknown, waking());
  expect(woken.woken.has(SNOOZED.id)).toBe(true);
  const { until: _, type: __, ...told } = waking({ seq: 6, prev_seq: 5, author: OTHER });
  const handed = { ...told, type: "conversation_assigned", operator: ME, department: null } as const;
  const hidden = { type: "conversation_hidden", conversation_id: SNOOZED.id } as const;
  for (const event of [handed, hidden]) {
    expect(reduce(woken, { type: "event", event, nowMs: 0 }).woken.has(SNOOZED.id)).toBe(false);
  }
});

test("what wakes in the queue stands out, and no more once a colleague has taken it or it is closed", () => {
  const woken = after(inboxWith({ assignee: null }), waking());
  expect(isOut(woken)).toBe(true);
  const row = woken.rows.get(SNOOZED.id)?.conversation ?? SNOOZED;
  expect(standsOut(woken.woken, { ...row, assignee: OTHER }, ME.id)).toBe(false);
  expect(standsOut(woken.woken, { ...row, status: "closed" }, ME.id)).toBe(false);
});
