import { expect, test } from "vitest";
import { exportsRu } from "../../../texts/pages/exports";
import type { PrivacyTexts } from "../words";
import { ANY, conditionsInWords, conditionsOf } from "./conditions";

const choices = {
  departments: [{ id: "d", name: "Опт" }],
  operators: [{ id: "o", name: "Анна" }],
  tags: [{ id: "t", name: "Жалоба" }],
};
const texts = { exports: exportsRu } as PrivacyTexts;

test("what is not chosen is not asked for", () => {
  expect(conditionsOf(ANY)).toEqual({});
  expect(conditionsOf({ ...ANY, department: "d", score: "low" })).toEqual({ department_ids: ["d"], scores: [1, 2, 3] });
  expect(conditionsOf({ ...ANY, state: "unanswered", score: "5" })).toEqual({ is_unanswered: true, scores: [5] });
  expect(conditionsOf({ ...ANY, state: "closed" })).toEqual({ states: ["closed"] });
});

test("conditions are told by names, also of what is not there any more", () => {
  expect(conditionsInWords(texts, {}, choices)).toBeNull();
  expect(conditionsInWords(texts, { tag_ids: [], is_unanswered: false }, choices)).toBeNull();
  const conditions = conditionsOf({ department: "d", operator: "o", tag: "x", state: "unanswered", score: "2" });
  expect(conditionsInWords(texts, conditions, choices)).toBe(
    "Направление: Опт; Сотрудник: Анна; Метка: нет в\u00a0списке; Оценка: 2; Посетитель ждёт ответа",
  );
});
