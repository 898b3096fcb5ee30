// @vitest-environment jsdom
// What is said of the link, and for how long it stays true.
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ru } from "../texts/ru";
import { LinkStrip } from "./link_strip";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  render(null, document.body);
  vi.useRealTimers();
});

type Link = Parameters<typeof LinkStrip>[0]["link"];

function show(link: Link, isRestarting = false, closeCode: number | null = null) {
  const props = { link, isRestarting, closeCode, onRetry: () => undefined };
  act(() => render(<LinkStrip {...props} />, document.body));
}

const pass = (ms: number) => act(() => void vi.advanceTimersByTime(ms));
const said = () => document.querySelector("[role=status]")?.textContent ?? "";

test("a short break is not said, neither when it comes nor when it is over", () => {
  show("online");
  show("offline");
  pass(1_000);
  expect(said()).toBe("");
  show("online");
  pass(100);
  expect(said()).toBe("");
});

test("a longer one is said, and for two seconds that it is over", () => {
  show("online");
  show("offline");
  pass(1_300);
  expect(said()).toContain(ru.link.offline);
  show("online");
  expect(said()).toBe(ru.link.back);
  pass(2_100);
  expect(said()).toBe("");
});

test("a restart that takes too long is a lost connection like any other", () => {
  show("online");
  show("offline", true);
  pass(1_300);
  expect(said()).toBe(ru.link.restarting);
  pass(14_000);
  expect(said()).toBe(`${ru.link.offline}${ru.link.retryNow}`);
});

test("a socket that begins anew by itself is no restart of the server, however long it takes", () => {
  show("online");
  show("offline", true, 4490);
  pass(1_300);
  expect(said()).toBe(`${ru.link.offline}${ru.link.retryNow}`);
});

test("the button stays under the focus while a connection is being made", () => {
  show("online");
  show("offline");
  pass(1_300);
  const button = document.querySelector("button");
  button?.focus();
  show("connecting");
  expect(document.activeElement).toBe(button);
  expect(button?.getAttribute("aria-disabled")).toBe("true");
});
