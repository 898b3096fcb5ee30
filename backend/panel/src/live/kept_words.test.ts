// @vitest-environment jsdom
// Unsent messages survive a reload; actions on conversations do not.
import { afterEach, beforeEach, expect, test } from "vitest";
import { EMPTY_DRAFT } from "../state/drafts";
import { unsentOf, withDeed } from "../state/outgoing";
import { loadWords, saveWords } from "./kept_words";

beforeEach(() => sessionStorage.clear());
afterEach(() => sessionStorage.clear());

const MESSAGE = { type: "send_message", echo_id: "e1", conversation_id: "c", body: "ответ" } as const;
const NOTE = { type: "add_note", echo_id: "e3", conversation_id: "c", body: "для\u00a0своих" } as const;
const CLOSING = { type: "set_status", echo_id: "e2", conversation_id: "c", status: "closed" } as const;

test("words come back for their writer only, until they are forgotten", () => {
  const outgoing = [MESSAGE, CLOSING, NOTE].reduce(withDeed, new Map());
  saveWords(sessionStorage, "anna", outgoing);
  const words = loadWords(sessionStorage, "anna");
  expect(unsentOf(words.outgoing, "c").map(({ body, isNote }) => [body, isNote])).toEqual([
    ["ответ", false],
    ["для\u00a0своих", true],
  ]);
  expect(words.outgoing.get("c")).toHaveLength(2);
  saveWords(sessionStorage, "anna", new Map());
  expect(sessionStorage.length).toBe(0);
  saveWords(sessionStorage, "anna", outgoing);
  expect(loadWords(sessionStorage, "boris").outgoing.size).toBe(0);
});

test("drafts that a tab kept before they were of the browser are read", () => {
  const draft = { ...EMPTY_DRAFT, reply: "старый" };
  sessionStorage.setItem("ryadom:panel:words:anna", JSON.stringify({ drafts: [["c", draft]] }));
  expect(loadWords(sessionStorage, "anna").drafts.get("c")).toEqual(draft);
});
