// @vitest-environment jsdom
// What visitors' browsers say of themselves is text, and leads nowhere but to web pages.
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, expect, test } from "vitest";
import type { Page } from "../operator.gen";
import { ServerModel } from "../state/server_model";
import { CardPane } from "./card_pane";

afterEach(() => {
  render(null, document.body);
});

function show(page: Page, connected = true) {
  const server = new ServerModel(50);
  server.start("здравствуйте");
  const [row] = server.folder("all");
  if (!row) throw new Error("The model has lost its conversation");
  act(() => {
    const card = {
      conversation: { ...row, page },
      sites: [],
      me: "a",
      connected,
      rights: [],
      hrefOf: () => "#",
      onClose: () => undefined,
    };
    render(<CardPane {...card} />, document.body);
  });
}

test("a web address is a link that tells its page nothing, shown as people read it", () => {
  show({ url: "https://lavka.example/%D1%87%D0%B0%D0%B9", title: "Чай", referrer: "" });
  const link = document.querySelector("a");
  expect(link?.rel).toBe("noopener noreferrer");
  expect(link?.textContent).toContain("lavka.example/чай");
});

test("any other address, and markup in a title, stay text", () => {
  show({ url: "javascript:alert(1)", title: "<img src=x>", referrer: "data:text/html,hi" });
  expect(document.querySelector("a, img")).toBeNull();
  expect(document.body.textContent).toContain("javascript:alert(1)");
  expect(document.body.textContent).toContain("<img src=x>");
});

test("nobody is said to be on the site, or away, while the link is down", () => {
  const page = { url: "https://lavka.example/", title: "Чай", referrer: "" };
  show(page);
  expect(document.body.textContent).toContain("Сейчас на\u00a0сайте");
  expect(document.querySelector(".dot--online")).not.toBeNull();
  show(page, false);
  expect(document.body.textContent).not.toMatch(/Сейчас на\u00a0сайте|Ушёл/);
  expect(document.querySelector(".dot--online")).toBeNull();
});
