// Addresses in messages: found where they are, ended where they end, and nothing but web pages.
import { describe, expect, test } from "vitest";
import { splitAddresses } from "./addresses";

const found = (text: string) => splitAddresses(text).flatMap((piece) => (piece.url === null ? [] : [piece.text]));

describe("addresses", () => {
  test("end before the signs of the sentence", () => {
    expect(found("См. https://lavka.example/a, потом http://lavka.example/b?c=1. И всё")).toEqual([
      "https://lavka.example/a",
      "http://lavka.example/b?c=1",
    ]);
    expect(found("«https://lavka.example/чай»?! HTTPS://LAVKA.EXAMPLE…")).toEqual([
      "https://lavka.example/чай",
      "HTTPS://LAVKA.EXAMPLE",
    ]);
  });

  test("keep brackets that they have opened, and no others", () => {
    expect(found("(https://ru.wikipedia.org/wiki/Чай_(напиток))")).toEqual([
      "https://ru.wikipedia.org/wiki/Чай_(напиток)",
    ]);
    expect(found("[http://[::1]:8000/].")).toEqual(["http://[::1]:8000/"]);
  });

  test("may be Cyrillic", () => {
    const [piece] = splitAddresses("https://лавка.рф/чай");
    expect(piece).toEqual({ text: "https://лавка.рф/чай", url: "https://xn--80aaf6ac.xn--p1ai/%D1%87%D0%B0%D0%B9" });
  });

  test("are web pages only, with no name before the host and nothing unseen inside", () => {
    for (const text of [
      "javascript:alert(1)",
      "data:text/html,a",
      "ftp://a.example",
      "xhttps://a.example",
      "https://",
    ]) {
      expect(found(text)).toEqual([]);
    }
    expect(found("https://bank.example@evil.example/")).toEqual([]);
    expect(found("https://evil.example/\u202Egnp.exe")).toEqual(["https://evil.example/"]);
    expect(found("javascript:https://a.example")).toEqual(["https://a.example"]);
  });

  test("leave the text as it was, whatever is in it", () => {
    const long = `https://a.example/${"(".repeat(2_000)}${")".repeat(2_001)}`;
    for (const text of [
      "",
      "нет адресов",
      "a https://a.example b\n https://b.example.",
      long,
      "https://🙂.example)",
      ")))",
    ]) {
      expect(
        splitAddresses(text)
          .map((piece) => piece.text)
          .join(""),
      ).toBe(text);
    }
    expect(found(long)).toEqual([long.slice(0, -1)]);
  });
});
