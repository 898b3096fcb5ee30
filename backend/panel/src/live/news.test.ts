// What calls an operator, told once.
import { expect, test } from "vitest";
import type { Conversation, ConversationAssigned, MessagePosted } from "../operator.gen";
import { EMPTY_INBOX, type Inbox } from "../state/model";
import { newRow } from "../state/rows";
import { ME, OTHER, ServerModel } from "../state/server_model";
import { NewsDesk } from "./news";

const server = new ServerModel(50);
server.start("здравствуйте");
const [first] = server.folder("all");
if (!first) throw new Error("The model has lost its conversation");
const conversation: Conversation = first;

function inboxWith(...conversations: Conversation[]): Inbox {
  const session = {
    me: ME,
    email: "anna@shop.test",
    sites: [],
    editWindowS: 900,
    isAway: false,
    departmentIds: new Set<string>(),
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
