// What of a text is an address, and that no character of it is lost.
import { expect, test } from "vitest";
import { splitLinks } from "./links";

test("web addresses are told from the text around them", () => {
  for (const [text, addresses] of [
    ["Смотрите https://shop.example/чай?q=1&b=%20#верх.", ["https://shop.example/чай?q=1&b=%20#верх"]],
    ["(http://a.example/), «https://b.example/x/»!", ["http://a.example/", "https://b.example/x/"]],
    ["HTTPS://A.EXAMPLE\nhttps://b.example", ["HTTPS://A.EXAMPLE", "https://b.example"]],
    ["https:// нет, http:нет, ftp://a.example, shop.example", []],
    ["javascript:alert(1) data:text/html,x", []],
  ] as const) {
    const parts = splitLinks(text);
    expect(parts.filter((_, place) => place % 2)).toEqual(addresses);
    expect(parts.join("")).toBe(text);
  }
});

test("the longest message of nothing but signs is read, and nothing of it is lost", () => {
  const text = "https://".repeat(20) + "!".repeat(3_800);
  expect(splitLinks(text).join("")).toBe(text);
});

test("an address ends before what could deceive", () => {
  expect(splitLinks("https://bank.ru@evil.test/x")).toEqual(["", "https://bank.ru", "@evil.test/x"]);
  expect(splitLinks("https://shop.ru/\u202egpj.exe")).toEqual(["", "https://shop.ru/", "\u202egpj.exe"]);
  expect(splitLinks("https://medium.com/@name")).toEqual(["", "https://medium.com/@name", ""]);
});
