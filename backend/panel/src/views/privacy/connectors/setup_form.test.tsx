// @vitest-environment jsdom
// Two who set the same connector up: both are shown in words, and one's own goes over theirs without undoing the rest.
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, expect, test, vi } from "vitest";
import type { Connector, Connectors, Form } from "../../../live/connector_requests";
import { SetupForm } from "./setup_form";

const words = (ru: string) => ({ ru, en: ru });
const setting = { hint: null, default: "", options: [], only_if: null, is_access: false };
const form: Form = {
  kind: "abacus",
  title: "Абак",
  lead: words("Что"),
  settings: [
    { ...setting, name: "token", input: "secret", words: words("Ключ") },
    { ...setting, name: "stage", input: "stage", words: words("Этап") },
    { ...setting, name: "queue", input: "line", words: words("Очередь") },
  ],
  mapping: { TITLE: "{name}" },
  reserved: [],
};
const connector: Connector = {
  id: "1",
  version: 3,
  kind: "abacus",
  origin: "https://crm.test",
  controller_id: "2",
  controller: "ООО «Лавка»",
  site_ids: ["S1"],
  sites: ["Лавка"],
  is_for_all: false,
  may_manage: true,
  settings: { stage: "7", queue: "первая" },
  mapping: {},
  rules: { contacts: true, closed: false, tag_ids: [], most_score: 0, needs_contacts: true },
  is_sealed: false,
  is_allowed: true,
  without_basis: [],
  made_at: "2026-11-29T12:00:00Z",
  failures: 0,
  failing_since: null,
  paused_until: null,
  trouble: "",
  stopped_at: null,
  disabled_at: null,
  waiting: 0,
};
const known: Connectors = {
  connectors: [connector],
  places: [{ id: "2", name: "ООО «Лавка»", sites: [{ id: "S1", name: "Лавка" }], may_give_all: true }],
  tags: {},
  forms: [form],
  values: ["name"],
};
const lists = {
  stages: [
    { id: "7", name: "Новые" },
    { id: "8", name: "В работе" },
  ],
  people: [],
  sources: [],
  notes: [],
};

afterEach(() => {
  render(null, document.body);
  vi.unstubAllGlobals();
});

function type(label: string, value: string) {
  const found = [...document.querySelectorAll("label")].find((one) => one.textContent === label)?.control;
  const field = found as HTMLInputElement;
  act(() => {
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

test("both are shown by the names of what is chosen, and a secret by none", async () => {
  const theirs = {
    ...connector,
    version: 4,
    settings: { stage: "8", queue: "вторая" },
    mapping: { COMMENT: "{site}" },
    rules: { ...connector.rules, most_score: 2 },
  };
  const puts: Record<string, unknown>[] = [];
  vi.stubGlobal("fetch", async (url: string, { method, body }: { method: string; body?: string }) => {
    if (url.includes("/lists")) return new Response(JSON.stringify({ lists, failure: "", message: "" }));
    if (method === "GET") return new Response(JSON.stringify({ ...known, connectors: [theirs] }));
    if (method !== "PUT") return new Response(JSON.stringify({ conversation_id: null, fields: {}, withheld: "" }));
    puts.push(JSON.parse(body ?? ""));
    if (puts.length > 1) return new Response(null, { status: 204 });
    return new Response(JSON.stringify({ error: { code: "settings_changed" } }), { status: 409 });
  });
  const onSaved = vi.fn();
  act(() =>
    render(
      <SetupForm known={known} connector={connector} onSaved={onSaved} onCancel={() => undefined} />,
      document.body,
    ),
  );
  await vi.waitFor(() => expect(document.body.textContent).toContain("В работе"));
  type("Этап", "");
  expect(document.body.textContent).not.toContain("Списки пока прежнего доступа");
  type("Ключ", "тайна");
  expect(document.body.textContent).toContain("Списки пока прежнего доступа");
  await act(async () => document.querySelector<HTMLButtonElement>("button[type=submit]")?.click());
  await vi.waitFor(() => expect(document.querySelector(".conflict")).not.toBeNull());
  const told = [...document.querySelectorAll(".conflict dt, .conflict dd")].map((one) => one.textContent);
  expect(told).toEqual(["Этап", "Сейчас: В работе", "У\u00a0вас: пусто"]);
  await act(async () => document.querySelector<HTMLButtonElement>(".conflict button")?.click());
  await vi.waitFor(() => expect(onSaved).toHaveBeenCalledWith("1"));
  expect(puts[1]).toEqual({
    over_version: 4,
    settings: { token: "тайна", stage: "", queue: "вторая" },
    mapping: { COMMENT: "{site}" },
    rules: theirs.rules,
    site_ids: ["S1"],
  });
});
