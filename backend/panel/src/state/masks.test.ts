// The pieces of a masked message are all of it, in order, whatever a server says.
import { expect, test } from "vitest";
import { splitMasks } from "./masks";

test("masks are told from the words around them", () => {
  const body = "🙂 +7 ••• ••• 45 67, жду";
  expect(splitMasks(body, [{ start: 3, end: 19, kind: "phone" }])).toEqual([
    { text: "🙂 ", kind: null },
    { text: "+7 ••• ••• 45 67", kind: "phone" },
    { text: ", жду", kind: null },
  ]);
});

test("a message without masks is one piece", () => {
  expect(splitMasks("привет", [])).toEqual([{ text: "привет", kind: null }]);
});

test("masks that overlap or lie outside the text change nothing of it", () => {
  const wrong = [
    { start: 0, end: 3, kind: "phone" },
    { start: 2, end: 4, kind: "phone" },
    { start: 5, end: 5, kind: "phone" },
    { start: 4, end: 99, kind: "phone" },
  ];
  const pieces = splitMasks("привет", wrong);
  expect(pieces.map(({ text }) => text).join("")).toBe("привет");
  expect(pieces.filter(({ kind }) => kind !== null)).toHaveLength(1);
});
