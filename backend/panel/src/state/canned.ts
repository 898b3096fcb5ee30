// Ready replies: which are meant by what stands behind «/», and what they say to whom.
import type { CannedReply } from "../live/canned_requests";

/** What the variables of a reply stand for; empty where it is not known. */
export interface Values {
  readonly name: string;
  readonly operator: string;
  readonly site: string;
  readonly request: string;
}

/** What an open conversation itself says of them. */
export type Known = Omit<Values, "request">;

const VARIABLES: Readonly<Record<string, keyof Values>> = {
  имя: "name",
  name: "name",
  сотрудник: "operator",
  operator: "operator",
  сайт: "site",
  site: "site",
  заявка: "request",
  request: "request",
};

/** What stands before a variable goes with it where it is empty: «Здравствуйте, {имя}!» is «Здравствуйте!» then. */
const VARIABLE = /(,?[ \t]*)\{([^{}|\n]{1,20})(?:\|([^{}\n]{0,100}))?\}/g;

/** The reply with its variables filled in; one in braces that is no variable stays as it is. */
export function fillIn(body: string, values: Values): string {
  const filled = body.replace(VARIABLE, (whole: string, before: string, called: string, fallback?: string) => {
    const variable = VARIABLES[called.trim().toLowerCase()];
    if (!variable) return whole;
    const value = values[variable].trim() || (fallback ?? "").trim();
    return value ? before + value : "";
  });
  // What began with an empty variable does not begin with its comma.
  return filled.replace(/^[ \t,]+/, "");
}

/** Whether a reply speaks of the visitor's request. */
export function namesRequest(body: string): boolean {
  return [...body.matchAll(VARIABLE)].some(([, , called = ""]) => VARIABLES[called.trim().toLowerCase()] === "request");
}

/** A visitor's name that may be written to them: none where it is masked. */
export function usableName(name: string): string {
  return name.includes("•") ? "" : name;
}

/** The replies of a site by what stands behind «/»: first those whose shortcut begins so, then those whose words do. */
export function repliesFor(query: string, siteId: string, replies: readonly CannedReply[]): CannedReply[] {
  const wanted = query.toLowerCase();
  const here = replies.filter(({ site_ids }) => site_ids.includes(siteId));
  const rank = ({ shortcut, body }: CannedReply) => {
    const name = shortcut.toLowerCase();
    if (name.startsWith(wanted)) return 0;
    if (name.includes(wanted)) return 1;
    return wanted.length > 1 && body.toLowerCase().includes(wanted) ? 2 : 3;
  };
  return here
    .map((reply) => ({ reply, at: rank(reply) }))
    .filter(({ at }) => at < 3)
    .sort((a, b) => a.at - b.at || a.reply.shortcut.localeCompare(b.reply.shortcut))
    .map(({ reply }) => reply);
}
