// Toasts end with what they say.
import { expect, test } from "vitest";
import type { Conversation } from "../operator.gen";
import { withDeed } from "./outgoing";
import { newRow, type Row } from "./rows";
import { ServerModel } from "./server_model";
import { isTrue, type Toast } from "./toasts";

function held(status: Conversation["status"]): { id: string; rows: ReadonlyMap<string, Row> } {
  const server = new ServerModel(50);
  server.start("здравствуйте");
  const [conversation] = server.folder("all");
  if (!conversation) throw new Error("The model has lost its conversation");
  const row = newRow({ ...conversation, status }, { sent: 0, now: 0 });
  return { id: conversation.id, rows: new Map([[conversation.id, row]]) };
}

const closed = (conversationId: string): Toast => ({ id: "t", text: "", conversationId, kind: "closed", offer: null });

test("a closing is said until the conversation is open again", () => {
  const { id, rows } = held("closed");
  expect(isTrue(closed(id), rows, new Map())).toBe(true);
  expect(isTrue(closed(id), held("open").rows, new Map())).toBe(false);
});

test("a closing is said while it is on its way, and where the row is not held", () => {
  const { id, rows } = held("open");
  const outgoing = withDeed(new Map(), { type: "set_status", echo_id: "e", conversation_id: id, status: "closed" });
  expect(isTrue(closed(id), rows, outgoing)).toBe(true);
  expect(isTrue(closed(id), new Map(), new Map())).toBe(true);
});

test("a failure stays said whatever becomes of the conversation", () => {
  const { id, rows } = held("open");
  expect(isTrue({ ...closed(id), kind: "failed" }, rows, new Map())).toBe(true);
});
