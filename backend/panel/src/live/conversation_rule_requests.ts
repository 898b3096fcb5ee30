// What sites have done with their conversations by itself, over HTTP.
import type { Label } from "../operator.gen";
import { type Answer, ask } from "./requests";

export const OCCASIONS = ["begun", "message", "reopened"] as const;
export const HOURS = ["any", "working", "away"] as const;
export const RULE_LANGUAGES = ["any", "ru", "en"] as const;
export const RULE_VISITORS = ["any", "new", "known"] as const;

/** As `ryadom.core.conversation_rules.rule.Rule`. */
export interface ConversationRule {
  readonly name: string;
  readonly is_on: boolean;
  readonly occasion: (typeof OCCASIONS)[number];
  readonly pages: string;
  readonly utm_source: string;
  readonly utm_campaign: string;
  readonly words: readonly string[];
  readonly hours: (typeof HOURS)[number];
  readonly language: (typeof RULE_LANGUAGES)[number];
  readonly visitors: (typeof RULE_VISITORS)[number];
  readonly department_id: string | null;
  readonly tag_ids: readonly string[];
}

export interface RuleDepartment {
  readonly id: string;
  readonly name: string;
  readonly is_archived: boolean;
}

/** A site, its rules in their order, and what a rule may name, archived ones too. */
export interface SiteRules {
  readonly site_id: string;
  readonly name: string;
  readonly version: number;
  readonly rules: readonly ConversationRule[];
  readonly has_hours: boolean;
  readonly departments: readonly RuleDepartment[];
  readonly tags: readonly Label[];
}

export function fetchRules(): Promise<Answer<{ readonly sites: readonly SiteRules[] }>> {
  return ask("GET", "/conversation-rules");
}

/** Replaces the rules of a site, unless somebody has changed them since they were fetched. */
export function changeRules(
  { site_id, version }: Pick<SiteRules, "site_id" | "version">,
  rules: readonly ConversationRule[],
): Promise<Answer<SiteRules>> {
  return ask("PUT", `/sites/${site_id}/conversation-rules`, { over_version: version, rules });
}
