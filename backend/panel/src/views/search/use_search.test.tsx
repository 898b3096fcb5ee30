// @vitest-environment jsdom
// What was not yet typed to its end is not looked for, least of all half of an address: that is counted and journalled.
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { useSearch } from "./use_search";

let asked: string[] = [];

beforeEach(() => {
  asked = [];
  vi.useFakeTimers();
  vi.stubGlobal("fetch", async (_url: string, { body }: { body: string }) => {
    asked.push(JSON.parse(body).query);
    return new Response(JSON.stringify({ results: [], next_cursor: null, corrected: [], is_too_little: false }));
  });
});

afterEach(() => {
  render(null, document.body);
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

function Field({ query, turn }: { readonly query: string; readonly turn: number }) {
  useSearch({ query }, turn);
  return null;
}

async function type(query: string, thenMs: number, turn = 0) {
  await act(async () => render(<Field query={query} turn={turn} />, document.body));
  await act(async () => void (await vi.advanceTimersByTimeAsync(thenMs)));
}

test("words are looked for after a moment, what may be a contact after a longer one", async () => {
  await type("самовар", 400);
  expect(asked).toEqual(["самовар"]);
  for (const half of ["ivan@shop.co", "+375 29 123-45", "8916123456"]) await type(half, 1_000);
  await type("ivan@shop.com", 1_000);
  expect(asked).toEqual(["самовар"]);
  await type("ivan@shop.com", 300);
  expect(asked).toEqual(["самовар", "ivan@shop.com"]);
});

test("whoever presses Enter waits for nothing", async () => {
  await type("89161234567", 100);
  await type("89161234567", 1, 1);
  expect(asked).toEqual(["89161234567"]);
});
