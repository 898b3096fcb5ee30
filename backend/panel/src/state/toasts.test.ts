// Toasts end with what they say.
import { expect, test } from "vitest";
import type { Conversation } from "../operator.gen";
import type { Doubt } from "./model";
import { withDeed } from "./outgoing";
import { newRow, type Row } from "./rows";
import { ServerModel } from "./server_model";
import { isTrue, type Toast, withToast } from "./toasts";

type Held = { id: string; rows: ReadonlyMap<string, Row>; doubts: ReadonlyMap<string, Doubt> };

function held(status: Conversation["status"]): Held {
  const server = new ServerModel(50);
  server.start("здравствуйте");
  const [conversation] = server.folder("all");
  if (!conversation) throw new Error("The model has lost its conversation");
  const row = newRow({ ...conversation, status }, { sent: 0, now: 0 });
  return { id: conversation.id, rows: new Map([[conversation.id, row]]), doubts: new Map() };
}

const closed = (conversationId: string): Toast => ({ id: "t", text: "", conversationId, kind: "closed", offer: null });

test("a closing is said until the conversation is open again", () => {
  const { id, ...inbox } = held("closed");
  expect(isTrue(closed(id), inbox, new Map())).toBe(true);
  expect(isTrue(closed(id), held("open"), new Map())).toBe(false);
});

test("a closing is said while it is on its way, and where the row is not held", () => {
  const { id, ...inbox } = held("open");
  const outgoing = withDeed(new Map(), { type: "set_status", echo_id: "e", conversation_id: id, status: "closed" });
  expect(isTrue(closed(id), inbox, outgoing)).toBe(true);
  expect(isTrue(closed(id), { ...inbox, rows: new Map() }, new Map())).toBe(true);
});

test("a row that is behind the server does not gainsay a closing", () => {
  const { id, ...inbox } = held("open");
  expect(isTrue(closed(id), { ...inbox, doubts: new Map([[id, { seq: 9, tick: 1 }]]) }, new Map())).toBe(true);
});

test("a failure stays said whatever becomes of the conversation", () => {
  const { id, ...inbox } = held("open");
  expect(isTrue({ ...closed(id), kind: "failed" }, inbox, new Map())).toBe(true);
});

test("of one conversation the last deed has its buttons, of several the last three", () => {
  const undo = { word: "undo", steps: [], left: [] } as const;
  const told = (id: string, conversationId: string | null): Toast => ({
    ...closed("x"),
    id,
    conversationId,
    offer: undo,
    isOfDeed: true,
  });
  const called: Toast = { ...told("call", "a"), kind: "called", offer: { word: "open" }, isOfDeed: false };
  const shown = [called, told("1", "a"), told("2", "b")];
  expect(withToast(shown, told("3", "a")).map(({ id }) => id)).toEqual(["call", "2", "3"]);
  expect(withToast(shown, { ...called, id: "next" }).map(({ id }) => id)).toEqual(["1", "2", "next"]);
  expect(withToast(shown, told("many", null)).map(({ id }) => id)).toEqual(["1", "2", "many"]);
  const failed: Toast = { ...told("no", "b"), kind: "failed", offer: null };
  expect(withToast(shown, failed).map(({ id }) => id)).toEqual(["call", "1", "no"]);
  expect(withToast([failed], told("4", "b")).map(({ id }) => id)).toEqual(["no", "4"]);
});

test("what is no deed leaves a deed its way back", () => {
  const undo = { word: "undo", steps: [], left: [] } as const;
  const deed: Toast = { ...closed("a"), id: "deed", offer: undo, isOfDeed: true };
  const crm = (id: string): Toast => ({ ...closed("a"), id, kind: "done" });
  const tooFar: Toast = { ...closed("a"), id: "far", kind: "failed" };
  const shown = withToast(withToast([deed], crm("1")), tooFar);
  expect(shown.map(({ id }) => id)).toEqual(["deed", "1", "far"]);
  expect(withToast(shown, crm("2")).map(({ id }) => id)).toEqual(["deed", "far", "2"]);
  // Nor does a deed put away what else was said
  expect(withToast([crm("1")], deed).map(({ id }) => id)).toEqual(["1", "deed"]);
});
