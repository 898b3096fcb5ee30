// Drafts and unsent messages survive a reload; actions on conversations do not.
import { expect, test } from "vitest";
import { EMPTY_DRAFT } from "../state/drafts";
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
const NOTE = { type: "add_note", echo_id: "e3", conversation_id: "c", body: "для\u00a0своих" } as const;
const DRAFT = { reply: "черновик", note: "заметка", isNote: true, replyTo: 3, begunAfterSeq: 5 };
const CLOSING = { type: "set_status", echo_id: "e2", conversation_id: "c", status: "closed" } as const;

test("words come back for their writer only, until they are forgotten", () => {
  const store = memory();
  const outgoing = [MESSAGE, CLOSING, NOTE].reduce(withDeed, new Map());
  saveWords(store, "anna", { drafts: new Map([["c", DRAFT]]), outgoing });
  const words = loadWords(store, "anna");
  expect(words.drafts.get("c")).toEqual(DRAFT);
  expect(unsentOf(words.outgoing, "c").map(({ body, isNote }) => [body, isNote])).toEqual([
    ["ответ", false],
    ["для\u00a0своих", true],
  ]);
  expect(words.outgoing.get("c")).toHaveLength(2);
  expect(loadWords(store, "boris").drafts.size).toBe(0);
  forgetWords(store, "anna");
  expect(loadWords(store, "anna").outgoing.size).toBe(0);
});

test("drafts of before there were notes are drafts of answers", () => {
  const store = memory();
  store.setItem("ryadom:panel:words:anna", JSON.stringify({ drafts: [["c", "старый"]] }));
  expect(loadWords(store, "anna").drafts.get("c")).toEqual({ ...EMPTY_DRAFT, reply: "старый" });
});
