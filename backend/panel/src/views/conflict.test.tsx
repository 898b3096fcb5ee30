// @vitest-environment jsdom
// Somebody else was quicker: what was typed stays, whose change it was is said, and both choices are reached by Tab.
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Days, Retention } from "../live/retention_requests";
import { LifetimesForm } from "./privacy/retention/lifetimes_form";

const SITE = "019a4c1e-7c3b-7d1a-8f00-0123456789ab";
const BEFORE: Days = { messages: 365, pages: 90, card: null, consents: null };
const NOW: Days = { ...BEFORE, messages: 30 };
const TERM = { min_days: 1, recommended_days: 365 };
const TERMS: Retention["terms"] = { messages: TERM, pages: TERM, card: TERM, consents: TERM };

let puts: { days: Partial<Days>; over: Days }[] = [];
let refusals: unknown[] = [];
let fetched: unknown;

beforeEach(() => {
  puts = [];
  refusals = [{ code: "settings_changed", field: "messages", newer: { by: "Вера <b>", at: "2026-11-30T11:05:00Z" } }];
  fetched = { sites: [{ id: SITE, name: "Лавка", days: NOW }], terms: TERMS };
  vi.stubGlobal("fetch", async (url: string, { method, body }: { method: string; body?: string }) => {
    if (url.includes("/due")) return new Response(JSON.stringify({ due: {} }));
    if (method === "GET") {
      const status = fetched === null ? 503 : 200;
      return new Response(JSON.stringify(fetched ?? { error: { code: "database_unavailable" } }), { status });
    }
    puts.push(JSON.parse(body ?? ""));
    const error = refusals.shift();
    return error ? new Response(JSON.stringify({ error }), { status: 409 }) : new Response(null, { status: 204 });
  });
  act(() =>
    render(
      <LifetimesForm site={{ id: SITE, name: "Лавка", days: BEFORE }} terms={TERMS} isAlone={true} />,
      document.body,
    ),
  );
});

afterEach(() => {
  render(null, document.body);
  vi.unstubAllGlobals();
});

function field(): HTMLInputElement {
  return document.querySelector("input") as HTMLInputElement;
}

function type(days: string): void {
  act(() => {
    field().value = days;
    field().dispatchEvent(new Event("input", { bubbles: true }));
  });
}

async function press(name: string): Promise<void> {
  const button = [...document.querySelectorAll("button")].find((one) => one.textContent?.trim() === name);
  expect(button, name).toBeDefined();
  await act(async () => {
    button?.focus();
    button?.click();
  });
}

async function conflict(): Promise<HTMLElement> {
  return await vi.waitFor(() => {
    const found = document.querySelector<HTMLElement>(".conflict");
    expect(found).not.toBeNull();
    return found as HTMLElement;
  });
}

async function saved(count: number): Promise<void> {
  await vi.waitFor(() => expect(puts).toHaveLength(count));
  await vi.waitFor(() => expect(document.querySelector(".conflict")).toBeNull());
}

test("what is saved is over what was seen, and a newer change is shown beside it with whose it was", async () => {
  type("60");
  await press("Сохранить");
  const shown = await conflict();
  expect(puts).toEqual([{ days: { messages: 60 }, over: BEFORE }]);
  expect(shown.textContent).toContain("Вера <b>");
  expect(shown.textContent).toContain("2026");
  const sides = [...shown.querySelectorAll("dd")].map((one) => one.textContent);
  expect(sides).toEqual(["Сейчас: 30\u00a0дней", "У\u00a0вас: 60\u00a0дней"]);
  expect(field().value).toBe("60");
  expect(document.activeElement).toBe(shown.querySelector("p"));
  // Both choices follow what has the focus, and nothing else stands between.
  expect([...shown.querySelectorAll("button, input, a[href]")].map((one) => one.textContent)).toEqual([
    "Всё равно сохранить моё",
    "Показать новое",
  ]);
});

test("one's own is saved over what there is now, and over that alone", async () => {
  type("60");
  await press("Сохранить");
  await conflict();
  refusals = [{ code: "settings_changed", field: "messages", newer: { by: "", at: "2026-11-30T11:06:00Z" } }];
  fetched = { sites: [{ id: SITE, name: "Лавка", days: { ...BEFORE, messages: 45 } }], terms: TERMS };
  await press("Всё равно сохранить моё");
  await vi.waitFor(() => expect(document.body.textContent).toContain("командная строка или сам сервер"));
  // Each refusal is said anew, also one by the same change.
  await vi.waitFor(() => expect(document.activeElement).toBe(document.querySelector(".conflict p")));
  refusals = [{ code: "settings_changed", field: "messages", newer: { by: "", at: "2026-11-30T11:06:00Z" } }];
  await press("Всё равно сохранить моё");
  await vi.waitFor(() => expect(puts).toHaveLength(3));
  await vi.waitFor(() => expect(document.activeElement).toBe(document.querySelector(".conflict p")));
  await press("Всё равно сохранить моё");
  await saved(4);
  expect(document.activeElement?.textContent).toBe("Сохранить");
  expect(puts.map(({ over }) => over.messages)).toEqual([365, 30, 45, 45]);
  expect(document.body.textContent).toContain("Сроки сохранены");
  // What is saved next is over what was saved.
  type("61");
  await press("Сохранить");
  await saved(5);
  expect(puts[4]).toEqual({ days: { messages: 61 }, over: { ...BEFORE, messages: 60 } });
});

test("what is new takes the place of one's own, and is what the next change is over", async () => {
  type("60");
  await press("Сохранить");
  await conflict();
  await press("Показать новое");
  await vi.waitFor(() => expect(field().value).toBe("30"));
  expect(document.querySelector(".conflict")).toBeNull();
  expect(document.activeElement?.textContent).toBe("Сохранить");
  type("31");
  await press("Сохранить");
  await saved(2);
  expect(puts[1]).toEqual({ days: { messages: 31 }, over: NOW });
});

test("where it can't be seen what there is now, that is said and nothing is chosen", async () => {
  fetched = null;
  type("60");
  await press("Сохранить");
  await vi.waitFor(() => expect(document.querySelector("[role=alert]")?.textContent).not.toBe(""));
  expect(document.querySelector(".conflict")).toBeNull();
  expect(field().value).toBe("60");
  expect(puts).toHaveLength(1);
});

test("only what was changed is sent and shown: what somebody else has changed beside it stays", async () => {
  fetched = { sites: [{ id: SITE, name: "Лавка", days: { ...NOW, pages: 30 } }], terms: TERMS };
  type("60");
  await press("Сохранить");
  const shown = await conflict();
  expect(shown.querySelectorAll("dt")).toHaveLength(1);
  await press("Всё равно сохранить моё");
  await saved(2);
  expect(puts[1]).toEqual({ days: { messages: 60 }, over: { ...NOW, pages: 30 } });
  expect([...document.querySelectorAll("input")].map(({ value }) => value)).toEqual(["60", "30", "", ""]);
});
