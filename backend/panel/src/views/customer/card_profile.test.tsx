// @vitest-environment jsdom
// What of a customer's data was signed by their site, in words, and what the page alone says.
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, expect, test } from "vitest";
import type { Profile, SiteIdentity } from "../../live/card_requests";
import { CardProfile } from "./card_profile";

const IDENTITY: SiteIdentity = {
  external_id: "42",
  name: "Иван Петров",
  email: "ivan@mail.ru",
  phone: "",
  is_verified: true,
  identified_at: "2026-03-01T12:00:00Z",
};

afterEach(() => {
  render(null, document.body);
});

function show(profile: Partial<Profile>): string {
  const whole = { identity: null, attributes: [], events: [], is_masked: false, ...profile };
  act(() => render(<CardProfile profile={whole} />, document.body));
  return document.body.textContent ?? "";
}

test("what was signed is said to be confirmed by the site", () => {
  const text = show({ identity: IDENTITY });
  expect(text).toContain("ivan@mail.ru");
  expect(text).toContain("Подтверждено сайтом");
  expect(text).not.toContain("не\u00a0подтверждено");
  expect(text).not.toContain("Телефон");
});

test("what a hash does not cover is said to be told by the page", () => {
  const text = show({ identity: { ...IDENTITY, is_verified: false } });
  expect(text).toContain("Номер подтверждён сайтом");
  expect(text.indexOf("ivan@mail.ru")).toBeGreaterThan(text.indexOf("Номер подтверждён сайтом"));
  expect(text).toContain("сайтом не\u00a0подтверждено");
});

test("markup in what a page tells stays text", () => {
  const at = "2026-03-01T12:00:00Z";
  const told = [{ key: "plan", value: "<img src=x>" }];
  show({ attributes: told, events: [{ name: "<a href=x>", properties: told, at }] });
  expect(document.querySelector("img, a")).toBeNull();
});

test("five events are shown, and the others to who asks for them", () => {
  const at = "2026-03-01T12:00:00Z";
  const events = Array.from({ length: 7 }, (_, number) => ({ name: `Событие ${number}`, properties: [], at }));
  expect(show({ events })).not.toContain("Событие 5");
  act(() => document.querySelector("button")?.click());
  expect(document.body.textContent).toContain("Событие 6");
  expect(document.querySelector("button")).toBeNull();
});

test("contacts of the site lead to a call and a letter, and what is hidden leads nowhere", () => {
  show({ identity: { ...IDENTITY, phone: "+7 916 123-45-67" } });
  const links = [...document.querySelectorAll("a")].map((link) => link.href);
  expect(links).toEqual(["mailto:ivan@mail.ru", "tel:+79161234567"]);
  show({ identity: { ...IDENTITY, email: "i•••@mail.ru", phone: "•••" }, is_masked: true });
  expect(document.querySelector("a, button")).toBeNull();
});
