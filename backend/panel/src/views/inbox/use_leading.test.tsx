// @vitest-environment jsdom
// What is led is led a few at a time, what failed is said, and what a colleague was quicker with can be repeated.
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, expect, test } from "vitest";
import type { Conversation } from "../../operator.gen";
import { ME, OTHER } from "../../state/server_model";
import { aimedAt, type Step } from "../../state/steps";
import type { Toast } from "../../state/toasts";
import { desk } from "./test_leading";

afterEach(() => {
  render(null, document.body);
});

const CLOSE: Step = { kind: "status", status: "closed", resultId: null };

test("many are led twenty at a time, and undone as far as they were done", () => {
  const { now, all, sent, said, refuse, settle } = desk(30);
  act(() => void now().leadMany(all().map((row) => aimedAt(row, CLOSE))));
  expect(sent).toHaveLength(20);
  expect(now().progress).toEqual({ done: 0, total: 30 });
  refuse(0, "conversation_changed");
  for (let index = 1; index < 30; index++) settle(index);
  expect(sent).toHaveLength(30);
  expect(now().progress).toBeNull();
  const [done, failed] = said;
  expect(done?.text).toBe("Закрыто: 29\u00a0диалогов");
  expect(done?.offer?.word === "undo" && done.offer.steps).toHaveLength(29);
  expect(failed?.text).toContain("коллега успел раньше");
  act(() => void now().take({ ...done, id: "toast" } as Toast));
  expect(sent[30]?.aimed.step).toEqual({ kind: "status", status: "open", resultId: null });
});

test("an undoing waits for what is on its way, and says that it has not begun", () => {
  const { now, all, sent, said, settle } = desk(4);
  const steps = all().map((row) => aimedAt(row, CLOSE));
  act(() => void now().leadMany(steps.slice(0, 2)));
  settle(0);
  settle(1);
  const undo = { ...said[0], id: "toast" } as Toast;
  act(() => void now().leadMany(steps.slice(2)));
  expect(now().take(undo)).toBe(false);
  expect(sent).toHaveLength(4);
  settle(2);
  settle(3);
  act(() => expect(now().take(undo)).toBe(true));
  expect(sent).toHaveLength(6);
});

test("a closing is undone at the version that was seen then", () => {
  const { now, all, sent, said } = desk(1);
  const [row] = all();
  if (!row) throw new Error("The desk is empty");
  act(() => now().leadOne(aimedAt(row, CLOSE)));
  act(() => void now().take({ ...said[0], id: "toast" } as Toast));
  expect(sent.map(({ aimed }) => aimed.overSeq)).toEqual([row.last_seq, row.last_seq]);
  expect(said).toHaveLength(1);
});

test("what a colleague was quicker with is shown, and repeated at the version of now", () => {
  const { now, all, sent, said, refuse, become } = desk(1);
  const [row] = all();
  if (!row) throw new Error("The desk is empty");
  act(() => now().leadOne(aimedAt(row, { kind: "assign", operatorId: ME.id, departmentId: null })));
  become(row.id, { assignee: OTHER, last_seq: 5 });
  refuse(0, "conversation_changed");
  expect(said.at(-1)?.text).toContain(OTHER.name);
  act(() => void now().take({ ...said.at(-1), id: "toast" } as Toast));
  expect(sent[1]?.aimed).toMatchObject({ overSeq: 5, step: { kind: "assign", operatorId: ME.id } });
});

const TO_ME: Step = { kind: "assign", operatorId: ME.id, departmentId: null };
const TO_QUEUE: Step = { kind: "assign", operatorId: null, departmentId: null };
const LATER = "2030-01-01T00:00:00Z";

test.each<[string, Step, Step, Partial<Conversation>]>([
  ["Взято в\u00a0работу", TO_ME, TO_QUEUE, {}],
  ["Возвращено в\u00a0очередь", TO_QUEUE, TO_ME, { assignee: ME }],
  ["Передано", { kind: "assign", operatorId: OTHER.id, departmentId: null }, TO_ME, { assignee: ME }],
  ["Метки изменены", { kind: "tag", addIds: ["a"], removeIds: [] }, { kind: "tag", addIds: [], removeIds: ["a"] }, {}],
  ["Открыто снова", { kind: "status", status: "open", resultId: null }, CLOSE, { status: "closed" }],
  ["Отложено", { kind: "snooze", until: LATER }, { kind: "snooze", until: null }, {}],
  ["Возвращено:", { kind: "snooze", until: null }, { kind: "snooze", until: LATER }, { snoozed_until: LATER }],
])("«%s» is said with the way back", (word, step, back, before) => {
  const { now, all, sent, said, become } = desk(1);
  const id = all()[0]?.id ?? "";
  become(id, before);
  const [row] = all();
  if (!row) throw new Error("The desk is empty");
  act(() => now().leadOne(aimedAt(row, step)));
  expect(said[0]?.text).toContain(word);
  act(() => void now().take({ ...said[0], id: "toast" } as Toast));
  expect(sent[1]?.aimed).toEqual({ conversationId: id, step: back, overSeq: row.last_seq });
});

test("deeds are undone the last one first, each once, also where their toasts have gone", () => {
  const { now, all, sent, said, withdrawn, settle } = desk(2);
  const [one, two] = all();
  if (!one || !two) throw new Error("The desk is empty");
  act(() => now().leadOne(aimedAt(one, TO_ME)));
  act(() => now().leadOne(aimedAt(two, CLOSE)));
  expect(now().lastDone()).toEqual({ what: said[1]?.text, canBeUndone: true });
  act(() => now().undoLast());
  expect(sent[2]?.aimed).toMatchObject({ conversationId: two.id, step: { kind: "status", status: "open" } });
  expect(withdrawn).toEqual([said[1]?.offer]);
  // Not before the server has done it
  expect(said).toHaveLength(2);
  settle(2);
  expect(said[2]).toMatchObject({ text: `Отменено. ${said[1]?.text}`, conversationId: two.id, offer: null });
  act(() => now().undoLast());
  expect(sent[3]?.aimed).toMatchObject({ conversationId: one.id, step: TO_QUEUE });
  act(() => now().undoLast());
  expect(sent).toHaveLength(4);
  expect(now().lastDone()).toBeNull();
});

test("what nobody has in mind any more is not undone by the key", () => {
  const { now, all, sent, clock } = desk(1);
  const [row] = all();
  if (!row) throw new Error("The desk is empty");
  act(() => now().leadOne(aimedAt(row, TO_ME)));
  clock.nowMs = 10 * 60_000;
  expect(now().lastDone()).toBeNull();
  act(() => now().undoLast());
  expect(sent).toHaveLength(1);
});

test("many are undone together by the key, and an undoing is not undone", () => {
  const { now, all, sent, said, settle } = desk(2);
  act(() => void now().leadMany(all().map((row) => aimedAt(row, TO_ME))));
  settle(0);
  settle(1);
  act(() => now().undoLast());
  expect(sent.slice(2).map(({ aimed }) => aimed.step)).toEqual([TO_QUEUE, TO_QUEUE]);
  settle(2);
  settle(3);
  expect(said.at(-1)).toMatchObject({ text: `Отменено. Взято в\u00a0работу: 2\u00a0диалога`, offer: null });
  expect(now().lastDone()).toBeNull();
});

test("what was refused can't be undone, and an undoing that a colleague has overtaken is shown as any deed", () => {
  const { now, all, sent, said, refuse, become } = desk(2);
  const [one, two] = all();
  if (!one || !two) throw new Error("The desk is empty");
  act(() => now().leadOne(aimedAt(one, TO_ME)));
  act(() => now().leadOne(aimedAt(two, TO_ME)));
  refuse(1, "conversation_changed");
  expect(now().lastDone()).toEqual({ what: said[0]?.text, canBeUndone: true });
  act(() => now().undoLast());
  become(one.id, { assignee: OTHER, last_seq: 8 });
  refuse(2, "conversation_changed");
  expect(said.at(-1)).toMatchObject({ kind: "failed", conversationId: one.id, offer: { word: "repeat" } });
  expect(said.at(-1)?.text).toContain(OTHER.name);
  expect(sent).toHaveLength(3);
});
