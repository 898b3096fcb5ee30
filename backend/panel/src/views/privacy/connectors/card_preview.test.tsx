// @vitest-environment jsdom
// The example shows all that a push would say: fields, the contact, and what was picked, by their names.
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, expect, test, vi } from "vitest";
import type { Form, Picked, Preview } from "../../../live/connector_requests";
import { CardPreview } from "./card_preview";

const words = (ru: string) => ({ ru, en: ru });
const setting = { hint: null, default: "", options: [], only_if: null, is_access: false };
const form: Form = {
  kind: "abacus",
  title: "Абак",
  lead: words("Что"),
  settings: [
    { ...setting, name: "funnel", input: "place", words: words("Воронка"), hint: words("Общая воронка") },
    { ...setting, name: "stage", input: "stage", words: words("Стадия") },
    { ...setting, name: "person", input: "person", words: words("Ответственный") },
  ],
  mapping: {},
  reserved: [],
};
const lists = {
  places: [{ id: "5", name: "Опт" }],
  stages: [{ id: "C5:NEW", name: "Новая" }],
  people: [{ id: "7", name: "Анна Кузнецова" }],
  sources: [],
  notes: [],
};
const picked: Picked = { lists, failure: "", message: "" };
const preview: Preview = {
  conversation_id: "c",
  fields: { TITLE: "Чат", NAME: "Мария" },
  name: "Мария",
  phone: "+79123456789",
  email: "",
  withheld: "",
};

afterEach(() => {
  render(null, document.body);
  vi.unstubAllGlobals();
});

async function shown(settings: Readonly<Record<string, string>>): Promise<string[]> {
  vi.stubGlobal("fetch", async () => new Response(JSON.stringify(preview)));
  act(() =>
    render(<CardPreview connectorId="1" form={form} settings={settings} mapping={{}} picked={picked} />, document.body),
  );
  await act(async () => document.querySelector("button")?.click());
  await vi.waitFor(() => expect(document.querySelector("dl")).not.toBeNull());
  return [...document.querySelectorAll("dt, dd")].map((one) => one.textContent ?? "");
}

test("contact, funnel, stage and person are told, each once and by name", async () => {
  expect(await shown({ funnel: "5", stage: "C5:NEW", person: "7" })).toEqual([
    ...["TITLE", "Чат", "NAME", "Мария", "Телефон контакта", "+79123456789"],
    ...["Воронка", "Опт", "Стадия", "Новая", "Ответственный", "Анна Кузнецова"],
  ]);
});

test("what is left to the CRM says so", async () => {
  const told = await shown({ funnel: "", stage: "", person: "" });
  expect(told.slice(-6)).toEqual(["Воронка", "Общая воронка", "Стадия", "Решает CRM", "Ответственный", "Решает CRM"]);
});
