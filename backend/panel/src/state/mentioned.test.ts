import { expect, test } from "vitest";
import { mentionedIn, sees } from "./mentioned";

const ANNA = { id: "anna", name: "Анна", seen_department_ids: ["sales"] };
const VERA = { id: "vera", name: "Вера", seen_department_ids: null };

test("whoever is limited sees their departments, what they lead, and what is of none", () => {
  expect(sees(ANNA, "sales", null)).toBe(true);
  expect(sees(ANNA, null, null)).toBe(true);
  expect(sees(ANNA, "service", "anna")).toBe(true);
  expect(sees(ANNA, "service", "vera")).toBe(false);
});

test("everybody else sees everything, also where a server of before says nothing of it", () => {
  expect(sees(VERA, "service", null)).toBe(true);
  expect(sees({ id: "old", name: "Олег" }, "service", null)).toBe(true);
});

test("whoever is named is called, seen or not: the server says why that can't be", () => {
  expect(mentionedIn("@Анна, посмотри", [ANNA, VERA])).toEqual(["anna"]);
});
