// @vitest-environment jsdom
// What is chosen while one's own is saved over a colleague's settings goes over both: theirs stay, and nothing typed is lost.
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, expect, test, vi } from "vitest";
import type { SiteWidget, WidgetSettings } from "../../../live/site_requests";
import { SiteForm } from "./site_form";

const WORDS = { launcher: "", title: "", greeting: "", offline: "" };
const SETTINGS: WidgetSettings = {
  accent: "#2f5aa0",
  side: "right",
  offset_x: 20,
  offset_y: 20,
  theme: "auto",
  ru: WORDS,
  en: WORDS,
  time_zone: "UTC",
  hours: [],
  metrica: null,
  rules: [],
  form: { when: "never", name: "no", phone: "no", email: "no", call: "no" },
  asks_rating: false,
  asks_work: "attack",
  files: { from_visitors: true, kinds: ["images"], max_mb: 10 },
  mail: { answers: false, copies: false, subject: "", subject_en: "", greeting: "", greeting_en: "", reply_to: "" },
  shows_visitors: false,
};
const SITE: SiteWidget = {
  site_id: "s",
  key: "KEY",
  name: "Лавка",
  version: 1,
  settings: SETTINGS,
  attacked_since: null,
  server: { mail: "ready", public_url: null },
};

afterEach(() => {
  act(() => render(null, document.body));
  vi.unstubAllGlobals();
});

function field(label: string): HTMLInputElement {
  const found = [...document.querySelectorAll("label")].find(({ textContent }) => textContent === label);
  return document.getElementById(found?.htmlFor ?? "") as HTMLInputElement;
}

function type(label: string, value: string) {
  act(() => {
    const input = field(label);
    input.value = value;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

async function press(name: RegExp) {
  await act(async () =>
    [...document.querySelectorAll("button")].find((one) => name.test(one.textContent ?? ""))?.click(),
  );
}

test("what is typed while one's own goes over a colleague's is saved next, and takes nothing of theirs back", async () => {
  const theirs = { ...SETTINGS, asks_rating: true };
  const puts: { over_version: number; settings: WidgetSettings }[] = [];
  let answer = () => {};
  vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
  vi.stubGlobal("fetch", async (_url: string, { method, body }: { method: string; body?: string }) => {
    // The preview waits for its answer
    if (method !== "PUT") return new Promise(() => {});
    const put = JSON.parse(body ?? "");
    puts.push(put);
    if (puts.length === 1) {
      const newer = { by: "Вера", at: "2026-11-30T11:05:00Z" };
      return new Response(JSON.stringify({ error: { code: "settings_changed", newer } }), { status: 409 });
    }
    const saved = new Response(JSON.stringify({ ...SITE, version: put.over_version + 1, settings: put.settings }));
    if (puts.length !== 2) return saved;
    return new Promise<Response>((resolve) => {
      answer = () => resolve(saved);
    });
  });
  const fetchNow = async () => ({ value: { ...SITE, version: 2, settings: theirs } });
  const shown = { site: SITE, onOutdated() {}, fetchNow, onSaved() {}, onChanged() {} };
  act(() => render(<SiteForm {...shown} />, document.body));

  type("Отступ сбоку, пикселей", "30");
  await press(/^Сохранить$/);
  await vi.waitFor(() => expect(document.querySelector(".conflict")).not.toBeNull());
  await press(/^Всё равно сохранить моё$/);
  await vi.waitFor(() => expect(puts).toHaveLength(2));
  type("Отступ снизу, пикселей", "40");
  await act(async () => answer());
  await vi.waitFor(() => expect(document.querySelector(".conflict")).toBeNull());
  expect(field("Отступ снизу, пикселей").value).toBe("40");
  await press(/^Сохранить$/);
  await vi.waitFor(() => expect(puts).toHaveLength(3));
  expect(puts.map(({ over_version }) => over_version)).toEqual([1, 2, 3]);
  expect(puts[2]?.settings).toEqual({ ...theirs, offset_x: 30, offset_y: 40 });
});
