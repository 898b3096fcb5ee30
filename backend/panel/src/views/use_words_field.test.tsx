// @vitest-environment jsdom
// A field turns as its words begin, and breaks a word without an end anywhere, before it is there and while it is.
import { render } from "preact";
import { useRef } from "preact/hooks";
import { act } from "preact/test-utils";
import { afterEach, expect, test } from "vitest";
import { useWordsField } from "./use_words_field";

afterEach(() => render(null, document.body));

function Field({ words }: { readonly words: string }) {
  const field = useRef<HTMLTextAreaElement>(null);
  return <textarea ref={field} {...useWordsField(field, words, 160)} value={words} />;
}

function show(words: string): HTMLTextAreaElement {
  act(() => render(<Field words={words} />, document.body));
  return document.querySelector("textarea") as HTMLTextAreaElement;
}

test.each([
  ["", "ltr"],
  ["Здравствуйте, שלום", "ltr"],
  ["12: שלום, hello", "rtl"],
  [`${" ".repeat(200)}שלום`, "ltr"],
  ["مرحبا", "rtl"],
])("the direction of %j is %s", (words, direction) => {
  expect(show(words).dir).toBe(direction);
});

test("only a word without an end is broken anywhere", () => {
  expect(show("слово ".repeat(20_000)).style.wordBreak).toBe("");
  expect(show(`слово ${"я".repeat(500)} слово`).style.wordBreak).toBe("");
  expect(show("я".repeat(501)).style.wordBreak).toBe("break-all");
  expect(show("снова слова").style.wordBreak).toBe("");
});

test("it is broken before it comes in, since the browser lays it out at once", () => {
  const field = show("");
  field.dispatchEvent(new InputEvent("beforeinput", { data: "слово" }));
  expect(field.style.wordBreak).toBe("");
  field.dispatchEvent(new InputEvent("beforeinput", { data: "я".repeat(100_000) }));
  expect(field.style.wordBreak).toBe("break-all");
});

test("a field that is full needs no measure", () => {
  expect(show("слово ".repeat(20_000)).style.height).toBe("160px");
  expect(show("").style.height).toBe("");
});
