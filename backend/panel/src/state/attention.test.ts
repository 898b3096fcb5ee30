// Who waits for this operator in particular.
import { expect, test } from "vitest";
import type { Conversation } from "../operator.gen";
import { ownIsWaiting } from "./attention";
import { EMPTY_INBOX, type Inbox } from "./model";
import { newRow } from "./rows";
import { ME, OTHER, ServerModel } from "./server_model";

function inboxWith(change: Partial<Conversation>): Inbox {
  const server = new ServerModel(50);
  server.start("здравствуйте");
  const [conversation] = server.folder("all");
  if (!conversation) throw new Error("The model has lost its conversation");
  const row = newRow({ ...conversation, ...change }, { sent: 0, now: 0 });
  const session = { me: ME, email: "anna@shop.test", sites: [] };
  return { ...EMPTY_INBOX, session, rows: new Map([[conversation.id, row]]) };
}

const SINCE = "2026-11-12T10:00:00Z";

test("own conversations are waited in while they are open and unanswered", () => {
  expect(ownIsWaiting(inboxWith({ assignee: ME, waiting_since: SINCE }))).toBe(true);
  expect(ownIsWaiting(inboxWith({ assignee: ME, waiting_since: null }))).toBe(false);
  expect(ownIsWaiting(inboxWith({ assignee: ME, waiting_since: SINCE, status: "closed" }))).toBe(false);
});

test("nobody waits for this operator in the queue or with a colleague", () => {
  expect(ownIsWaiting(inboxWith({ assignee: null, waiting_since: SINCE }))).toBe(false);
  expect(ownIsWaiting(inboxWith({ assignee: OTHER, waiting_since: SINCE }))).toBe(false);
});
