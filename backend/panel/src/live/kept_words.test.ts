// Drafts and unsent messages survive a reload; actions on conversations do not.
import { expect, test } from "vitest";
import { unsentOf, withDeed } from "../state/outgoing";
import { forgetWords, loadWords, saveWords } from "./kept_words";

function memory() {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
}

const MESSAGE = { type: "send_message", echo_id: "e1", conversation_id: "c", body: "ответ" } as const;
const CLOSING = { type: "set_status", echo_id: "e2", conversation_id: "c", status: "closed" } as const;

test("words come back for their writer only, until they are forgotten", () => {
  const store = memory();
  const outgoing = withDeed(withDeed(new Map(), MESSAGE), CLOSING);
  saveWords(store, "anna", { drafts: new Map([["c", "черновик"]]), outgoing });
  const words = loadWords(store, "anna");
  expect(words.drafts.get("c")).toBe("черновик");
  expect(unsentOf(words.outgoing, "c").map(({ body }) => body)).toEqual(["ответ"]);
  expect(words.outgoing.get("c")).toHaveLength(1);
  expect(loadWords(store, "boris").drafts.size).toBe(0);
  forgetWords(store, "anna");
  expect(loadWords(store, "anna").outgoing.size).toBe(0);
});
