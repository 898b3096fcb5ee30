// A rule in plain words: «Если страница содержит /cart и сообщение содержит «возврат» — направление «Претензии».»
import type { ConversationRule, SiteRules } from "../../../live/conversation_rule_requests";
import type { conversationRulesRu } from "../../../texts/pages/conversation_rules";

type Words = (typeof conversationRulesRu)["summary"];
type Named = Pick<SiteRules, "departments" | "tags">;

/** Of what is archived nothing is said: it is not done. */
export function summaryOf(words: Words, rule: ConversationRule, { departments, tags }: Named): string {
  const department = departments.find(({ id, is_archived }) => id === rule.department_id && !is_archived);
  const put = tags.filter(({ id, is_archived }) => rule.tag_ids.includes(id) && !is_archived);
  const deeds = [
    department && words.department(department.name),
    put.length > 0 && words.tags(put.map(({ name }) => words.quoted(name)).join(", "), put.length),
  ].filter(Boolean);
  return words.whole(conditionsOf(words, rule), deeds.join(", ") || words.nothing);
}

/** The names of what a rule would do and can't, since it is archived or no more. */
export function goneOf(rule: ConversationRule, { departments, tags }: Named): readonly string[] {
  return [...departments, ...tags]
    .filter(({ id, is_archived }) => is_archived && [rule.department_id, ...rule.tag_ids].includes(id))
    .map(({ name }) => name);
}

function conditionsOf(words: Words, rule: ConversationRule): string {
  const { hours, language, visitors, utm_source, utm_campaign } = rule;
  const named = [
    /[^*]/.test(rule.pages) && pageOf(words, rule.pages),
    utm_source && words.source(utm_source),
    utm_campaign && words.campaign(utm_campaign),
    rule.words.length > 0 && words.message_has(rule.words.map(words.quoted).join(words.or)),
    hours !== "any" && words[hours],
    language !== "any" && words[language],
    visitors !== "any" && words[visitors],
  ].filter((one): one is string => Boolean(one));
  return [words[rule.occasion], ...named].join(words.and);
}

/** Asterisks only at the ends are said in words; any other pattern stands as it is. */
function pageOf(words: Words, pattern: string): string {
  const inner = pattern.replace(/^\*/, "").replace(/\*$/, "");
  if (inner === "" || inner.includes("*") || !pattern.endsWith("*")) return words.pageIs(pattern);
  return pattern.startsWith("*") ? words.pageContains(inner) : words.pageBegins(inner);
}
