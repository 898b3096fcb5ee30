// @vitest-environment jsdom
// What is led is led a few at a time, what failed is said, and what a colleague was quicker with can be repeated.
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, expect, test } from "vitest";
import type { Panel } from "../../live/panel";
import type { Conversation } from "../../operator.gen";
import { newRow } from "../../state/rows";
import { OTHER, ServerModel } from "../../state/server_model";
import { type Aimed, aimedAt, commandOfStep, type Step } from "../../state/steps";
import type { Toast } from "../../state/toasts";
import { ru } from "../../texts/ru";
import { useLeading } from "./use_leading";

afterEach(() => {
  render(null, document.body);
});

const CLOSE: Step = { kind: "status", status: "closed", resultId: null };

/** Conversations, what was sent of them, what was said, and the hook's deeds. */
function desk(count: number) {
  const server = new ServerModel(500);
  for (let number = 0; number < count; number++) server.start("здравствуйте");
  const rows = new Map(server.folder("all").map((row) => [row.id, newRow(row, { sent: 0, now: 0 })]));
  const sent: { echoId: string; aimed: Aimed }[] = [];
  const said: Omit<Toast, "id">[] = [];
  const lead = (aimed: Aimed): string => {
    const echoId = `echo-${sent.length}`;
    sent.push({ echoId, aimed });
    return echoId;
  };
  const panel = { lead, state: { inbox: { rows } }, clock: { nowMs: () => 0 } } as unknown as Panel;
  let leading: ReturnType<typeof useLeading> | undefined;
  function Desk() {
    leading = useLeading(
      () => panel,
      ru,
      (toast) => said.push(toast),
    );
    return null;
  }
  act(() => render(<Desk />, document.body));
  const now = () => {
    if (!leading) throw new Error("The desk is not shown");
    return leading;
  };
  const all = () => [...rows.values()].map(({ conversation }) => conversation);
  const refuse = (index: number, code: string) => {
    const one = sent[index];
    if (one) act(() => now().giveUp(commandOfStep(one.aimed, one.echoId), code));
  };
  const settle = (index: number) => act(() => now().settle(sent[index]?.echoId ?? ""));
  const become = (id: string, change: Partial<Conversation>) => {
    const row = rows.get(id);
    if (row) rows.set(id, { ...row, conversation: { ...row.conversation, ...change } });
  };
  return { now, all, sent, said, refuse, settle, become };
}

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
  act(() => now().leadOne(aimedAt(row, { kind: "assign", operatorId: "me", departmentId: null })));
  become(row.id, { assignee: OTHER, last_seq: 5 });
  refuse(0, "conversation_changed");
  expect(said.at(-1)?.text).toContain(OTHER.name);
  act(() => void now().take({ ...said.at(-1), id: "toast" } as Toast));
  expect(sent[1]?.aimed).toMatchObject({ overSeq: 5, step: { kind: "assign", operatorId: "me" } });
});
