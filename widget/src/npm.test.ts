// @vitest-environment jsdom
// The package for applications: one script however often it is asked for, calls that wait, and types that are the chat's.
import { afterEach, expect, expectTypeOf, test } from "vitest";
import { loadRyadom } from "../npm";
import type { Methods, Theme } from "../npm/index";
import type { Chat } from "./host";

const OPTIONS = { origin: "https://chat.example", site: "shop-key" };
const page = window as unknown as { ryadom?: { q?: unknown[] } & ((...call: unknown[]) => unknown) };

afterEach(() => {
  document.head.replaceChildren();
  delete page.ryadom;
});

test("the script is put on the page once, and what is called meanwhile waits for it", () => {
  const ryadom = loadRyadom({ ...OPTIONS, locale: "en", nonce: "R4nd0m" });
  ryadom("open");
  loadRyadom(OPTIONS)("setTheme", "dark");
  const scripts = [...document.scripts];
  expect(scripts.map(({ src, async, nonce }) => [src, async, nonce])).toEqual([
    ["https://chat.example/widget.js", true, "R4nd0m"],
  ]);
  expect({ ...scripts[0]?.dataset }).toEqual({ site: "shop-key", locale: "en" });
  expect(page.ryadom?.q).toEqual([["open"], ["setTheme", "dark"]]);
});

test("calls reach the chat that has come, and nobody once it is gone", () => {
  const ryadom = loadRyadom(OPTIONS);
  page.ryadom = (...call) => call.length;
  expect(ryadom("prefill", "Есть улун?")).toBe(2);
  delete page.ryadom;
  expect(ryadom("isOpen")).toBeUndefined();
});

test("the types name what the chat has", () => {
  // What is the loader's own, or a part's, or only for the loader and the rules, the chat's methods are without or beyond.
  type Told = "identify" | "setAttributes" | "track";
  type Public = Exclude<keyof Chat, "appear" | "placed" | "tell"> | Told | "showNewMessage" | "show" | "hide";
  expectTypeOf<keyof Methods>().toEqualTypeOf<Public>();
  expectTypeOf<Parameters<Methods["setTheme"]>>().toEqualTypeOf<[theme: Theme]>();
});
