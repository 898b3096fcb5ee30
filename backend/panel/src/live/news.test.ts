// What calls an operator, told once.
import { expect, test } from "vitest";
import type {
  Conversation,
  ConversationAssigned,
  ConversationSnoozed,
  Department,
  MessagePosted,
} from "../operator.gen";
import { EMPTY_INBOX, type Inbox } from "../state/model";
import { newRow } from "../state/rows";
import { BOT, DEPARTMENTS, ME, OTHER, ServerModel } from "../state/server_model";
import { isForThem, type News, NewsDesk } from "./news";

const server = new ServerModel(50);
server.start("здравствуйте");
const [first] = server.folder("all");
if (!first) throw new Error("The model has lost its conversation");
const conversation: Conversation = first;

const [SALES, SERVICE] = DEPARTMENTS as [Department, Department];

/** Anna's: she is in sales. */
function inboxWith(...conversations: Conversation[]): Inbox {
  const session = {
    me: ME,
    email: "anna@shop.test",
    sites: [],
    editWindowS: 900,
    isAway: false,
    departmentIds: new Set([SALES.id]),
    labels: new Map(),
  };
  const rows = new Map(conversations.map((one) => [one.id, newRow(one, { sent: 0, now: 0 })]));
  return { ...EMPTY_INBOX, session, rows };
}

function message(seq: number): MessagePosted {
  const told = { conversation_id: conversation.id, seq, prev_seq: seq - 1, created_at: "2026-11-12T10:00:00Z" };
  return { type: "message_posted", ...told, author: conversation.visitor, echo_id: null, body: "есть кто?" };
}

function assignment(seq: number, author = OTHER): ConversationAssigned {
  const { body: _, type: __, ...told } = message(seq);
  return { ...told, type: "conversation_assigned", author, operator: ME };
}

const kinds = (desk: NewsDesk, inbox: Inbox) => desk.take(inbox).map(({ kind }) => kind);

test("a message is news of the kind that its conversation has once it is known", () => {
  const desk = new NewsDesk();
  desk.hear(message(5), inboxWith());
  expect(kinds(desk, inboxWith())).toEqual([]);
  expect(kinds(desk, inboxWith({ ...conversation, last_seq: 5, assignee: OTHER }))).toEqual(["others"]);
  expect(kinds(desk, inboxWith({ ...conversation, last_seq: 5, assignee: OTHER }))).toEqual([]);
});

test("what was read, was heard, or is hidden is no news", () => {
  const desk = new NewsDesk();
  const read = { ...conversation, last_seq: 5, operator_read_seq: 5, assignee: ME };
  desk.hear(message(5), inboxWith(read));
  expect(kinds(desk, inboxWith(read))).toEqual([]);
  const unread = { ...read, operator_read_seq: 0 };
  desk.hear(message(5), inboxWith(unread));
  desk.hear(message(5), inboxWith(unread));
  expect(kinds(desk, inboxWith(unread))).toEqual(["mine"]);
  desk.hear(message(6), inboxWith(unread));
  const hidden = { ...inboxWith({ ...unread, last_seq: 6 }), hidden: new Map([[conversation.id, 1]]) };
  expect(kinds(desk, hidden)).toEqual([]);
});

test("what is said in a conversation that was hidden is news once its row is back, and none where it is not", () => {
  const desk = new NewsDesk();
  const gone = { ...inboxWith(), hidden: new Map([[conversation.id, 1]]), missing: new Set([conversation.id]) };
  const asked = { ...gone, doubts: new Map([[conversation.id, { seq: 5, tick: 2 }]]) };
  desk.hear(message(5), gone);
  expect(kinds(desk, asked)).toEqual([]);
  expect(kinds(desk, inboxWith({ ...conversation, last_seq: 5, assignee: ME }))).toEqual(["mine"]);
  desk.hear(message(6), gone);
  expect(kinds(desk, asked)).toEqual([]);
  expect(kinds(desk, gone)).toEqual([]);
  expect(kinds(desk, inboxWith({ ...conversation, last_seq: 6, assignee: ME }))).toEqual([]);
});

test("being given a conversation is news, taking it is not", () => {
  const desk = new NewsDesk();
  const before = inboxWith({ ...conversation, last_seq: 4 });
  const after = inboxWith({ ...conversation, last_seq: 5, assignee: ME });
  desk.hear(assignment(5, ME), before);
  expect(kinds(desk, after)).toEqual([]);
  desk.hear(assignment(5), before);
  expect(kinds(desk, after)).toEqual(["called"]);
});

test("what the server gives is news to whom it gives it, though it is in their name", () => {
  const desk = new NewsDesk();
  const held = inboxWith({ ...conversation, last_seq: 6, assignee: ME });
  desk.hear(assignment(6, ME), inboxWith());
  expect(kinds(desk, held)).toEqual([]);
  desk.hear({ ...assignment(6, ME), automatic: true }, inboxWith());
  expect(kinds(desk, held)).toEqual(["called"]);
});

/** What the desk tells of an assignment to the queue, of a conversation that a colleague leads unless that is changed. */
function toldOf(event: Partial<ConversationAssigned>, change: Partial<Conversation> = {}): string[] {
  const desk = new NewsDesk();
  const before: Conversation = { ...conversation, last_seq: 4, assignee: OTHER, ...change };
  desk.hear({ ...assignment(5), operator: null, ...event }, inboxWith(before));
  const department = event.department ?? before.department ?? null;
  return kinds(desk, inboxWith({ ...before, last_seq: 5, assignee: null, department }));
}

test("a hand-over to a department calls those who serve it, and no others", () => {
  expect(toldOf({ department: SALES })).toEqual(["waiting"]);
  expect(toldOf({ department: SERVICE })).toEqual([]);
  expect(toldOf({ department: SERVICE }, { department: SALES })).toEqual([]);
});

test("a return to the queue calls whoever serves the conversation's department, and everybody where it has none", () => {
  expect(toldOf({}, { department: SALES })).toEqual(["waiting"]);
  expect(toldOf({}, { department: SERVICE })).toEqual([]);
  expect(toldOf({})).toEqual(["waiting"]);
  expect(toldOf({ author: BOT }, { assignee: BOT })).toEqual(["waiting"]);
});

test("who handed it over themselves is not called, nor of whom the server took it", () => {
  expect(toldOf({ author: ME, department: SALES })).toEqual([]);
  expect(toldOf({ author: ME, automatic: true }, { assignee: ME })).toEqual([]);
  expect(toldOf({ author: OTHER, automatic: true })).toEqual(["waiting"]);
});

test("a rule calls those to whom it hands over, but for whom the message has called that it goes by", () => {
  const rule = { author: conversation.visitor, rule: "Возвраты", department: SALES };
  expect(toldOf(rule)).toEqual(["waiting"]);
  expect(toldOf(rule, { assignee: null, department: SERVICE })).toEqual(["waiting"]);
  expect(toldOf(rule, { assignee: null })).toEqual([]);
  // A visitor who comes back lets go of whoever led it, and writes
  expect(toldOf({ author: conversation.visitor })).toEqual([]);
});

test("a hand-over takes nothing from the message that came before it, while the row is asked for", () => {
  const desk = new NewsDesk();
  desk.hear(message(5), inboxWith());
  const rule = { author: conversation.visitor, rule: "Возвраты", department: SERVICE, operator: null };
  desk.hear({ ...assignment(6), ...rule }, inboxWith());
  const queued: Conversation = { ...conversation, last_seq: 6, assignee: null, department: SERVICE };
  expect(desk.take(inboxWith(queued)).map(({ kind, event }) => [kind, event.seq])).toEqual([["waiting", 5]]);
});

test("what was handed over calls nobody once it is taken, closed or snoozed, and is told once", () => {
  const before = inboxWith({ ...conversation, last_seq: 4, assignee: OTHER });
  const handed = { ...assignment(5), operator: null, department: SALES };
  const queued: Conversation = { ...conversation, last_seq: 5, assignee: null, department: SALES };
  for (const change of [
    { assignee: OTHER },
    { status: "closed" },
    { snoozed_until: "2026-11-13T10:00:00Z" },
  ] as const) {
    const desk = new NewsDesk();
    desk.hear(handed, before);
    expect(kinds(desk, inboxWith({ ...queued, ...change }))).toEqual([]);
  }
  const desk = new NewsDesk();
  desk.hear(handed, before);
  desk.hear(handed, before);
  expect(kinds(desk, inboxWith(queued))).toEqual(["waiting"]);
  desk.hear(handed, inboxWith(queued));
  expect(kinds(desk, inboxWith(queued))).toEqual([]);
});

test("what comes into sight with the hand-over is news once its row is there", () => {
  const desk = new NewsDesk();
  desk.hear({ ...assignment(5), operator: null, department: SALES }, inboxWith());
  expect(kinds(desk, inboxWith())).toEqual([]);
  expect(kinds(desk, inboxWith({ ...conversation, last_seq: 5, assignee: null, department: SALES }))).toEqual([
    "waiting",
  ]);
});

/** What the desk tells when a snooze is over, of a conversation that is this operator's unless that is changed. */
function wokenOf(change: Partial<Conversation>, event: Partial<ConversationSnoozed> = {}): string[] {
  const { body: _, type: __, ...told } = message(5);
  const desk = new NewsDesk();
  const before: Conversation = { ...conversation, last_seq: 4, assignee: ME, ...change };
  const woken = { ...told, type: "conversation_snoozed", author: ME, until: null, ...event } as const;
  desk.hear(woken, inboxWith({ ...before, snoozed_until: "2026-11-12T10:00:00Z" }));
  return kinds(desk, inboxWith({ ...before, last_seq: 5, snoozed_until: woken.until }));
}

test("a snooze that is over calls who leads the conversation, or in the queue who serves its department", () => {
  expect(wokenOf({})).toEqual(["called"]);
  expect(wokenOf({ assignee: OTHER })).toEqual([]);
  expect(wokenOf({ assignee: null })).toEqual(["waiting"]);
  expect(wokenOf({ assignee: null, department: SALES })).toEqual(["waiting"]);
  expect(wokenOf({ assignee: null, department: SERVICE })).toEqual([]);
});

test("a snooze that begins, or that the operator ends themselves, calls nobody", () => {
  expect(wokenOf({}, { until: "2026-11-13T10:00:00Z", author: OTHER })).toEqual([]);
  expect(wokenOf({}, { echo_id: "e" })).toEqual([]);
  expect(wokenOf({}, { echo_id: "e", author: OTHER })).toEqual(["called"]);
});

test("what is new in the queue is for those who have chosen so, what is back in it for those who may take it", () => {
  const { session } = inboxWith();
  const site = { id: conversation.site_id, name: "Лавка", own_department_ids: [SALES.id] };
  const anna = session && { ...session, sites: [site] };
  const of = (department: Department | null, change: Partial<News> = {}): News => ({
    ...{ kind: "waiting", event: message(5), conversation: { ...conversation, department } },
    ...change,
  });
  const own = { isOwnOnly: true, canLead: true };
  expect([SALES, SERVICE, null].map((one) => isForThem(of(one), anna, own))).toEqual([true, false, true]);
  expect(isForThem(of(SERVICE), anna, { ...own, isOwnOnly: false })).toBe(true);
  expect(isForThem(of(SERVICE, { kind: "mine" }), anna, own)).toBe(true);
  const returned = of(SALES, { event: assignment(5) });
  expect([true, false].map((canLead) => isForThem(returned, anna, { ...own, canLead }))).toEqual([true, false]);
});
