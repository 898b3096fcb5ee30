// Whether a colleague has answered while an answer was being written.
import { expect, test } from "vitest";
import { EMPTY_DRAFT, hasWords, overtakenBy, withDraft, withFiles, withWords } from "./drafts";
import type { Entry } from "./rows";

const ME = "anna";

function said(seq: number, kind: "visitor" | "operator", id: string): Entry {
  const author = { kind, id, name: id };
  return { type: "message_posted", seq, author, body: "", created_at: "2026-11-28T10:00:00Z" } as Entry;
}

test("an answer is overtaken by colleagues only, and by what came after it was begun", () => {
  const draft = withWords(withWords(EMPTY_DRAFT, "Д", 3, false), "Да", 5, false);
  expect(overtakenBy(draft, [said(2, "operator", "boris"), said(3, "visitor", "v")], ME)).toBeNull();
  expect(overtakenBy(draft, [said(4, "visitor", "v"), said(5, "operator", ME)], ME)).toBeNull();
  expect(overtakenBy(draft, [said(4, "operator", "boris"), said(6, "visitor", "v")], ME)).toEqual({
    seq: 4,
    name: "boris",
  });
});

test("an answer that was emptied is begun anew", () => {
  const draft = withWords(withWords(withWords(EMPTY_DRAFT, "Да", 3, false), " ", 4, false), "Нет", 6, false);
  expect(overtakenBy(draft, [said(5, "operator", "boris")], ME)).toBeNull();
});

test("a note is no answer", () => {
  const draft = withWords({ ...EMPTY_DRAFT, isNote: true }, "заметка", 3, false);
  expect(overtakenBy(draft, [said(4, "operator", "boris")], ME)).toBeNull();
});

test("files alone are an answer that a colleague may overtake, until they are sent or taken away", () => {
  const attached = withFiles(EMPTY_DRAFT, true, 3);
  expect(overtakenBy(attached, [said(4, "operator", "boris")], ME)?.seq).toBe(4);
  expect(withDraft(new Map(), "C", attached).get("C")).toEqual(attached);
  expect(withFiles(attached, true, 9)).toBe(attached);
  expect(withFiles(attached, false, 9)).toEqual(EMPTY_DRAFT);
  const written = withWords(attached, "Вот", 5, true);
  expect(overtakenBy(written, [said(4, "operator", "boris")], ME)?.seq).toBe(4);
  expect(withWords(written, "", 6, true)).toEqual(attached);
  expect(withFiles(written, false, 9)).toBe(written);
  expect(withWords(written, "", 6, false)).toEqual(EMPTY_DRAFT);
});

test("words of an answer or of a note would be lost, blanks and a choice of kind would not", () => {
  expect(hasWords({ ...EMPTY_DRAFT, reply: "Да" })).toBe(true);
  expect(hasWords({ ...EMPTY_DRAFT, note: "заметка" })).toBe(true);
  expect(hasWords({ ...EMPTY_DRAFT, reply: " \n", isNote: true, replyTo: 3 })).toBe(false);
});
