// @vitest-environment jsdom
// What is being written goes to operators once a second at most, is told anew, and ends with the words or with the writing.
import { render } from "preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Stage } from "../parts";
import type { View } from "../views/view";
import type { VisitorCommand } from "../visitor.gen";
import { create } from "./preview";

const ending = new AbortController();
const sent: VisitorCommand[] = [];
const focus = vi.fn();
let isOnline = true;
let hear: (event: { type: string }) => void;
let write: (draft: string) => void;
let leave: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  sent.length = 0;
  isOnline = true;
  let last = "";
  const client = {
    command(command: VisitorCommand) {
      if (isOnline) sent.push(command);
      return isOnline;
    },
    listen(listener: (event: { type: string }) => void) {
      hear = listener;
    },
  };
  const stage = { client, signal: ending.signal, redraw: () => write(last) } as unknown as Stage;
  const part = create(stage) as (view: View) => null;
  write = (draft) => {
    last = draft;
    const act = { field: { current: { focus } } };
    render(part({ draft, act, state: { conversation: { id: "c" } } } as unknown as View), document.body);
    vi.advanceTimersByTime(0);
  };
  leave = () => render(null, document.body);
  write("");
});

afterEach(() => {
  vi.useRealTimers();
  render(null, document.body);
});

const drafts = () => sent.flatMap((command) => (command.type === "preview_draft" ? [command.draft] : []));

test("the first letter goes at once, the others once a second, the newest at the end", () => {
  for (const draft of ["З", "Зд", "Здр"]) write(draft);
  expect(drafts()).toEqual(["З"]);
  vi.advanceTimersByTime(1_000);
  expect(drafts()).toEqual(["З", "Здр"]);
});

test("what stays is told anew, but not for good", () => {
  write("Здравствуйте");
  vi.advanceTimersByTime(11_000);
  expect(drafts()).toEqual(["Здравствуйте", "Здравствуйте", "Здравствуйте"]);
  vi.advanceTimersByTime(120_000);
  const told = drafts();
  expect(told.at(-1)).toBe("");
  vi.advanceTimersByTime(600_000);
  expect(drafts()).toEqual(told);
  write("Здравствуйте!");
  expect(drafts().at(-1)).toBe("Здравствуйте!");
});

test("what is sent or emptied ends it, and nothing is told of nothing", () => {
  write("");
  vi.advanceTimersByTime(10_000);
  expect(drafts()).toEqual([]);
  write("Да");
  write("");
  vi.advanceTimersByTime(60_000);
  expect(drafts()).toEqual(["Да", ""]);
});

test("of a long text the end goes, after a mark, and no half of a character", () => {
  write(`${"а".repeat(600)}конец`);
  expect(drafts()[0]).toMatch(/^…а+конец$/);
  expect(drafts()[0]).toHaveLength(500);
  vi.advanceTimersByTime(1_000);
  write(`${"🙂".repeat(600)}\ud83d\0`);
  expect([...(drafts()[1] ?? "")]).toEqual(["…", ...Array(499).fill("🙂")]);
});

test("what was there before is not being written", () => {
  leave();
  sent.length = 0;
  const part = create({
    client: { command: (command: VisitorCommand) => sent.push(command) > 0, listen: () => undefined },
    signal: ending.signal,
  } as unknown as Stage) as (view: View) => null;
  render(part({ draft: "с прошлого раза", state: { conversation: { id: "c" } } } as unknown as View), document.body);
  vi.advanceTimersByTime(60_000);
  expect(drafts()).toEqual([]);
});

test("where the line that says so is gone, nothing is told any more", () => {
  write("Здравствуйте");
  leave();
  vi.advanceTimersByTime(60_000);
  expect(drafts()).toEqual(["Здравствуйте"]);
});

test("offline it is tried again", () => {
  isOnline = false;
  write("Здравствуйте");
  isOnline = true;
  vi.advanceTimersByTime(5_000);
  expect(drafts()).toEqual(["Здравствуйте"]);
});

test("one press takes the consent back, and is said again until it is heard", () => {
  write("Здравствуйте");
  expect(document.body.textContent).toContain("Оператор видит");
  isOnline = false;
  document.querySelector("button")?.click();
  expect(focus).toHaveBeenCalled();
  expect(document.body.textContent).toBe("");
  vi.advanceTimersByTime(20_000);
  isOnline = true;
  hear({ type: "welcome" });
  hear({ type: "welcome" });
  const said = sent.filter(({ type }) => type === "withdraw_consent");
  expect(said).toHaveLength(2);
  expect(said[0]).toEqual(said[1]);
  expect(said[0]).toMatchObject({ purpose: "draft_preview" });
  hear({ type: "consents_changed" });
  hear({ type: "welcome" });
  expect(sent.filter(({ type }) => type === "withdraw_consent")).toHaveLength(2);
  expect(drafts()).toEqual(["Здравствуйте"]);
});
