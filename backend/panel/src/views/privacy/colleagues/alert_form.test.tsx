// @vitest-environment jsdom
// A choice is saved over what was seen, which is one's own after one's own; what is not saved is not said to be.
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, expect, test, vi } from "vitest";
import { AlertForm } from "./alert_form";

interface Chosen {
  readonly version: number;
  readonly minutes: number | null;
}

afterEach(() => {
  render(null, document.body);
});

const field = () => document.querySelector("select") as HTMLSelectElement;
const said = () => document.querySelector("[role=status]")?.textContent ?? "";
const choose = (minutes: number) =>
  act(() => {
    field().value = String(minutes);
    field().dispatchEvent(new Event("change", { bubbles: true }));
  });
const save = async (times: number) => {
  await act(async () => document.querySelector<HTMLButtonElement>("button[type=submit]")?.click());
  await vi.waitFor(() => expect([saved.length, said()]).toEqual([times, expect.stringMatching(/./)]));
};

let saved: Chosen[];

test("who chooses twice at once is not taken for somebody else", async () => {
  saved = [];
  const form = (chosen: Chosen) => (
    <AlertForm
      label="Когда писать"
      chosen={chosen}
      choose={async (minutes, over: Chosen) => {
        saved.push(over);
        return { value: { version: over.version + 1, minutes } };
      }}
      fetchNow={async () => ({ value: chosen })}
      onChanged={() => undefined}
    />
  );
  act(() => render(form({ version: 1, minutes: 5 }), document.body));
  choose(10);
  await save(1);
  choose(15);
  // What was asked for after the first choice comes now
  act(() => render(form({ version: 2, minutes: 10 }), document.body));
  expect(said()).toBe("");
  await save(2);
  expect(saved.map(({ version }) => version)).toEqual([1, 2]);
  expect(field().value).toBe("15");
});
