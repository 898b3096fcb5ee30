// @vitest-environment jsdom
// Each visitor's row: how long they have been on the site, and what brought them there.
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, expect, test } from "vitest";
import type { ListedVisitor } from "../../../live/visitor_requests";
import { VisitorTable } from "./visitor_table";

const NOW_MS = Date.UTC(2026, 2, 1, 12);
const VISITOR: ListedVisitor = {
  site_id: "S",
  visitor_id: "visitor-0001",
  name: "Иван",
  url: "https://shop.test/",
  title: "Чай",
  since_ms: NOW_MS,
  source: "",
  conversation_id: null,
  is_in_conversation: false,
  operator_id: null,
  operator_name: null,
  invited_at: null,
  is_dismissed: false,
};

afterEach(() => {
  render(null, document.body);
});

/** The words of a row's cells under these headings. */
function cellsOf(visitor: Partial<ListedVisitor>): readonly string[] {
  const visitors = [{ ...VISITOR, ...visitor }];
  const props = { visitors, sites: [], nowMs: NOW_MS, canInvite: false, onInvite: () => undefined };
  act(() => render(<VisitorTable {...props} />, document.body));
  const headings = [...document.querySelectorAll("thead th")].map((heading) => heading.textContent);
  const cells = [...document.querySelectorAll("tbody tr > *")];
  return ["На\u00a0сайте", "Источник"].map((name) => cells[headings.indexOf(name)]?.textContent ?? "");
}

test("a row says since when the visitor is there, and from where", () => {
  expect(cellsOf({ since_ms: NOW_MS - 192_000, source: "yandex" })).toEqual(["3\u00a0мин", "yandex"]);
  expect(cellsOf({ since_ms: NOW_MS - 7_380_000, source: "ya.ru" })).toEqual(["2\u00a0ч 3\u00a0мин", "ya.ru"]);
});

test("who has just come from nobody knows where is told so", () => {
  expect(cellsOf({})).toEqual(["0\u00a0с", "Не\u00a0известен"]);
});
