import { expect, test } from "vitest";
import type { ConversationRule } from "../../../live/conversation_rule_requests";
import { conversationRulesEn, conversationRulesRu } from "../../../texts/pages/conversation_rules";
import { goneOf, summaryOf } from "./summary";

const RULE: ConversationRule = {
  name: "Возвраты",
  is_on: true,
  occasion: "message",
  pages: "",
  utm_source: "",
  utm_campaign: "",
  words: [],
  hours: "any",
  language: "any",
  visitors: "any",
  department_id: "d1",
  tag_ids: ["t1"],
};
const NAMED = {
  departments: [
    { id: "d1", name: "Претензии", is_archived: false },
    { id: "d2", name: "Опт", is_archived: true },
  ],
  tags: [
    { id: "t1", kind: "tag", name: "возврат", colour: "grey", is_archived: false },
    { id: "t2", kind: "tag", name: "срочно", colour: "red", is_archived: false },
    { id: "t3", kind: "tag", name: "старое", colour: "red", is_archived: true },
  ],
} as const;

/** Without what only keeps words together. */
function ru(rule: Partial<ConversationRule>): string {
  return summaryOf(conversationRulesRu.summary, { ...RULE, ...rule }, NAMED).replaceAll("\u00a0", " ");
}

test.each([
  [{ pages: "*" }, "Если посетитель пишет — направление «Претензии», метка «возврат»."],
  [{}, "Если посетитель пишет — направление «Претензии», метка «возврат»."],
  [
    { pages: "*/cart*", words: ["возврат", "обмен"] },
    "Если посетитель пишет и страница содержит /cart и сообщение содержит «возврат» или «обмен» — направление «Претензии», метка «возврат».",
  ],
  [
    { occasion: "begun", pages: "/cart*", tag_ids: [] },
    "Если посетитель начинает диалог и страница начинается с /cart — направление «Претензии».",
  ],
  [
    { pages: "/a*b*", department_id: null, tag_ids: ["t1", "t2"] },
    "Если посетитель пишет и страница /a*b* — метки «возврат», «срочно».",
  ],
  [
    { occasion: "reopened", hours: "away", visitors: "known", language: "en", tag_ids: [] },
    "Если посетитель пишет в закрытый диалог и сейчас нерабочее время и язык английский и клиент знаком — направление «Претензии».",
  ],
  [
    { utm_source: "vk", utm_campaign: "лето", tag_ids: [] },
    "Если посетитель пишет и источник — vk и кампания — лето — направление «Претензии».",
  ],
] as const satisfies readonly (readonly [Partial<ConversationRule>, string])[])(
  "%o is said in plain words",
  (rule, expected) => {
    expect(ru(rule)).toBe(expected);
  },
);

test("what is archived is not done, and is named apart", () => {
  const rule = { ...RULE, department_id: "d2", tag_ids: ["t3"] };
  expect(ru(rule)).toBe("Если посетитель пишет — ничего.");
  expect(goneOf(rule, NAMED)).toEqual(["Опт", "старое"]);
  expect(goneOf(RULE, NAMED)).toEqual([]);
});

test("English is said likewise", () => {
  expect(summaryOf(conversationRulesEn.summary, { ...RULE, words: ["refund"] }, NAMED)).toBe(
    "If a visitor writes and the message contains “refund”: department Претензии, tag “возврат”.",
  );
});
