// Of which conversations an export is: as the form chooses, one of each, and in words.
import type { ConditionChoices, Conditions, Named } from "../../../live/export_requests";
import type { State } from "../../../operator.gen";
import type { PrivacyTexts } from "../words";

/** One of each; empty: any. */
export interface Chosen {
  readonly department: string;
  readonly operator: string;
  readonly tag: string;
  readonly state: "" | State | "unanswered";
  readonly score: "" | "low" | "1" | "2" | "3" | "4" | "5";
}

export const ANY: Chosen = { department: "", operator: "", tag: "", state: "", score: "" };

const LOW_SCORES = [1, 2, 3];

/** What the server is asked for. */
export function conditionsOf({ department, operator, tag, state, score }: Chosen): Conditions {
  return {
    ...(department && { department_ids: [department] }),
    ...(operator && { operator_ids: [operator] }),
    ...(tag && { tag_ids: [tag] }),
    ...(state === "unanswered" ? { is_unanswered: true } : state && { states: [state] }),
    ...(score && { scores: score === "low" ? LOW_SCORES : [Number(score)] }),
  };
}

/** Conditions in words, also those that programs can say and the form can't; null where there is none. */
export function conditionsInWords(
  { exports: words }: PrivacyTexts,
  conditions: Conditions,
  choices: ConditionChoices,
): string | null {
  const named = (ids: readonly string[] | undefined, known: readonly Named[]) =>
    ids?.map((id) => known.find((one) => one.id === id)?.name ?? words.unknown);
  const said: readonly (readonly [string, readonly string[] | undefined])[] = [
    [words.department, named(conditions.department_ids, choices.departments)],
    [words.operator, named(conditions.operator_ids, choices.operators)],
    [words.tag, named(conditions.tag_ids, choices.tags)],
    [words.stateOf, conditions.states?.map((state) => words.conversationStates[state])],
    [words.score, conditions.scores?.map(String)],
  ];
  const parts = said.flatMap(([name, values]) => (values?.length ? [`${name}: ${values.join(", ")}`] : []));
  if (conditions.is_unanswered) parts.push(words.conversationStates.unanswered);
  return parts.length > 0 ? parts.join("; ") : null;
}
