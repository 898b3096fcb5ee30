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

async function conflictOver(theirs: Partial<typeof ONE>) {
  const puts: unknown[] = [];
  vi.stubGlobal("fetch", async (_url: string, { method, body }: { method: string; body?: string }) => {
    if (method !== "PUT") return new Response(JSON.stringify({ replies: held, sites: [], may_share: false }));
    puts.push(JSON.parse(body ?? ""));
    if (puts.length > 1) return new Response(null, { status: 204 });
    held = [{ ...ONE, version: 2, ...theirs }, TWO];
    const newer = { by: "Вера", at: "2026-11-30T11:05:00Z" };
    return new Response(JSON.stringify({ error: { code: "settings_changed", newer } }), { status: 409 });
  });
  await show();
  const field = form()?.querySelector("textarea") as HTMLTextAreaElement;
  act(() => {
    field.value = "Добрый день";
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  await press(/^Сохранить$/);
  await vi.waitFor(() => expect(document.querySelector(".conflict")).not.toBeNull());
  return { puts, field };
}

const told = () => [...document.querySelectorAll(".conflict dt, .conflict dd")].map((one) => one.textContent);

test("a colleague's words are shown beside one's own, which go over them, and what was not touched stays theirs", async () => {
  const { puts } = await conflictOver({ body: "Доброе утро", shortcut: "hi" });
  expect(document.querySelector(".conflict")?.textContent).toContain("Вера");
  expect(told()).toEqual(["Текст", "Сейчас: Доброе утро", "У\u00a0вас: Добрый день"]);
  await press(/^Всё равно сохранить моё$/);
  await vi.waitFor(() => expect(form()).toBeNull());
  expect(puts[1]).toEqual({ over_version: 2, words: { shortcut: "hi", body: "Добрый день" } });
});

test("a colleague's words take the place of one's own, and are what the next change is over", async () => {
  const { puts, field } = await conflictOver({ body: "Доброе утро" });
  await press(/^Показать новое$/);
  await vi.waitFor(() => expect(field.value).toBe("Доброе утро"));
  expect(document.querySelector(".conflict")).toBeNull();
  await press(/^Сохранить$/);
  await vi.waitFor(() => expect(puts).toHaveLength(2));
  expect(puts[1]).toMatchObject({ over_version: 2 });
});
