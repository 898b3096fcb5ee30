import { expect, test } from "vitest";
import { colourOf, initialsOf } from "./face";

test.each([
  ["Анна", "А"],
  ["иванова анна петровна", "ИА"],
  ["  ", ""],
  ["😀 Smile", "😀S"],
])("%s is %s", (name, initials) => expect(initialsOf(name)).toBe(initials));

test("the colour follows from the id, whatever it is", () => {
  const id = "01920000-0000-7000-8000-00000000ffff";
  expect(colourOf(id)).toBe(colourOf(id));
  for (const odd of [id, "", "zzzz"]) expect([0, 1, 2, 3, 4, 5]).toContain(colourOf(odd));
});
