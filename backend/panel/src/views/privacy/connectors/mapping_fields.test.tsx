// @vitest-environment jsdom
// Who maps fields by the keyboard is never thrown back to the top of the page.
import { render } from "preact";
import { useState } from "preact/hooks";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { MappedField } from "./fields_of_form";
import { MappingFields } from "./mapping_fields";

const FIELDS: readonly MappedField[] = [
  { key: 0, name: "TITLE", template: "{site}" },
  { key: 1, name: "NAME", template: "{name}" },
];

const KNOWN = [
  { id: "TITLE", name: "Название лида" },
  { id: "NAME", name: "NAME" },
  { id: "UF_CRM_CITY", name: "Город доставки" },
];

const asked: string[] = [];

function Mapped() {
  const [fields, setFields] = useState(FIELDS);
  return <MappingFields values={["site"]} known={KNOWN} fields={fields} onChange={setFields} />;
}

beforeEach(async () => {
  vi.useFakeTimers();
  vi.stubGlobal("confirm", (question: string) => asked.push(question) > 0);
  asked.length = 0;
  await act(async () => render(<Mapped />, document.body));
});

afterEach(() => {
  render(null, document.body);
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function click(name: string) {
  const buttons = [...document.querySelectorAll("button")];
  const button = buttons.find((one) => (one.getAttribute("aria-label") ?? one.textContent) === name);
  await act(async () => button?.click());
  vi.runAllTimers();
}

const focused = () => document.activeElement as HTMLInputElement;

test("a new line is where one writes on", async () => {
  await click("Добавить поле");
  expect(document.querySelectorAll("tbody tr")).toHaveLength(3);
  expect(focused().getAttribute("aria-label")).toBe("Поле 3");
});

test("fields of the CRM are offered by name and label, and each line says what the CRM calls its field", async () => {
  const [title, name] = [...document.querySelectorAll<HTMLInputElement>("tbody input")];
  const offered = [...(title?.list?.options ?? [])].map(({ value, label }) => [value, label]);
  expect(offered).toEqual(KNOWN.map((one) => [one.id, one.name]));
  const hint = document.getElementById(title?.getAttribute("aria-describedby") ?? "");
  expect(hint?.textContent).toBe("Название лида");
  expect(name?.hasAttribute("aria-describedby")).toBe(false);
  await act(async () => {
    if (!name) return;
    name.value = "UF_CRM_CITY";
    name.dispatchEvent(new Event("input", { bubbles: true }));
  });
  expect(document.body.textContent).toContain("Город доставки");
});

test("a line that goes leaves one at that behind it, then before it, then at the button", async () => {
  await click("Удалить поле TITLE");
  expect(focused().value).toBe("NAME");
  await click("Удалить поле NAME");
  expect(focused().textContent).toBe("Добавить поле");
});

test("only a line in which something is written is asked about before it goes", async () => {
  await click("Добавить поле");
  await click("Удалить поле Поле 3");
  expect(asked).toEqual([]);
  await click("Удалить поле NAME");
  expect(asked).toEqual(["Удалить поле NAME?"]);
  expect(document.querySelectorAll("tbody tr")).toHaveLength(1);
});
