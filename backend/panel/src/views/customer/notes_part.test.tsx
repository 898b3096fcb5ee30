// @vitest-environment jsdom
// What is written while a note is on its way is another note, and stays.
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, expect, test, vi } from "vitest";
import type { Customer } from "../../live/customer_requests";
import { NotesPart } from "./notes_part";

const CUSTOMER: Customer = {
  revision: 0,
  facts: { name: "", phone: "", email: "", company: "", about: "" },
  masked: [],
  notes: [],
  linked: [],
  likely: [],
  requests: null,
};

afterEach(() => {
  render(null, document.body);
  vi.unstubAllGlobals();
});

function show() {
  let answer: (response: Response) => void = () => undefined;
  vi.stubGlobal(
    "fetch",
    () =>
      new Promise<Response>((resolve) => {
        answer = resolve;
      }),
  );
  const reload = vi.fn(async () => undefined);
  const part = { conversationId: "C", customer: CUSTOMER, canEdit: true, reload, me: "me", canDeleteAny: false };
  act(() => render(<NotesPart {...part} />, document.body));
  const field = document.querySelector("textarea") as HTMLTextAreaElement;
  const type = (words: string) =>
    act(() => {
      field.value = words;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
  const send = () => act(() => document.querySelector("form")?.requestSubmit());
  const come = async () => {
    await act(async () => answer(new Response("{}")));
    await vi.waitFor(() => expect(reload).toHaveBeenCalled());
    await act(async () => undefined);
  };
  return { field, type, send, come };
}

test("the field is empty once its note is saved", async () => {
  const { field, type, send, come } = show();
  type("Любит улун");
  send();
  await come();
  expect(field.value).toBe("");
});

test("what was written meanwhile stays", async () => {
  const { field, type, send, come } = show();
  type("Любит улун");
  send();
  type("Любит улун и\u00a0пуэр");
  await come();
  expect(field.value).toBe("Любит улун и\u00a0пуэр");
});
