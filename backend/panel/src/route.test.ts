// The address of what is open.
import { expect, test } from "vitest";
import {
  formatInvitation,
  formatPrivacyRoute,
  formatRoute,
  parseInvitation,
  parsePrivacyRoute,
  parseRoute,
} from "./route";

const ID = "01a20f5b-ff23-73fe-889b-10c54dd2fdd6";

test("a route survives the address, and nonsense leads to the queue", () => {
  const route = { folder: "mine" as const, conversationId: ID };
  expect(parseRoute(formatRoute(route))).toEqual(route);
  expect(parseRoute("#all")).toEqual({ folder: "all", conversationId: null });
  expect(parseRoute("#nonsense/<script>")).toEqual({ folder: "waiting", conversationId: null });
});

test("a page about personal data has an address, and an item of it too", () => {
  for (const route of [
    { page: "requests", itemId: ID },
    { page: "journal", itemId: null },
  ]) {
    expect(parsePrivacyRoute(formatPrivacyRoute(route))).toEqual(route);
  }
  expect(parsePrivacyRoute("#privacy/requests/<script>")).toEqual({ page: "requests", itemId: null });
  expect(parsePrivacyRoute(`#mine/${ID}`)).toBeNull();
  expect(parseRoute("#privacy/journal")).toEqual({ folder: "waiting", conversationId: null });
});

test("only what may be a token is taken for an invitation", () => {
  expect(parseInvitation(formatInvitation("aB3_-x"))).toBe("aB3_-x");
  expect(parseInvitation("#password/aB3_-x")).toBe("aB3_-x");
  for (const hash of ["#invite/", "#invite/a/b", "#invite/<script>", "#invited/a", "", `#invite/${"a".repeat(101)}`]) {
    expect(parseInvitation(hash)).toBeNull();
  }
});

test("a filter survives the address, and what is none of ours is passed over", () => {
  const filter = { tag_ids: [ID], states: ["closed" as const], scores: [1, 2], since: "2026-11-01T00:00:00.000Z" };
  const wanted = { filter: { ...filter, is_unanswered: true }, unansweredMin: 15 };
  const route = { folder: "filtered" as const, conversationId: ID, wanted };
  expect(parseRoute(formatRoute(route))).toEqual(route);
  const nonsense = parseRoute("#filtered?tag=<script>&state=lost&score=9&since=yesterday&wait=-3&spam=1");
  expect(nonsense.wanted).toEqual({ filter: {}, unansweredMin: null });
  expect(formatRoute({ folder: "filtered", conversationId: null })).toBe("#filtered");
});

test("the search's filters stand beside the folder's own", () => {
  const sought = `tag=${ID}&period=today`;
  const wanted = { filter: { tag_ids: [ID.replace("0", "1")] }, unansweredMin: null };
  const route = { folder: "filtered" as const, conversationId: ID, wanted, sought };
  expect(parseRoute(formatRoute(route))).toEqual(route);
  const plain = { folder: "mine" as const, conversationId: null, sought };
  expect(parseRoute(formatRoute(plain))).toEqual(plain);
  expect(formatRoute({ ...plain, sought: "" })).toBe("#mine");
});
