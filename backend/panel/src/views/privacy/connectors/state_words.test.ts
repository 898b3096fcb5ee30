import { expect, test } from "vitest";
import type { Connector, Push } from "../../../live/connector_requests";
import { ru } from "../../../texts/ru";
import { withPages } from "../words";
import { outcomeOf, rulesOf, stateOf, waitingOf } from "./state_words";

const texts = withPages(ru);
const NOW = new Date("2026-11-29T12:00:00");
const at = (secondsAgo: number) => new Date(NOW.getTime() - secondsAgo * 1_000).toISOString();

const connector: Connector = {
  id: "1",
  version: 3,
  kind: "bitrix24",
  origin: "https://shop.bitrix24.ru",
  controller_id: "2",
  controller: "ООО «Лавка»",
  site_ids: [],
  sites: ["Лавка"],
  is_for_all: true,
  may_manage: true,
  settings: {},
  mapping: {},
  rules: { contacts: true, closed: false, tag_ids: [], most_score: 0, needs_contacts: true },
  is_sealed: false,
  is_allowed: true,
  without_basis: [],
  made_at: at(90_000),
  failures: 0,
  failing_since: null,
  paused_until: null,
  trouble: "",
  stopped_at: null,
  disabled_at: null,
  waiting: 0,
};
const push: Push = {
  conversation_id: "3",
  cause: "closed",
  status: "pending",
  queued_at: at(100),
  due_at: at(-300),
  attempts: 2,
  tried_at: at(10),
  sent_at: null,
  remote_id: "",
  url: "",
  failure: "CRM не отвечает.",
};

test("what somebody must mend comes before what passes by itself", () => {
  const failing = { ...connector, failing_since: at(120), failures: 3, trouble: "CRM не отвечает." };
  expect(stateOf(texts, failing, NOW)).toMatchObject({ tone: "warn", notes: ["CRM не отвечает."] });
  expect(stateOf(texts, { ...failing, is_allowed: false }, NOW).text).toBe(texts.connectors.closed);
  const stopped = stateOf(texts, { ...failing, is_allowed: false, stopped_at: at(60) }, NOW);
  expect(stopped.notes).toEqual(["CRM не отвечает.", texts.connectors.stoppedHint]);
  expect(stateOf(texts, { ...failing, stopped_at: at(60), disabled_at: at(30) }, NOW).tone).toBe("off");
  expect(stateOf(texts, { ...failing, disabled_at: at(30), is_sealed: true }, NOW).tone).toBe("warn");
  expect(stateOf(texts, connector, NOW)).toEqual({ tone: "good", text: "Работает", notes: [] });
  const undecided = { ...connector, sites: ["Лавка", "Склад"], without_basis: ["Лавка"] };
  expect(stateOf(texts, undecided, NOW).tone).toBe("good");
  expect(stateOf(texts, { ...undecided, without_basis: undecided.sites }, NOW)).toMatchObject({
    tone: "warn",
    text: texts.connectors.idle,
  });
});

test("rules are named in the order of the form, and none is by hand", () => {
  const all = { contacts: true, closed: true, tag_ids: ["a", "b"], most_score: 2, needs_contacts: true };
  expect(rulesOf(texts, all)).toBe("оставлены контакты, диалог закрыт, 2\u00a0метки, оценка 2 и\u00a0ниже");
  const none = { contacts: false, closed: false, tag_ids: [], most_score: 0, needs_contacts: true };
  expect(rulesOf(texts, none)).toBe("только вручную");
});

test("a push that waits for another attempt says when", () => {
  expect(outcomeOf(texts, push, NOW)).toContain("Повтор через 5");
  expect(outcomeOf(texts, { ...push, attempts: 0 }, NOW)).toBe("Отправляется");
  expect(outcomeOf(texts, { ...push, status: "refused", due_at: null }, NOW)).toBe("Отправлять нельзя");
});

test("what is counted to an end says that there is more", () => {
  expect(waitingOf(texts, connector)).toBe("—");
  expect(waitingOf(texts, { ...connector, waiting: 10_000 })).toMatch(/^больше/);
});
