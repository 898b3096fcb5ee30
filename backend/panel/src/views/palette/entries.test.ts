// @vitest-environment jsdom
// What the palette finds, and that every action can be found in both languages.
import { expect, test } from "vitest";
import { LANGUAGES } from "../../preferences";
import { en } from "../../texts/en";
import { ru } from "../../texts/ru";
import { ACTIONS } from "../actions/actions";
import type { Desk } from "../actions/desk";
import { deskOf } from "../actions/test_desk";
import { choicesOf } from "./choices";
import { entriesOf, findEntries } from "./entries";
import { FULL_DESK } from "./test_full_desk";

/** A Wednesday morning. */
const NOW = new Date(2026, 10, 25, 10, 0, 0);

const entriesFor = (desk: Desk) => entriesOf(ru, desk, [], [], choicesOf(desk, null, NOW));

function find(query: string, options: Parameters<typeof deskOf>[0] = {}) {
  const { desk, done, conversation } = deskOf(options);
  const named = { ...conversation, visitor: { ...conversation.visitor, name: "Ольга Петровна" } };
  const pages = [{ page: "journal", title: "Журнал действий", titles: ["Журнал действий", "Journal"] }];
  return { found: findEntries(entriesOf(ru, desk, [named], pages, choicesOf(desk, null, NOW)), query), done };
}

test("ids and keys are nobody else's, but for actions that never make sense together", () => {
  const ids = ACTIONS.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const keyed = ACTIONS.filter(({ key }) => key !== undefined && key !== "e").map(({ key }) => key);
  expect(new Set(keyed).size).toBe(keyed.length);
});

test("each action is the first that its own name finds, in both languages", () => {
  for (const status of ["open", "closed"] as const) {
    const { desk } = deskOf({ status });
    const entries = entriesFor({ ...desk, ...FULL_DESK });
    expect(entries.length).toBeGreaterThan(35);
    for (const { id, found } of entries) {
      for (const name of found.slice(0, LANGUAGES.length)) {
        expect(findEntries(entries, name)[0]?.id, name).toBe(id);
      }
    }
  }
});

test("an action is found in English by who has the panel in Russian, and by keys of the other layout", () => {
  expect(find("close conv").found[0]?.id).toBe("close");
  expect(find("pfrhsnm").found[0]?.id).toBe("close");
  expect(find("logout").found[0]?.id).toBe("sign_out");
  expect(find(en.menu.security).found[0]?.name).toBe(ru.menu.security);
});

test("what makes no sense now is not offered", () => {
  expect(find("закрыть", { status: "closed" }).found.map(({ id }) => id)).not.toContain("close");
  expect(find("взять", { canAct: false }).found).toEqual([]);
  expect(find("поиск", { isCovered: true }).found.map(({ id }) => id)).not.toContain("search");
});

test("conversations are found by name, pages by theirs, and neither hides behind the other", () => {
  expect(find("петровна").found.map(({ kind }) => kind)).toEqual(["conversation"]);
  expect(find("journal").found.map(({ id }) => id)).toEqual(["page_journal"]);
  expect(find("").found.some(({ kind }) => kind === "conversation")).toBe(false);
});

test("the departments of the open conversation can be handed over to", () => {
  const { found, done } = find("передать склад", { departments: [{ id: "d1", name: "Склад" }] });
  expect(found).toHaveLength(1);
  found[0]?.run();
  expect(done).toEqual([`step ${JSON.stringify({ kind: "assign", operatorId: null, departmentId: "d1" })}`]);
});

test("what would be undone is named, in the words of both languages, where it can be", () => {
  const undoable = { desk: { lastDone: { what: "Закрыто: Ольга", canBeUndone: true } } };
  expect(find("отменить закрыто", undoable).found[0]?.name).toBe("Отменить: Закрыто: Ольга");
  expect(find("undo", undoable).found[0]?.id).toBe("undo");
  const held = { desk: { lastDone: { what: "Закрыто: Ольга", canBeUndone: false } } };
  expect(find("отменить закрыто", held).found.map(({ id }) => id)).not.toContain("undo");
});
