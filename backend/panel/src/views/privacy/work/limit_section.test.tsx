// @vitest-environment jsdom
// A limit of chats is set over the one that was seen; who was quicker is said, and both choices hold.
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { learnErrors } from "../../../texts/errors";
import { laterErrorsEn, laterErrorsRu } from "../../../texts/later_error_words";
import { colleagueOf } from "../colleagues/test_colleague";
import { LimitSection } from "./limit_section";

const ANNA = colleagueOf("Анна", { max_chats: 2 });
const CLASH = { code: "settings_changed", field: "max_chats", newer: { by: "Вера <b>", at: "2026-11-30T11:05:00Z" } };

let puts: unknown[];
let refusals: unknown[];
let isThere: boolean;

beforeEach(() => {
  learnErrors(laterErrorsRu, laterErrorsEn);
  puts = [];
  refusals = [];
  isThere = true;
  vi.stubGlobal("fetch", async (_url: string, { method, body }: { method: string; body?: string }) => {
    if (method === "GET")
      return new Response(JSON.stringify({ operators: isThere ? [{ ...ANNA, max_chats: null }] : [] }));
    puts.push(JSON.parse(body ?? ""));
    const error = refusals.shift();
    return error ? new Response(JSON.stringify({ error }), { status: 409 }) : new Response(null, { status: 204 });
  });
  show(2);
});

afterEach(() => {
  render(null, document.body);
  vi.unstubAllGlobals();
});

function show(limit: number | null): void {
  const colleague = { ...ANNA, max_chats: limit };
  act(() => render(<LimitSection colleague={colleague} atWork={null} onChanged={() => undefined} />, document.body));
}

const field = () => document.querySelector("input") as HTMLInputElement;
const conflict = () => document.querySelector<HTMLElement>(".conflict");

function type(limit: string): void {
  act(() => {
    field().value = limit;
    field().dispatchEvent(new Event("input", { bubbles: true }));
  });
}

async function press(name: string): Promise<void> {
  const button = [...document.querySelectorAll("button")].find(({ textContent }) => textContent?.trim() === name);
  expect(button, name).toBeDefined();
  await act(async () => button?.click());
}

async function refused(limit: string): Promise<void> {
  refusals = [CLASH];
  type(limit);
  await press("Сохранить предел");
  await vi.waitFor(() => expect(conflict()).not.toBeNull());
}

test("a newer limit is said with whose it is, and one's own is kept until it is chosen", async () => {
  await refused("7");
  expect(conflict()?.textContent).toContain("Вера <b>");
  expect(conflict()?.textContent).toMatch(/Сейчас: без\u00a0предела.*У\u00a0вас: 7/);
  expect(field().value).toBe("7");
  await press("Всё равно сохранить моё");
  await vi.waitFor(() => expect(conflict()).toBeNull());
  type("8");
  await press("Сохранить предел");
  await vi.waitFor(() => expect(puts).toHaveLength(3));
  expect(puts).toEqual([
    { max_chats: 7, over: 2 },
    { max_chats: 7, over: null },
    { max_chats: 8, over: 7 },
  ]);
});

test("what somebody else has set is taken, and is what the next one is over", async () => {
  await refused("7");
  await press("Показать новое");
  expect([conflict(), field().value]).toEqual([null, ""]);
  type("0");
  await press("Сохранить предел");
  await vi.waitFor(() => expect(puts[1]).toEqual({ max_chats: 0, over: null }));
});

test("one's own is kept also where it is again what was seen", async () => {
  await refused("7");
  type("2");
  await press("Всё равно сохранить моё");
  await vi.waitFor(() => expect(puts[1]).toEqual({ max_chats: 2, over: null }));
});

test("what comes while somebody types is not taken for seen; before, it is", async () => {
  show(4);
  expect(field().value).toBe("4");
  type("5");
  show(6);
  expect(field().value).toBe("5");
  await press("Сохранить предел");
  await vi.waitFor(() => expect(puts).toEqual([{ max_chats: 5, over: 4 }]));
});

test("what somebody else sets back before the list came again is shown, and not said to be saved", async () => {
  type("5");
  await press("Сохранить предел");
  await vi.waitFor(() => expect(document.querySelector(".page__done")?.textContent).toBe("Предел сохранён."));
  show(2);
  expect(field().value).toBe("2");
  expect(document.querySelector(".page__done")).toBeNull();
});

test("a colleague who is gone by then is said to be so", async () => {
  isThere = false;
  refusals = [CLASH];
  type("7");
  await press("Сохранить предел");
  await vi.waitFor(() =>
    expect(document.querySelector("[role=alert]")?.textContent).toContain("сотрудник не\u00a0найден"),
  );
  expect(conflict()).toBeNull();
});
