// @vitest-environment jsdom
// Only what somebody changed leaves the form; a colleague's change is shown beside it and overwritten by nobody's accident.
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Customer } from "../../live/customer_requests";
import { FactsForm } from "./facts_form";

const CUSTOMER: Customer = {
  revision: 3,
  facts: { name: "Пётр", phone: "+7 ••• ••• 45 67", email: "", company: "", about: "" },
  masked: ["phone"],
  notes: [],
  linked: [],
  likely: [],
  requests: null,
};

let sent: { method: string; body: unknown }[] = [];
let answers: { status: number; body: unknown }[] = [];

beforeEach(() => {
  sent = [];
  vi.stubGlobal("fetch", async (_url: string, { method, body }: { method: string; body?: string }) => {
    sent.push({ method, body: body ? JSON.parse(body) : null });
    const answer = answers.shift();
    return new Response(JSON.stringify(answer?.body ?? {}), { status: answer?.status ?? 200 });
  });
});

afterEach(() => {
  render(null, document.body);
  vi.unstubAllGlobals();
});

function show() {
  const onClose = vi.fn();
  const reload = vi.fn(async () => undefined);
  act(() =>
    render(
      <FactsForm conversationId="C" customer={CUSTOMER} canEdit={true} reload={reload} onClose={onClose} />,
      document.body,
    ),
  );
  return { onClose, reload };
}

function type(label: string, text: string) {
  const id = [...document.querySelectorAll("label")].find((one) => one.textContent === label)?.htmlFor ?? "";
  const field = document.getElementById(id) as HTMLInputElement;
  act(() => {
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

async function press(name: string) {
  const button = [...document.querySelectorAll("button")].find((one) => one.textContent === name);
  await act(async () => button?.click());
  await vi.waitFor(() => expect(document.querySelector("[aria-disabled=true]")).toBeNull());
  await act(async () => undefined);
}

test("a mask is not sent, what takes its place is", async () => {
  const { onClose } = show();
  answers = [{ status: 200, body: { revision: 4 } }];
  type("Имя", "Павел");
  await press("Сохранить");
  expect(sent).toEqual([{ method: "PUT", body: { over_revision: 3, name: "Павел" } }]);
  expect(onClose).toHaveBeenCalled();
});

test("nothing is asked where nothing was changed", async () => {
  const { onClose } = show();
  await press("Сохранить");
  expect(sent).toEqual([]);
  expect(onClose).toHaveBeenCalled();
});

test("the field that is wrong says so, and keeps what was typed", async () => {
  const { onClose } = show();
  answers = [{ status: 422, body: { error: { code: "bad_body", field: "email" } } }];
  type("Почта", "петр");
  await press("Сохранить");
  expect(document.querySelector("[aria-invalid=true]")).toHaveProperty("value", "петр");
  expect(document.body.textContent).toContain("Это не\u00a0адрес почты.");
  expect(onClose).not.toHaveBeenCalled();
});

test("after a colleague's change both versions are shown, and one's own goes over the new revision", async () => {
  const { onClose } = show();
  const now = { ...CUSTOMER, revision: 4, facts: { ...CUSTOMER.facts, name: "Прокофий" } };
  answers = [
    { status: 409, body: { error: { code: "card_changed", field: null } } },
    { status: 200, body: now },
    { status: 200, body: { revision: 5 } },
  ];
  type("Имя", "Павел");
  await press("Сохранить");
  expect(document.body.textContent).toContain("Сейчас: Прокофий");
  expect(document.body.textContent).toContain("У\u00a0вас: Павел");
  expect(onClose).not.toHaveBeenCalled();
  await press("Сохранить моё");
  expect(sent.at(-1)).toEqual({ method: "PUT", body: { over_revision: 4, name: "Павел" } });
  expect(onClose).toHaveBeenCalled();
});

test("Escape goes back from both versions to what was written, and is heard by nothing else", async () => {
  const { onClose } = show();
  const heard = vi.fn();
  document.addEventListener("keydown", heard);
  const pressEscape = () =>
    act(() => {
      const event = new KeyboardEvent("keydown", { key: "Escape", bubbles: true, cancelable: true });
      document.activeElement?.dispatchEvent(event);
    });
  answers = [
    { status: 409, body: { error: { code: "card_changed", field: null } } },
    { status: 200, body: { ...CUSTOMER, revision: 4 } },
  ];
  type("Имя", "Павел");
  await press("Сохранить");
  pressEscape();
  expect(document.activeElement).toHaveProperty("value", "Павел");
  expect(onClose).not.toHaveBeenCalled();
  pressEscape();
  expect(onClose).toHaveBeenCalled();
  expect(heard).not.toHaveBeenCalled();
  document.removeEventListener("keydown", heard);
});
