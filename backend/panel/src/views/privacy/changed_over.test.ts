// One's own changes over somebody else's: what was not touched stays theirs, and what differs is told once.
import { expect, test } from "vitest";
import { changedOver, clashesBetween } from "./changed_over";

test("only what was changed goes over theirs, however deep", () => {
  const before = { accent: "#000000", ru: { title: "Чат", greeting: "" }, hours: [null, 1] };
  const mine = { accent: "#000000", ru: { title: "Лавка", greeting: "" }, hours: [null, 2] };
  const now = { accent: "#ffffff", ru: { title: "Чат", greeting: "Привет" }, hours: [3, 1] };
  expect(changedOver(before, mine, now)).toEqual({
    accent: "#ffffff",
    ru: { title: "Лавка", greeting: "Привет" },
    hours: [null, 2],
  });
});

test("names come and go, by one's own hand or by theirs", () => {
  const before: Record<string, string> = { A: "{name}", B: "{phone}", C: "{email}" };
  const mine = { A: "{name}", B: "{phone}", D: "{site}" };
  const now = { A: "{name}", C: "{email}", E: "{request}" };
  expect(changedOver(before, mine, now)).toEqual({ A: "{name}", D: "{site}", E: "{request}" });
});

test("what is ticked in another order is no change; a list of days is", () => {
  expect(changedOver({ ids: ["a", "b"] }, { ids: ["b", "a"] }, { ids: ["c"] })).toEqual({ ids: ["c"] });
  const [day, off] = [{ opens: 540 }, null];
  expect(changedOver({ hours: [day, off] }, { hours: [off, day] }, { hours: [day, day] })).toEqual({
    hours: [off, day],
  });
});

test("nothing and something are told apart", () => {
  expect(changedOver<number | null>(1, null, 2)).toBe(null);
  expect(changedOver<number | null>(null, null, 2)).toBe(2);
  expect(changedOver<readonly string[] | null>(null, ["a"], null)).toEqual(["a"]);
});

test("a line that only one has is nothing in the other, and what is told the same is left out", () => {
  expect(
    clashesBetween(
      [
        ["Цвет", "красный"],
        ["Правило 1", "Открыть чат"],
      ],
      [
        ["Цвет", "красный"],
        ["Правило 2", "Пригласить"],
      ],
    ),
  ).toEqual([
    { name: "Правило 2", theirs: "", mine: "Пригласить" },
    { name: "Правило 1", theirs: "Открыть чат", mine: "" },
  ]);
});
