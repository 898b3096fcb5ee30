// @vitest-environment jsdom
// What a row says of time and presence, of its site and who leads it.
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, expect, test } from "vitest";
import type { Author, Conversation } from "../operator.gen";
import { ServerModel } from "../state/server_model";
import { ConversationRow, type RowProps } from "./conversation_row";

afterEach(() => {
  render(null, document.body);
});

const NOW = new Date("2026-11-12T12:00:00Z");
const ago = (seconds: number) => new Date(NOW.getTime() - seconds * 1_000).toISOString();

function show(change: Partial<Conversation>, connected = true, changed: Partial<RowProps> = {}) {
  const server = new ServerModel(50);
  server.start("здравствуйте");
  const [row] = server.folder("all");
  if (!row) throw new Error("The model has lost its conversation");
  const conversation = { ...row, last_message: null, ...change };
  const picked = { siteName: null, site: undefined, isSelected: false, onSelect: () => undefined };
  const state = { isOpen: false, isTyping: false, isCalling: false, isMarked: false, isAwake: false };
  const rest = { ...picked, ...state, href: "#", me: "a", now: NOW, onFocus: () => undefined, ...changed };
  act(() => {
    render(<ConversationRow {...{ conversation, connected, ...rest }} onLink={() => undefined} />, document.body);
  });
  const text = (selector: string) => document.querySelector(selector)?.textContent?.replaceAll("\u00a0", " ");
  return {
    time: text(".row__time"),
    second: text(".row__line--second"),
    ...whose(),
    presence: document.querySelector(".dot--online"),
    isStrong: document.querySelector(".row--unread") !== null,
  };
}

/** Of whose it is: what is seen, part by part, and what is heard. */
function whose() {
  const parts = [...(document.querySelector(".row__whose")?.children ?? [])];
  const isHeard = (part: Element) => part.className === "unseen";
  return {
    seen: parts.filter((part) => !isHeard(part)).map(({ textContent }) => textContent),
    heard: parts.filter(isHeard).map(({ textContent }) => textContent),
    isSaidTwice: parts.some((part) => !isHeard(part) && part.getAttribute("aria-hidden") !== "true"),
  };
}

const vera: Author = { kind: "operator", id: "b", name: "Вера Иванова" };

test("the wait stands in the place of the time where both would say the same", () => {
  expect(show({ active_at: ago(250), waiting_since: ago(255) })).toMatchObject({ time: "ждёт 4 мин" });
  expect(show({ active_at: ago(20), waiting_since: ago(30) })).toMatchObject({ time: "ждёт" });
});

test("the wait stands after the words where the last ones are newer", () => {
  const { time, second } = show({ active_at: ago(60), waiting_since: ago(600) });
  expect(time).toBe("1 мин");
  expect(second).toContain("ждёт 10 мин");
});

test("nobody waits in a closed conversation", () => {
  const { time, second } = show({ active_at: ago(250), waiting_since: ago(255), status: "closed" });
  expect(time).toBe("4 мин");
  expect(second).not.toContain("ждёт");
});

test("presence is not claimed while the link is down", () => {
  expect(show({ visitor_online: true }).presence).not.toBeNull();
  expect(show({ visitor_online: true }, false).presence).toBeNull();
  expect(document.body.textContent).not.toContain("в\u00a0сети");
});

test("last words that were erased are said to be so, whoever wrote them", () => {
  for (const kind of ["visitor", "operator"] as const) {
    const last_message = { author: { kind, id: "b", name: "Борис" }, body: "", created_at: ago(60) };
    expect(show({ last_message }).second).toContain("Сообщение удалено");
  }
});

test("one that is marked unread stands out as what is unread does, in words too", () => {
  expect(show({ unread_count: 0 }).second).not.toContain("Отмечен непрочитанным");
  expect(document.querySelector(".row--unread")).toBeNull();
  expect(show({ unread_count: 0 }, true, { isMarked: true }).second).toContain("Отмечен непрочитанным");
  expect(document.querySelector(".row--unread")).not.toBeNull();
  // What is new says how much that is
  expect(show({ unread_count: 2 }, true, { isMarked: true }).second).not.toContain("Отмечен");
});

test("a tick that the browser takes away comes back where the row stays selected", () => {
  const server = new ServerModel(50);
  server.start("здравствуйте");
  const conversation = server.folder("all")[0] as Conversation;
  const state = {
    isOpen: false,
    isTyping: false,
    isCalling: false,
    isMarked: false,
    isAwake: false,
    isSelected: true,
    connected: true,
    siteName: null,
    site: undefined,
  };
  const deeds = { onSelect: () => undefined, onFocus: () => undefined, onLink: () => undefined };
  const row = <ConversationRow {...{ conversation, ...state, ...deeds, href: "#", me: "a", now: NOW }} />;
  act(() => render(row, document.body));
  const tick = document.querySelector<HTMLInputElement>("input[type=checkbox]");
  act(() => tick?.click());
  expect(tick?.checked).toBe(true);
});

test("what is back from the snoozed stands out with nothing unread in it, until it is open", () => {
  const read = { unread_count: 0 };
  expect(show(read)).toMatchObject({ isStrong: false });
  const awake = show(read, true, { isAwake: true });
  expect(awake.isStrong).toBe(true);
  expect(awake.second).toContain("Вернулся из отложенных");
  expect(show(read, true, { isAwake: true, isOpen: true })).toMatchObject({ isStrong: false });
});

test("whose it is stands in a row of another's: the first name is seen, the whole one is heard", () => {
  const row = show({ assignee: vera });
  expect(row).toMatchObject({ seen: ["Вера"], heard: ["ведёт Вера Иванова"], isSaidTwice: false });
  expect(document.querySelector(".row__whose")?.getAttribute("title")).toBe("ведёт Вера Иванова");
});

test("of one's own and of nobody's nothing is said, and nothing takes room", () => {
  for (const assignee of [{ ...vera, id: "a" }, null]) {
    expect(show({ assignee })).toMatchObject({ seen: [], heard: [] });
    expect(document.querySelector(".row__whose")).toBeNull();
  }
});

test("a bot has its whole name, which is no first name and a last one", () => {
  const bot: Author = { kind: "operator", id: "c", name: "Бот заказов", bot: true };
  expect(show({ assignee: bot })).toMatchObject({ seen: ["Бот заказов"], heard: ["ведёт Бот заказов"] });
});

test("the site stands before who leads, and alone where that is nobody else", () => {
  const two = { siteName: "Лавка" };
  const both = { seen: ["Лавка", "·", "Вера"], heard: ["Лавка · ведёт Вера Иванова"], isSaidTwice: false };
  expect(show({ assignee: vera }, true, two)).toMatchObject(both);
  for (const assignee of [{ ...vera, id: "a" }, null]) {
    expect(show({ assignee }, true, two)).toMatchObject({ seen: ["Лавка"], heard: ["Лавка"] });
  }
});

test("names are what they are: with letters that go to the left, with signs that turn lines, of one long word", () => {
  const called = (name: string) => show({ assignee: { ...vera, name } }, true, { siteName: "\u202eпош" });
  expect(called("ורד כהן")).toMatchObject({
    seen: ["пош", "·", "ורד"],
    heard: ["пош · ведёт \u200eורד כהן\u200e"],
  });
  expect(called("\u202eВера <b>").seen).toEqual(["пош", "·", "Вера"]);
  expect(called("К".repeat(200)).seen).toEqual(["пош", "·", "К".repeat(200)]);
  expect(called("  Вера\u00a0И. ").seen).toEqual(["пош", "·", "Вера"]);
});
