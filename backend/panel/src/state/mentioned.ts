// Whom the words of a note call: «@» and a colleague's name as it is written.
import type { Colleague } from "../live/site_colleagues";

/** The most that one note may call, as the server has it. */
const MAX_MENTIONS = 20;

/** Ids of the colleagues whom the words call. Of names that begin alike the longest is meant. */
export function mentionedIn(words: string, colleagues: readonly Colleague[]): string[] {
  const ids = new Set<string>();
  const byLength = [...colleagues].sort((a, b) => b.name.length - a.name.length);
  for (const { index } of words.matchAll(/@/g)) {
    const after = words.slice(index + 1);
    const named = byLength.find(({ name }) => name && isNamed(after, name));
    for (const { id, name } of colleagues) if (named && name === named.name) ids.add(id);
  }
  return [...ids].slice(0, MAX_MENTIONS);
}

/** Whether the words begin with this name, and not with a longer word. */
function isNamed(words: string, name: string): boolean {
  const next = words.slice(name.length, name.length + 1);
  return words.slice(0, name.length).toLowerCase() === name.toLowerCase() && !/[\p{L}\p{N}]/u.test(next);
}

/** Whether somebody sees a conversation: of their departments, led by them, or of no department. As the server has it. */
export function sees(colleague: Colleague, departmentId: string | null, leaderId: string | null): boolean {
  const own = colleague.seen_department_ids;
  return !own || departmentId === null || own.includes(departmentId) || leaderId === colleague.id;
}

/** The colleagues whom one may mean by what stands behind «@»: by the beginning of any of their names. */
export function colleaguesFor(query: string, colleagues: readonly Colleague[]): Colleague[] {
  const wanted = query.toLowerCase();
  return colleagues.filter(({ name }) => {
    const lower = name.toLowerCase();
    return lower.startsWith(wanted) || lower.split(/\s+/).some((word) => word.startsWith(wanted));
  });
}
