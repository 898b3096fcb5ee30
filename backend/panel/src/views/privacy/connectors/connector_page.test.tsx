// @vitest-environment jsdom
// Who turns a connection off and on by the keyboard keeps their place.
import { render } from "preact";
import { useState } from "preact/hooks";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Connector, Connectors } from "../../../live/connector_requests";
import { ConnectorPage } from "./connector_page";

const AT = "2026-11-29T12:00:00Z";
const connector: Connector = {
  id: "1",
  version: 3,
  kind: "abacus",
  origin: "https://crm.test",
  controller_id: "2",
  controller: "ООО «Лавка»",
  site_ids: [],
  sites: ["Лавка"],
  is_for_all: true,
  may_manage: true,
  settings: {},
  mapping: {},
  rules: { contacts: true, closed: false, tag_ids: [], most_score: 0, needs_contacts: true },
  is_sealed: false,
  is_allowed: true,
  without_basis: [],
  made_at: AT,
  failures: 0,
  failing_since: null,
  paused_until: null,
  trouble: "",
  stopped_at: null,
  disabled_at: null,
  waiting: 0,
};
const form = {
  kind: "abacus",
  title: "Абак",
  lead: { ru: "Что", en: "What" },
  settings: [],
  mapping: {},
  reserved: [],
};

let now = connector;
let asked: string[] = [];
let hasLinks = true;

function Shown() {
  const [shown, setShown] = useState(now);
  const known: Connectors = {
    connectors: [shown],
    places: [],
    tags: {},
    forms: [form],
    values: [],
    has_links: hasLinks,
  };
  const reload = async () => setShown(now);
  const others = { failure: null, isLoading: false, isNew: false, onBack: () => undefined, onRemoved: () => undefined };
  return <ConnectorPage id="1" known={known} reload={reload} {...others} />;
}

beforeEach(() => {
  asked = [];
  hasLinks = true;
  vi.stubGlobal("fetch", async (_url: string, { method, body }: { method: string; body?: string }) => {
    if (method !== "PUT") return new Response(JSON.stringify({ pushes: [], next: null }));
    asked.push(String(body));
    const isEnabled = JSON.parse(String(body)).is_enabled;
    now = { ...now, stopped_at: isEnabled ? null : now.stopped_at, disabled_at: isEnabled ? null : AT };
    return new Response(null, { status: 204 });
  });
});

afterEach(() => {
  render(null, document.body);
  vi.unstubAllGlobals();
});

async function show(one: Connector) {
  now = one;
  await act(async () => render(<Shown />, document.body));
}

async function press(name: string) {
  const button = [...document.querySelectorAll("button")].find((one) => one.textContent === name);
  button?.focus();
  await act(async () => button?.click());
  await act(async () => new Promise((resolve) => setTimeout(resolve)));
}

const focused = () => document.activeElement?.textContent;

test("the button that turns it off turns it on again", async () => {
  await show(connector);
  await press("Отключить");
  expect(focused()).toBe("Включить");
  await press("Включить");
  expect(focused()).toBe("Отключить");
  expect(asked).toEqual(['{"is_enabled":false}', '{"is_enabled":true}']);
});

test("one that has stopped is turned off with the keyboard left where it can be turned on", async () => {
  await show({ ...connector, stopped_at: AT });
  await press("Отключить");
  expect(focused()).toBe("Включить");
  expect(asked).toEqual(['{"is_enabled":false}']);
});

test("says that cards have no links where the server does not know its address, and nothing else", async () => {
  await show(connector);
  expect(document.body.textContent).not.toContain("RYADOM_PUBLIC_URL");
  render(null, document.body);
  hasLinks = false;
  await show(connector);
  expect(document.body.textContent).toContain("RYADOM_PUBLIC_URL");
});
