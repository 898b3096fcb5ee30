// @vitest-environment jsdom
// Messages are text: an address leads away without a trace, markup leads nowhere.
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, expect, test } from "vitest";
import { MessageText } from "./message_text";

afterEach(() => {
  render(null, document.body);
});

function show(body: string) {
  act(() => render(<MessageText body={body} />, document.body));
  return document.querySelectorAll("a");
}

test("an address is a link in an unchanged text", () => {
  const [link, ...others] = show("Вот: https://lavka.example/a?b=c.\nОн?");
  expect(others).toEqual([]);
  expect(link?.href).toBe("https://lavka.example/a?b=c");
  expect(link?.rel).toBe("noopener noreferrer nofollow");
  expect(link?.target).toBe("_blank");
  expect(document.body.textContent).toBe("Вот: https://lavka.example/a?b=c.\nОн?");
});

test("markup and other schemes stay text", () => {
  const body = `<img src=x onerror=alert(1)> javascript:alert(1) "https://a.example/"onclick="b"`;
  const links = show(body);
  expect([...links].map((link) => link.getAttribute("href"))).toEqual(["https://a.example/"]);
  expect(document.querySelector("img")).toBeNull();
  expect(document.body.textContent).toBe(body);
});
