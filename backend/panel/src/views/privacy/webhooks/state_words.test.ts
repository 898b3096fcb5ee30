import { expect, test } from "vitest";
import type { Delivery, Webhook } from "../../../live/webhook_requests";
import { ru } from "../../../texts/ru";
import { withPages } from "../words";
import {
  answerOf,
  eventsOf,
  formerOf,
  keeperOf,
  originOf,
  outcomeOf,
  stateOf,
  waitingOf,
  whenComing,
  whenPast,
} from "./state_words";

const texts = withPages(ru);
const NOW = new Date("2026-11-29T12:00:00");
const at = (secondsAgo: number) => new Date(NOW.getTime() - secondsAgo * 1_000).toISOString();

const webhook: Webhook = {
  id: "1",
  origin: "https://crm.example.ru",
  controller_id: "2",
  controller: "ООО «Лавка»",
  site_ids: [],
  sites: ["Лавка"],
  is_for_all: true,
  may_manage: true,
  events: ["message.created"],
  data: "ids",
  most_data: "ids",
  made_at: at(90_000),
  before_until: null,
  secret_version: 0,
  failures: 0,
  failing_since: null,
  paused_until: null,
  disabled_at: null,
  disabled_because: "",
  waiting: 0,
  waiting_since: null,
  succeeded_at: at(5),
  bot: null,
  answer_within_s: null,
  close_after_min: null,
  looked_after_by: null,
};
const delivery: Delivery = {
  event_id: "3",
  event: "message.created",
  object_id: "4",
  seq: 1,
  happened_at: at(100),
  due_at: at(100),
  attempts: 0,
  outcome: null,
  tried_at: null,
  origin: "",
  status: null,
  took_ms: null,
  failure: "",
  answer: "",
};

test("times are relative under an hour and absolute after, both ways", () => {
  expect(whenPast(texts, at(10), NOW)).toBe("только что");
  expect(whenPast(texts, at(300), NOW)).toBe("5\u00a0мин назад");
  expect(whenPast(texts, at(7_200), NOW)).toBe("10:00");
  expect(whenPast(texts, at(100_000), NOW)).toBe("28 ноября, 08:13");
  expect(whenComing(texts, at(-10), NOW)).toBe("через несколько секунд");
  expect(whenComing(texts, at(-600), NOW)).toBe("через 10\u00a0мин");
  expect(whenComing(texts, at(-7_200), NOW)).toBe("14:00");
});

test("what is wrong comes before what is well", () => {
  const failing = { ...webhook, failures: 3, failing_since: at(300), paused_until: at(-20) };
  expect(stateOf(texts, webhook, NOW)).toEqual({ tone: "good", text: "Работает", notes: [] });
  expect(stateOf(texts, { ...webhook, succeeded_at: null }, NOW).text).toBe("Ещё ничего не\u00a0отправляли");
  expect(stateOf(texts, failing, NOW)).toEqual({
    tone: "warn",
    text: "Сбои: началось 5\u00a0мин назад, 3\u00a0неудачи подряд",
    notes: ["Следующая попытка через несколько секунд"],
  });
  expect(stateOf(texts, { ...failing, most_data: null }, NOW).text).toContain("не\u00a0разрешает");
  expect(stateOf(texts, { ...failing, disabled_at: at(60), disabled_because: "gone" }, NOW)).toEqual({
    tone: "warn",
    text: "Отключён 1\u00a0мин назад",
    notes: ["программа ответила, что больше ничего не\u00a0ждёт (410)"],
  });
  expect(stateOf(texts, { ...webhook, disabled_at: at(60), disabled_because: "by_hand" }, NOW).tone).toBe("off");
});

test("a webhook that ends with a key says with which, and until when", () => {
  const key = { id: "5", name: "CRM", ends_at: null };
  expect(keeperOf(texts, webhook, NOW)).toBe("");
  expect(keeperOf(texts, { ...webhook, looked_after_by: key }, NOW)).toBe(
    "Ведёт ключ «CRM»: закончится вместе с\u00a0ним",
  );
  expect(keeperOf(texts, { ...webhook, looked_after_by: { ...key, ends_at: at(-7_200) } }, NOW)).toBe(
    "Ведёт ключ «CRM» до\u00a014:00: закончится вместе с\u00a0ним",
  );
  expect(keeperOf(texts, { ...webhook, looked_after_by: { ...key, ends_at: at(60) } }, NOW)).toBe(
    "Вёл ключ «CRM», который больше не\u00a0действует",
  );
});

test("what waits is counted up to a bound, and said to be more beyond it", () => {
  expect(waitingOf(texts, webhook, NOW)).toBe("—");
  expect(waitingOf(texts, { ...webhook, waiting: 2, waiting_since: at(120) }, NOW)).toBe(
    "2, первое\u00a0— 2\u00a0мин назад",
  );
  const many = { ...webhook, waiting_since: at(120) };
  expect(waitingOf(texts, { ...many, waiting: 10_000 }, NOW)).toMatch(/^10\s000, первое/);
  expect(waitingOf(texts, { ...many, waiting: 10_001 }, NOW)).toMatch(/^больше 10\s000, первое/);
});

test("events are told as all, by name, or by their number", () => {
  const known = ["message.created", "customer.created", "customer.updated"];
  expect(eventsOf(texts, known, known)).toBe("Все события");
  expect(eventsOf(texts, ["message.created"], known)).toBe("Новое сообщение");
  expect(eventsOf(texts, ["message.created", "customer.created"], known)).toBe("2\u00a0события");
});

test("a delivery says what was answered, or why nothing was", () => {
  expect(answerOf(texts, delivery)).toBe("—");
  expect(answerOf(texts, { ...delivery, status: 500, took_ms: 35, failure: "answered 500" })).toBe("500, 35\u00a0мс");
  expect(answerOf(texts, { ...delivery, failure: "host_unreachable: crm:443 can't be reached." })).toBe(
    "узел не\u00a0принимает соединение",
  );
  expect(answerOf(texts, { ...delivery, failure: "something_newer: Oops" })).toBe("something_newer: Oops");
  const former = "moved: http://old.test:81";
  expect(formerOf(former)).toEqual({ origin: "http://old.test:81", why: "" });
  expect(formerOf(`${former}: host_unreachable: a: b`).why).toBe("host_unreachable: a: b");
  expect(formerOf("answered 500")).toEqual({ origin: null, why: "answered 500" });
  expect(answerOf(texts, { ...delivery, failure: `${former}: host_unreachable: no` })).toBe(
    "узел не\u00a0принимает соединение",
  );
  expect(outcomeOf(texts, delivery, NOW)).toBe("В\u00a0очереди");
  expect(outcomeOf(texts, { ...delivery, attempts: 1, due_at: at(-600) }, NOW)).toBe("Повтор через 10\u00a0мин");
  expect(outcomeOf(texts, { ...delivery, outcome: "given_up", due_at: null }, NOW)).toBe("Не\u00a0доставлено");
});

test("a delivery names the host that it went to, whatever the webhook's is now", () => {
  const now = "https://new.example.ru";
  const tried = { ...delivery, attempts: 1, origin: "https://old.example.ru" };
  expect(originOf(tried, now)).toBe("https://old.example.ru");
  // Of a server before, which named it only where the URL was changed meanwhile
  expect(originOf({ ...tried, origin: "", failure: "moved: https://old.example.ru: answered 500" }, now)).toBe(
    "https://old.example.ru",
  );
  expect(originOf({ ...tried, origin: "" }, now)).toBeNull();
  expect(originOf(delivery, now)).toBe(now);
});
