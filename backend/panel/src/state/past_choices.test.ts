// Who answers no more can be chosen, last and marked, and not twice.
import { expect, test } from "vitest";
import type { SiteRef } from "../operator.gen";
import { colleaguesOf, departmentsOf } from "./past_choices";

const SITES: readonly SiteRef[] = [
  {
    id: "s1",
    name: "Лавка",
    colleagues: [{ id: "a", name: "Анна" }],
    former_colleagues: [{ id: "v", name: "Вера" }],
    departments: [{ id: "d1", name: "Продажи" }],
    archived_departments: [{ id: "d2", name: "Опт" }],
  },
  {
    id: "s2",
    name: "Другая",
    colleagues: [{ id: "o", name: "Ольга" }],
    former_colleagues: [
      { id: "a", name: "Анна" },
      { id: "v", name: "Вера" },
    ],
  },
];

test("what is past comes last, marked and once, and not if it is past on one site alone", () => {
  expect(colleaguesOf(SITES, (name) => `${name}*`).map(({ name }) => name)).toEqual(["Анна", "Ольга", "Вера*"]);
  expect(departmentsOf(SITES, (name) => `${name}*`).map(({ name }) => name)).toEqual(["Продажи", "Опт*"]);
});

test("a server of an older version tells of nothing past", () => {
  expect(colleaguesOf([{ id: "s", name: "Лавка", colleagues: [{ id: "a", name: "Анна" }] }], String)).toHaveLength(1);
});
