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
let isOnline = true;
let write: (draft: string) => void;

beforeEach(() => {
  vi.useFakeTimers();
  sent.length = 0;
  isOnline = true;
  const client = {
    command(command: VisitorCommand) {
      if (isOnline) sent.push(command);
      return isOnline;
    },
  };
  const part = create({ client, signal: ending.signal } as unknown as Stage) as (view: View) => null;
  write = (draft) => {
    render(part({ draft, state: { conversation: { id: "c" } } } as unknown as View), document.body);
    vi.advanceTimersByTime(0);
  };
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

test("only the end of a long text goes", () => {
  write(`${"а".repeat(600)}конец`);
  expect(drafts()[0]).toHaveLength(500);
  expect(drafts()[0]).toMatch(/конец$/);
});

test("offline it is tried again", () => {
  isOnline = false;
  write("Здравствуйте");
  isOnline = true;
  vi.advanceTimersByTime(5_000);
  expect(drafts()).toEqual(["Здравствуйте"]);
});

test("one press takes the consent back, and only this one", () => {
  write("Здравствуйте");
  expect(document.body.textContent).toContain("Оператор видит");
  document.querySelector("button")?.click();
  expect(sent.at(-1)).toMatchObject({ type: "withdraw_consent", purpose: "draft_preview" });
});
