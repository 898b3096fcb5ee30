// @vitest-environment jsdom
// Only what somebody changed leaves the form, so it undoes no colleague's change; the name of a bot is no field of it.
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Webhook, WebhookPlace, Webhooks } from "../../../live/webhook_requests";
import { WantedForm } from "./wanted_form";

const SITES = [
  { id: "S1", name: "Лавка" },
  { id: "S2", name: "Склад" },
];
const place: WebhookPlace = { id: "C", name: "ООО «Лавка»", sites: SITES, may_give_all: true };
const webhook: Webhook = {
  id: "W",
  origin: "https://bot.test",
  controller_id: "C",
  controller: "ООО «Лавка»",
  site_ids: ["S2", "S1"],
  sites: ["Лавка", "Склад"],
  is_for_all: false,
  may_manage: true,
  events: ["bot.message"],
  data: "contents",
  most_data: "contents_and_contacts",
  made_at: "2026-11-29T12:00:00Z",
  before_until: null,
  secret_version: 0,
  failures: 0,
  failing_since: null,
  paused_until: null,
  disabled_at: null,
  disabled_because: "",
  waiting: 0,
  waiting_since: null,
  succeeded_at: null,
  bot: "Помощник",
  answer_within_s: 15,
  close_after_min: 60,
  looked_after_by: null,
};

let sent: unknown[] = [];
/** What each change was over. */
let seen: unknown[] = [];

beforeEach(() => {
  sent = [];
  seen = [];
  vi.stubGlobal("fetch", async (_url: string, { body }: { body: string }) => {
    const { over, ...change } = JSON.parse(body);
    sent.push(change);
    seen.push(over);
    return new Response(null, { status: 204 });
  });
});

afterEach(() => {
  render(null, document.body);
  vi.unstubAllGlobals();
});

function show(shown: Webhook, of: WebhookPlace = place) {
  const known: Webhooks = {
    webhooks: [shown],
    places: [of],
    events: ["message.created", "conversation.closed"],
    levels: ["ids", "contents", "contents_and_contacts"],
  };
  const onSaved = vi.fn();
  act(() =>
    render(
      <WantedForm
        webhook={shown}
        known={known}
        onSaved={onSaved}
        onOutdated={() => undefined}
        onCancel={() => undefined}
      />,
      document.body,
    ),
  );
  return onSaved;
}

function labelled<E extends HTMLElement>(text: string): E {
  const label = [...document.querySelectorAll("label")].find((one) => one.textContent?.startsWith(text));
  return (label?.control ?? label?.querySelector("select, input")) as E;
}

function choose(label: string, value: string) {
  const select = labelled<HTMLSelectElement>(label);
  act(() => {
    select.value = value;
    select.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

async function save(onSaved: ReturnType<typeof vi.fn>) {
  await act(async () => document.querySelector<HTMLButtonElement>("button[type=submit]")?.click());
  await vi.waitFor(() => expect(onSaved).toHaveBeenCalled());
}

test("of a bot only the time that was chosen is sent, also where a colleague's change has come meanwhile", async () => {
  show(webhook);
  choose("Сколько ждать ответа бота", "20");
  await save(show({ ...webhook, close_after_min: 1440, data: "contents_and_contacts" }));
  expect(sent).toEqual([{ bot: { answer_within_s: 20 } }]);
});

test("silence that is waited for no more is sent as none", async () => {
  const onSaved = show(webhook);
  choose("Закрывать, если посетитель молчит", "");
  await save(onSaved);
  expect(sent).toEqual([{ bot: { close_after_min: null } }]);
});

test("nothing of a bot is sent where neither of its times was touched", async () => {
  const onSaved = show(webhook);
  choose("Сколько данных", "contents_and_contacts");
  await save(onSaved);
  expect(sent).toEqual([{ data: "contents_and_contacts" }]);
});

test("what was chosen and taken back, or stands in another order, is as it was", async () => {
  const onSaved = show(webhook);
  choose("Сколько ждать ответа бота", "20");
  choose("Сколько ждать ответа бота", "15");
  for (const name of ["Склад", "Склад"]) act(() => labelled<HTMLInputElement>(name).click());
  await save(onSaved);
  expect(sent).toEqual([{}]);
  expect(seen).toEqual([
    { events: [], data: "contents", site_ids: ["S2", "S1"], bot: { answer_within_s: 15, close_after_min: 60 } },
  ]);
});

test("who may not give all sites says which, although nothing else is changed", async () => {
  const onSaved = show({ ...webhook, is_for_all: true, site_ids: [] }, { ...place, may_give_all: false });
  await act(async () => document.querySelector<HTMLButtonElement>("button[type=submit]")?.click());
  expect(sent).toEqual([]);
  act(() => labelled<HTMLInputElement>("Лавка").click());
  await save(onSaved);
  expect(sent).toEqual([{ site_ids: ["S1"] }]);
});

test("the name of a bot is no field", () => {
  show(webhook);
  expect(labelled("Имя бота")).toBeUndefined();
  expect(labelled("Сколько ждать ответа бота")).toBeDefined();
});

test("of what a colleague has changed too both are shown, in words", async () => {
  const told = { ...webhook, bot: null, answer_within_s: null, close_after_min: null, events: ["message.created"] };
  const now = { ...told, data: "contents_and_contacts", events: ["message.created", "conversation.closed"] };
  vi.stubGlobal("fetch", async (_url: string, { method }: { method: string }) =>
    method === "GET"
      ? new Response(JSON.stringify({ webhooks: [now], places: [place], events: [], levels: [] }))
      : new Response(JSON.stringify({ error: { code: "settings_changed", field: "data" } }), { status: 409 }),
  );
  show(told);
  choose("Сколько данных", "ids");
  await act(async () => document.querySelector<HTMLButtonElement>("button[type=submit]")?.click());
  await vi.waitFor(() => expect(document.querySelector(".conflict")).not.toBeNull());
  const said = [...document.querySelectorAll(".conflict dt, .conflict dd")].map((one) => one.textContent);
  expect(said).toHaveLength(3);
  expect(said[1]).toContain("Всё, вместе с\u00a0именами и\u00a0контактами");
  expect(said[2]).toContain("Только номера");
});

test("of a bot's times that a colleague has changed too both are shown, and only one's own is saved over theirs", async () => {
  const now = { ...webhook, answer_within_s: 30, close_after_min: 1440 };
  const sent: unknown[] = [];
  vi.stubGlobal("fetch", async (_url: string, { method, body }: { method: string; body?: string }) => {
    if (method === "GET")
      return new Response(JSON.stringify({ webhooks: [now], places: [place], events: [], levels: [] }));
    sent.push(JSON.parse(body ?? ""));
    return sent.length > 1
      ? new Response(null, { status: 204 })
      : new Response(JSON.stringify({ error: { code: "settings_changed", field: "bot" } }), { status: 409 });
  });
  const onSaved = show(webhook);
  choose("Сколько ждать ответа бота", "20");
  await act(async () => document.querySelector<HTMLButtonElement>("button[type=submit]")?.click());
  await vi.waitFor(() => expect(document.querySelector(".conflict")).not.toBeNull());
  const said = [...document.querySelectorAll(".conflict dt, .conflict dd")].map((one) => one.textContent);
  expect(said).toEqual(["Сколько ждать ответа бота", "Сейчас: 30\u00a0с", "У\u00a0вас: 20\u00a0с"]);
  await act(async () => document.querySelector<HTMLButtonElement>(".conflict button")?.click());
  await vi.waitFor(() => expect(onSaved).toHaveBeenCalled());
  expect(sent[1]).toMatchObject({
    bot: { answer_within_s: 20 },
    over: { bot: { answer_within_s: 30, close_after_min: 1440 } },
  });
});
