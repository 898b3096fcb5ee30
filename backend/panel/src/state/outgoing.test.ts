// What was taken out of an outbox comes back in its place, once, and goes on its way only where it was on it.
import { expect, test } from "vitest";
import { markSending } from "../../../../widget/src/live/outbox";
import { type Deed, type Outgoing, refused, unsentOf, withDeed, withoutDeed, withPutBack } from "./outgoing";

const ID = "conversation";
const message = (name: string): Deed => ({ type: "send_message", echo_id: name, conversation_id: ID, body: name });
const outgoing = (...names: string[]) => names.reduce<Outgoing>((all, name) => withDeed(all, message(name)), new Map());
const bodies = (all: Outgoing) => unsentOf(all, ID).map(({ body }) => body);
const refusal = (echo_id: string) => ({ type: "error", code: "file_unknown", message: "", echo_id }) as const;

test("a refused message comes back as it was, between those around it", () => {
  const { outgoing: before } = refused(outgoing("a", "b", "c"), refusal("b"), 0);
  const [, message] = before.get(ID) ?? [];
  if (!message) throw new Error("The message is gone");
  const back = withPutBack(withoutDeed(before, ID, "b"), message, 1);
  expect(back).toEqual(before);
  expect(unsentOf(back, ID)[1]?.failure).toBe("file_unknown");
  // Twice is once
  expect(withPutBack(back, message, 1)).toEqual(before);
});

test("where the others have gone it is there alone", () => {
  const [, , message] = outgoing("a", "b", "c").get(ID) ?? [];
  if (!message) throw new Error("The message is gone");
  expect(bodies(withPutBack(new Map(), message, 2))).toEqual(["c"]);
});

test("what was on the wire waits for its turn again", () => {
  const [message] = markSending(outgoing("a").get(ID) ?? [], "a");
  if (!message) throw new Error("The message is gone");
  expect(withPutBack(new Map(), message, 0).get(ID)?.[0]?.state).toBe("waiting");
});
