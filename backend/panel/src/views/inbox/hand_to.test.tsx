// @vitest-environment jsdom
// Handing over says who is there and how much they have, and takes a comment along.
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, expect, test, vi } from "vitest";
import type { Step } from "../../state/steps";
import { HandTo } from "./hand_to";

afterEach(() => {
  render(null, document.body);
  vi.unstubAllGlobals();
});

const COLLEAGUES = [
  { id: "me", name: "Анна" },
  { id: "b", name: "Борис" },
  { id: "v", name: "Вера" },
];
const AT_WORK = [
  { id: "v", name: "Вера", standing: "online", open_count: 3, max_chats: 5, site_ids: [] },
  { id: "me", name: "Анна", standing: "online", open_count: 1, max_chats: null, site_ids: [] },
];

async function show(response: () => Response, assigneeId: string | null = "me") {
  vi.stubGlobal("fetch", () => Promise.resolve(response()));
  const steps: Step[] = [];
  const whom = { me: "me", colleagues: COLLEAGUES, departments: [{ id: "d", name: "Опт" }], assigneeId };
  await act(async () => render(<HandTo {...whom} onStep={(step) => steps.push(step)} />, document.body));
  await vi.waitFor(() => expect(fetch).toBeDefined());
  const named = (name: string) =>
    [...document.querySelectorAll("button")].find(({ textContent }) => textContent?.includes(name));
  return { steps, named, names: () => [...document.querySelectorAll("button")].map(({ textContent }) => textContent) };
}

test("colleagues who are there come first, with what they have", async () => {
  const { names } = await show(() => new Response(JSON.stringify({ colleagues: AT_WORK })));
  await vi.waitFor(() => expect(names()).toEqual(["В\u00a0очередь", "Опт", "Верав\u00a0сети · 3 из\u00a05", "Борис"]));
});

test("a comment goes along with whomever it is given to", async () => {
  const { steps, named } = await show(() => new Response("{}", { status: 500 }), null);
  const field = document.querySelector("textarea");
  if (!field) throw new Error("There is no field");
  act(() => {
    field.value = " Просит скидку ";
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  for (const name of ["Борис", "Опт", "Взять себе"]) act(() => named(name)?.click());
  const comment = "Просит скидку";
  expect(steps).toEqual([
    { kind: "assign", operatorId: "b", departmentId: null, comment },
    { kind: "assign", operatorId: null, departmentId: "d", comment },
    { kind: "assign", operatorId: "me", departmentId: null, comment },
  ]);
});
