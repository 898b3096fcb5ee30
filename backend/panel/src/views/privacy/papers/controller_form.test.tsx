// @vitest-environment jsdom
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, expect, test, vi } from "vitest";
import { ControllerForm } from "./controller_form";

const BEFORE = {
  id: "019a4c1e-7c3b-7d1a-8f00-0123456789ab",
  legal_name: "Старое",
  inn: "7707083893",
  address: "Казань",
  officer_name: "",
  officer_email: "",
};

afterEach(() => {
  render(null, document.body);
  vi.unstubAllGlobals();
});

test("what was saved is what the next change is over, though the page was not loaded anew", async () => {
  const puts: { legal_name: string; over: { legal_name: string } }[] = [];
  vi.stubGlobal("fetch", async (_url: string, { body }: { body?: string }) => {
    puts.push(JSON.parse(body ?? ""));
    return new Response(null, { status: 204 });
  });
  act(() => render(<ControllerForm controller={BEFORE} mayChange={true} onSaved={() => undefined} />, document.body));
  const field = () => document.querySelector("input") as HTMLInputElement;
  for (const [place, name] of ["Новое", "Ещё новее"].entries()) {
    act(() => {
      field().value = name;
      field().dispatchEvent(new Event("input", { bubbles: true }));
    });
    await act(async () => document.querySelector<HTMLButtonElement>("button[type=submit]")?.click());
    await vi.waitFor(() => expect(document.querySelector("[role=status]")?.textContent).not.toBe(""));
    expect(puts).toHaveLength(place + 1);
    expect(field().value).toBe(name);
  }
  expect(puts[1]).toMatchObject({ legal_name: "Ещё новее", over: { legal_name: "Новое" } });
});
