// @vitest-environment jsdom
// Where the visitor writes, and what stands around the field.
import { render } from "preact";
import { expect, test, vi } from "vitest";
import { CHAT as RU } from "../languages/ru";
import { INITIAL_STATE } from "../state";
import { Composer } from "./composer";
import type { View } from "./view";

function shown(site: object): HTMLElement {
  const place = document.createElement("div");
  const state = { ...INITIAL_STATE, site };
  const act = { field: { current: null }, send: vi.fn() };
  const view = { origin: "", state, texts: RU, draft: "", act, part: () => undefined };
  render(<Composer {...(view as unknown as View)} />, place);
  return place;
}

test("a site with nothing to choose and nothing to promise has the field and nothing else", () => {
  const site = { name: "Лавка", operators_online: true, consents: [], departments: [], answers_in_s: 0 };
  expect(shown(site).textContent).toBe("");
});
