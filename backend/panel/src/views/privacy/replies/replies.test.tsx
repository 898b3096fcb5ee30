// @vitest-environment jsdom
// The form of a reply goes with the reply when it is deleted here, and stays with what is written when a colleague deletes it.
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Replies } from "./replies";

const ONE = {
  id: "one",
  scope: "own",
  site_ids: [],
  shortcut: "hello",
  body: "Здравствуйте",
  version: 1,
  may_change: true,
};
const TWO = { ...ONE, id: "two", shortcut: "bye" };

let held: readonly (typeof ONE)[] = [];

beforeEach(() => {
  held = [ONE, TWO];
  vi.stubGlobal("confirm", () => true);
  vi.stubGlobal("fetch", async (url: string, { method }: { method: string }) => {
    if (method === "DELETE") held = held.filter(({ id }) => !url.includes(id));
    return new Response(JSON.stringify({ replies: held, sites: [], may_share: false }));
  });
});

afterEach(() => {
  render(null, document.body);
  vi.unstubAllGlobals();
});

const buttons = () => [...document.querySelectorAll("button")];
const wordsOf = (button: Element) => button.getAttribute("aria-label") ?? button.textContent ?? "";
const form = () => document.querySelector(".replies__form");

async function press(name: RegExp) {
  await act(async () =>
    buttons()
      .find((button) => name.test(wordsOf(button)))
      ?.click(),
  );
}

async function show() {
  act(() => render(<Replies />, document.body));
  await vi.waitFor(() => expect(document.querySelectorAll(".replies__one")).toHaveLength(2));
  await press(/^Изменить.*hello/);
  expect(form()).not.toBeNull();
}

const left = (count: number) =>
  vi.waitFor(() => expect(document.querySelectorAll(".replies__one")).toHaveLength(count));

test("a reply that is deleted takes its form with it, and another can be added", async () => {
  await show();
  await press(/^Удалить.*hello/);
  await left(1);
  expect(form()).toBeNull();
  expect(buttons().some((button) => /^Добавить/.test(wordsOf(button)))).toBe(true);
});

test("what is written stays where a colleague has deleted the reply", async () => {
  await show();
  held = [TWO];
  await press(/^Удалить.*bye/);
  await left(0);
  expect(form()?.querySelector("textarea")?.value).toBe("Здравствуйте");
});
