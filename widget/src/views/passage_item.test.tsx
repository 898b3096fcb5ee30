// @vitest-environment jsdom
// What a message offers: links that can do no harm, and a way out of a failure that leads somewhere.
import { render } from "preact";
import { afterEach, expect, test, vi } from "vitest";
import { CHAT as RU } from "../languages/ru";
import type { Bubble } from "../passages";
import { PassageItem } from "./passage_item";

const act = { retry: vi.fn(), edit: vi.fn() };

function shown(bubble: Partial<Bubble>): HTMLElement {
  const place = document.createElement("ul");
  const whole: Bubble = { key: "e", body: "текст", progress: "failed", code: null, ...bubble };
  const passage = {
    kind: "group",
    key: "e",
    isOwn: true,
    isFailed: true,
    name: "",
    atMs: 0,
    bubbles: [whole],
  } as const;
  const drawn = { face: () => null, drawFiles: () => null };
  const props = { passage, isLastOwn: true, isClosedNow: false, texts: RU, nowMs: 0, ...drawn };
  // Of all the actions these two are what a message asks for.
  const all = act as unknown as Parameters<typeof PassageItem>[0]["act"];
  render(<PassageItem {...props} act={all} />, place);
  return place;
}

afterEach(() => vi.clearAllMocks());

test("an address is a link that gives nothing away, and markup stays text", () => {
  const body = '<b>см.</b> https://shop.example/"onclick="alert(1) javascript:alert(1)';
  const place = shown({ body, progress: "sent" });
  const [link, ...others] = place.querySelectorAll("a");
  expect(others).toEqual([]);
  expect(link?.getAttributeNames().sort()).toEqual(["href", "rel", "target"]);
  expect(link?.href).toMatch(/^https:\/\/shop\.example\//);
  expect([link?.target, link?.rel]).toEqual(["_blank", "noopener noreferrer nofollow"]);
  expect(place.querySelector("b")).toBeNull();
  expect(place.querySelector(".bubble")?.textContent).toBe(body);
});

test("a text that can't be stored is offered to be changed, any other failure to be tried again", () => {
  const refused = shown({ code: "bad_body" }).querySelector("button");
  expect(refused?.textContent).toBe("Изменить");
  refused?.click();
  expect(act.edit.mock.calls).toEqual([["e", "текст"]]);
  const failed = shown({ code: "internal" }).querySelector("button");
  expect(failed?.textContent).toBe("Повторить");
  failed?.click();
  expect(act.retry.mock.calls).toEqual([["e"]]);
});

test("a message that was erased says so", () => {
  expect(shown({ body: "", progress: "read" }).querySelector(".bubble")?.textContent).toBe("Сообщение удалено");
});
