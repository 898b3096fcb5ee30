// Rules as the form holds them: words as they are typed, and a key that stays with a rule whatever becomes of the rest.
import type { ConversationRule } from "../../../live/conversation_rule_requests";

export interface Draft extends Omit<ConversationRule, "words"> {
  readonly key: string;
  readonly wordsTyped: string;
}

export const BLANK: Omit<Draft, "key"> = {
  name: "",
  is_on: true,
  occasion: "message",
  pages: "",
  utm_source: "",
  utm_campaign: "",
  wordsTyped: "",
  hours: "any",
  language: "any",
  visitors: "any",
  department_id: null,
  tag_ids: [],
};

export function draftsOf(rules: readonly ConversationRule[]): Draft[] {
  return rules.map(({ words, ...rule }) => ({ ...rule, key: `of-${rule.name}`, wordsTyped: words.join(", ") }));
}

/** As the server takes it. */
export function ruleOf({ key: _, wordsTyped, ...rule }: Draft): ConversationRule {
  const words = wordsTyped.split(/[,;\n]/).map((word) => word.trim());
  return { ...rule, words: words.filter(Boolean) };
}

/** The list with one of it moved by a place. */
export function moved(drafts: readonly Draft[], key: string, by: -1 | 1): Draft[] {
  const place = drafts.findIndex((draft) => draft.key === key);
  const rest = drafts.filter((draft) => draft.key !== key);
  return [...rest.slice(0, place + by), ...drafts.slice(place, place + 1), ...rest.slice(place + by)];
}
