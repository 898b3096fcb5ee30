import { expect, test } from "vitest";
import { fits } from "./rules";

const CART = { href: "https://shop.ru/cart/12?sale=1#top", pathname: "/cart/12", search: "?sale=1" };

test.each([
  ["", true],
  ["*", true],
  ["/cart*", true],
  ["/cart/*", true],
  ["/cart/12?sale=1", true],
  ["*sale=1", true],
  ["*sale=1*", true],
  ["/c*t/*?s*=1", true],
  ["https://shop.ru/*", true],
  ["/cart", false],
  ["/catalog*", false],
  ["*sale=2*", false],
  ["/cart/12?sale=1*1", false],
  ["http://shop.ru/*", false],
  ["/CART*", false],
])("a pattern %s fits the cart: %s", (pattern, expected) => {
  expect(fits(pattern, CART)).toBe(expected);
});

test("patterns are written as people read addresses, or as browsers write them", () => {
  const pathname = encodeURI("/каталог/чай");
  const { host } = new URL("https://ааалавка.рф");
  const tea = { href: `https://${host}${pathname}`, pathname, search: "" };
  for (const pattern of ["/каталог*", "/каталог/чай", `${encodeURI("/каталог")}*`, "https://ааалавка.рф/*"]) {
    expect(fits(pattern, tea)).toBe(true);
  }
  expect(fits("/%E0%A4%A", { href: "", pathname: "/%E0%A4%A", search: "" })).toBe(true);
});

test("signs of regular expressions mean themselves", () => {
  expect(fits("/a.b+(c)*", { href: "", pathname: "/a.b+(c)d", search: "" })).toBe(true);
  expect(fits("/a.b", { href: "", pathname: "/axb", search: "" })).toBe(false);
});

test("no pattern is slow", () => {
  const address = { href: "", pathname: `/${"a".repeat(4000)}`, search: "" };
  const begunMs = performance.now();
  expect(fits(`${"*a".repeat(99)}*b`, address)).toBe(false);
  expect(performance.now() - begunMs).toBeLessThan(200);
});
