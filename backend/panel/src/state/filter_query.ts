// A filter as it stands in the address, so that it survives a reload and can be sent to a colleague.
import type { Filter, State } from "../operator.gen";
import { STATES, type Wanted } from "./filters";

export const NOTHING_WANTED: Wanted = { filter: {}, unansweredMin: null };

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** Of each kind, as the server takes them. */
export const MAX_IDS = 50;
const MAX_MINUTES = 60 * 24 * 7;

const ID_FIELDS = {
  site: "site_ids",
  department: "department_ids",
  operator: "operator_ids",
  tag: "tag_ids",
} as const satisfies Record<string, keyof Filter>;

/** What a query names; what is none of ours is passed over. */
export function parseWanted(query: string): Wanted {
  const given = new URLSearchParams(query);
  const filter: { -readonly [K in keyof Filter]: Filter[K] } = {};
  for (const [name, field] of Object.entries(ID_FIELDS)) {
    const ids = [...new Set(given.getAll(name))].filter((id) => UUID.test(id)).slice(0, MAX_IDS);
    if (ids.length > 0) filter[field] = ids;
  }
  const states = STATES.filter((state) => given.getAll("state").includes(state)) as State[];
  if (states.length > 0) filter.states = states;
  const scores = [1, 2, 3, 4, 5].filter((score) => given.getAll("score").includes(String(score)));
  if (scores.length > 0) filter.scores = scores;
  for (const name of ["since", "until"] as const) {
    const at = new Date(given.get(name) ?? "");
    if (!Number.isNaN(at.getTime())) filter[name] = at.toISOString();
  }
  const minutes = Number(given.get("wait"));
  const isWait = Number.isInteger(minutes) && minutes >= 1 && minutes <= MAX_MINUTES;
  if (isWait) filter.is_unanswered = true;
  return { filter, unansweredMin: isWait ? minutes : null };
}

export function formatWanted({ filter, unansweredMin }: Wanted): string {
  const query = new URLSearchParams();
  for (const [name, field] of Object.entries(ID_FIELDS)) for (const id of filter[field] ?? []) query.append(name, id);
  for (const state of filter.states ?? []) query.append("state", state);
  for (const score of filter.scores ?? []) query.append("score", String(score));
  for (const name of ["since", "until"] as const) if (filter[name]) query.set(name, filter[name]);
  if (unansweredMin !== null) query.set("wait", String(unansweredMin));
  return query.toString();
}
