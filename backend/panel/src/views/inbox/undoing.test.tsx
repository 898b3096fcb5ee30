// @vitest-environment jsdom
// What is undone is what was done last, as a whole, and only where nobody has gone on from it; else it is said why not.
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, expect, test } from "vitest";
import type { Conversation } from "../../operator.gen";
import { ME, OTHER } from "../../state/server_model";
import { aimedAt, type Step } from "../../state/steps";
import type { Toast } from "../../state/toasts";
import { ru } from "../../texts/ru";
import { desk } from "./test_leading";

afterEach(() => {
  render(null, document.body);
});

const CLOSE: Step = { kind: "status", status: "closed", resultId: null };
const OPEN: Step = { kind: "status", status: "open", resultId: null };
const TO_ME: Step = { kind: "assign", operatorId: ME.id, departmentId: null };
const TO_OTHER: Step = { kind: "assign", operatorId: OTHER.id, departmentId: null };
const LATER = "2030-01-01T00:00:00Z";

/** One conversation that was `before`, and with which `step` was done. */
function after(step: Step, before: Partial<Conversation> = {}) {
  const one = desk(1);
  const id = one.all()[0]?.id ?? "";
  one.become(id, before);
  const [row] = one.all();
  if (!row) throw new Error("The desk is empty");
  act(() => one.now().leadOne(aimedAt(row, step)));
  one.settle(0);
  const undo = () => act(() => one.now().undoLast());
  return { ...one, id, undo, become: (change: Partial<Conversation>) => one.become(id, change) };
}

const stepsOf = (sent: ReturnType<typeof desk>["sent"], from: number) =>
  sent.slice(from).map(({ aimed }) => aimed.step);

test("while many are on their way nothing is undone, and that is said", () => {
  const { now, all, sent, said, settle } = desk(3);
  const [one, ...rest] = all();
  if (!one) throw new Error("The desk is empty");
  act(() => now().leadOne(aimedAt(one, TO_ME)));
  settle(0);
  act(() => void now().leadMany(rest.map((row) => aimedAt(row, CLOSE))));
  expect(now().lastDone()?.canBeUndone).toBe(false);
  act(() => now().undoLast());
  expect(sent).toHaveLength(3);
  expect(said.at(-1)?.text).toBe(ru.toast.isRunning);
  settle(1);
  settle(2);
  act(() => now().undoLast());
  expect(stepsOf(sent, 3)).toEqual([OPEN, OPEN]);
});

test("nothing before a deed that can't be taken back is undone, and that is said", () => {
  const { now, all, sent, said, become, settle } = desk(2);
  const [one, two] = all();
  if (!one || !two) throw new Error("The desk is empty");
  act(() => now().leadOne(aimedAt(one, CLOSE)));
  settle(0);
  become(two.id, { assignee: { ...OTHER, bot: true } });
  const led = all().find(({ id }) => id === two.id) ?? two;
  act(() => now().leadOne(aimedAt(led, TO_ME)));
  settle(1);
  act(() => now().undoLast());
  expect(sent).toHaveLength(2);
  expect(said.at(-1)?.text).toContain("Отменить нельзя");
});

test("what a colleague has gone on from is not undone, but shown, and can be all the same", () => {
  const { now, sent, said, become, undo } = after(TO_ME);
  become({ assignee: OTHER, last_seq: 9 });
  undo();
  expect(sent).toHaveLength(1);
  expect(said.at(-1)?.text).toContain(OTHER.name);
  expect(now().lastDone()).toBeNull();
  act(() => void now().take({ ...said.at(-1), id: "toast" } as Toast));
  expect(sent[1]?.aimed).toMatchObject({ overSeq: 9, step: { kind: "assign", operatorId: null } });
});

test.each<[string, Step, Partial<Conversation>]>([
  ["is not snoozed again", { kind: "snooze", until: null }, { snoozed_until: LATER }],
  ["is not closed again", OPEN, { status: "closed" }],
  ["has opened it again already", CLOSE, {}],
])("whoever has written since %s", (_, step, before) => {
  const { sent, said, become, undo } = after(step, before);
  become({ status: "open", snoozed_until: null, last_seq: 9, unread_count: 7 });
  undo();
  expect(sent).toHaveLength(1);
  expect(said.at(-1)?.text).toBe(ru.inbox.conflict.written);
});

test("the same time in other digits is the same, and tags are taken back whoever has gone on", () => {
  const snoozed = after({ kind: "snooze", until: "2030-01-01T00:00:00.000Z" });
  snoozed.become({ snoozed_until: "2030-01-01T00:00:00Z", last_seq: 2 });
  snoozed.undo();
  expect(stepsOf(snoozed.sent, 1)).toEqual([{ kind: "snooze", until: null }]);
  const tagged = after({ kind: "tag", addIds: ["a"], removeIds: [] });
  tagged.become({ assignee: OTHER, last_seq: 9 });
  tagged.undo();
  expect(tagged.sent).toHaveLength(2);
});

test("of many those are undone that are as they were left, the others are counted", () => {
  const { now, all, sent, said, settle, become } = desk(2);
  const [one, two] = all();
  if (!one || !two) throw new Error("The desk is empty");
  act(() => void now().leadMany([one, two].map((row) => aimedAt(row, TO_ME))));
  settle(0);
  settle(1);
  become(one.id, { assignee: OTHER, last_seq: 9 });
  become(two.id, { assignee: ME, last_seq: 9 });
  act(() => now().undoLast());
  expect(sent.slice(2).map(({ aimed }) => aimed.conversationId)).toEqual([two.id]);
  settle(2);
  expect(said.slice(-2).map(({ kind }) => kind)).toEqual(["done", "failed"]);
});

test("what was done later to a conversation is gone with an undoing out of turn", () => {
  const { now, all, sent, said, settle } = desk(2);
  const [one] = all();
  if (!one) throw new Error("The desk is empty");
  act(() => void now().leadMany(all().map((row) => aimedAt(row, TO_OTHER))));
  settle(0);
  settle(1);
  act(() => now().leadOne(aimedAt(one, TO_ME)));
  settle(2);
  act(() => void now().take({ ...said[0], id: "toast" } as Toast));
  settle(3);
  settle(4);
  act(() => now().undoLast());
  expect(sent).toHaveLength(5);
});

test("a closing that ended a snooze is undone step by step, and none after a refusal", () => {
  const { now, sent, said, settle, refuse, become, undo } = after(CLOSE, { snoozed_until: LATER });
  undo();
  expect(stepsOf(sent, 1)).toEqual([OPEN]);
  become({ assignee: OTHER, status: "closed", last_seq: 9 });
  refuse(1, "conversation_changed");
  expect(sent).toHaveLength(2);
  // What was left of it is offered as a whole, and done as one
  act(() => void now().take({ ...said.at(-1), id: "toast" } as Toast));
  expect(sent[2]?.aimed).toMatchObject({ step: OPEN, overSeq: 9 });
  settle(2);
  expect(sent[3]?.aimed).toMatchObject({ step: { kind: "snooze", until: LATER }, overSeq: 9 });
});

test("a deed on what is still being undone waits for its turn", () => {
  const { now, all, sent, said, settle, undo } = after(TO_ME);
  const [row] = all();
  act(() => now().leadOne(aimedAt(row as Conversation, CLOSE)));
  settle(1);
  undo();
  undo();
  expect(stepsOf(sent, 2)).toEqual([OPEN]);
  expect(said.at(-1)?.text).toBe(ru.toast.isRunning);
  settle(2);
  undo();
  expect(stepsOf(sent, 3)).toMatchObject([{ kind: "assign", operatorId: null }]);
});

test("many that were snoozed are undone step by step too", () => {
  const { now, all, sent, said, settle, become } = desk(2);
  for (const { id } of all()) become(id, { snoozed_until: LATER });
  act(() => void now().leadMany(all().map((row) => aimedAt(row, CLOSE))));
  settle(0);
  settle(1);
  act(() => now().undoLast());
  expect(stepsOf(sent, 2)).toEqual([OPEN, OPEN]);
  settle(2);
  settle(3);
  expect(stepsOf(sent, 4).map(({ kind }) => kind)).toEqual(["snooze", "snooze"]);
  settle(4);
  settle(5);
  expect(said.at(-1)?.text).toContain("Отменено");
});

test("a snooze whose time has come is not brought back", () => {
  const { clock, sent, settle, undo } = after(CLOSE, { snoozed_until: "1970-01-01T00:01:00Z" });
  clock.nowMs = 60_000;
  undo();
  settle(1);
  expect(stepsOf(sent, 1)).toEqual([OPEN]);
});

test("without a link, or the right, it is said why nothing is undone, and the deed is kept", () => {
  const { now, said, sent, link, undo } = after(TO_ME);
  link(false);
  expect(now().lastDone()?.canBeUndone).toBe(false);
  undo();
  expect(now().take({ ...said[0], id: "toast" } as Toast)).toBe(false);
  expect(said.slice(1).map(({ text }) => text)).toEqual([ru.toast.undoOffline, ru.toast.undoOffline]);
  link(true);
  undo();
  expect(sent).toHaveLength(2);
  render(null, document.body);

  const reader = desk(1, false);
  act(() => reader.now().leadOne(aimedAt(reader.all()[0] as Conversation, TO_ME)));
  act(() => reader.now().undoLast());
  expect(reader.sent).toHaveLength(1);
  expect(reader.said).toHaveLength(2);
});

test("an undoing that was refused for now can be tried again", () => {
  const { now, said, sent, refuse, settle, undo } = after(TO_ME);
  undo();
  expect(now().lastDone()).toBeNull();
  refuse(1, "internal");
  expect(said.at(-1)?.kind).toBe("failed");
  undo();
  expect(sent).toHaveLength(3);
  settle(2);
  expect(said.at(-1)?.text).toContain("Отменено");
  undo();
  expect(sent).toHaveLength(3);
});

test("what is the operator's own comes back at once, without a connection and without the right to lead", async () => {
  const { now, sent, said, link } = desk(1, false);
  let count = 0;
  const putBack = async () => Boolean(++count);
  link(false);
  act(() => now().drop("Возвраты", null, putBack));
  expect(said.map(({ text, offer }) => [text, offer?.word])).toEqual([["Удалено: Возвраты", "undo"]]);
  expect(now().lastDone()).toEqual({ what: "Удалено: Возвраты", canBeUndone: true });
  await act(async () => now().undoLast());
  await act(async () => now().undoLast());
  expect(count).toBe(1);
  expect(sent).toEqual([]);
  expect(said.map(({ text }) => text)).toEqual(["Удалено: Возвраты", "Отменено. Удалено: Возвраты"]);
});

test("what could not be put back is offered anew", async () => {
  const { now, said } = desk(1);
  const answers = [false, true];
  act(() => now().drop("Возвраты", null, async () => answers.shift() ?? false));
  const [first] = said;
  await act(async () => void now().take({ ...(first as Toast), id: "t" }));
  expect(said.map(({ text, offer }) => [text, offer?.word])).toEqual([
    ["Удалено: Возвраты", "undo"],
    ["Удалено: Возвраты", "undo"],
  ]);
  await act(async () => void now().take({ ...(said[1] as Toast), id: "t" }));
  expect(answers).toEqual([]);
  expect(said).toHaveLength(2);
});

test("what is named in a toast turns nothing in it, and is cut where it is long", () => {
  const { now, said } = desk(1);
  act(() => now().drop("\u202efdp.exe", null, async () => true));
  act(() => now().drop("слово ".repeat(1_000), null, async () => true));
  expect(said[0]?.text).toBe("Удалено: fdp.exe");
  expect(said[1]?.text).toMatch(/^Удалено: слово .{1,60}…$/);
});
