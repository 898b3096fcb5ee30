// Whom a conversation in the queue waits for: those who serve its department.
import type { Conversation } from "../operator.gen";
import type { Session } from "./model";

/** Whether this operator serves it: it is in a department of theirs, as «Моё направление» lists them, or in none. */
export function serves(session: Session | null, { department }: Pick<Conversation, "department">): boolean {
  return !department || (session?.departmentIds.has(department.id) ?? false);
}

/**
 * Whether a new one is this operator's where only their own departments are to call them. One of no department is
 * everybody's; and on a site where they are in none, all are.
 */
export function isOwnQueue(
  session: Session | null,
  { site_id, department }: Pick<Conversation, "site_id" | "department">,
): boolean {
  const own = session?.sites.find(({ id }) => id === site_id)?.own_department_ids ?? [];
  return !department || own.length === 0 || own.includes(department.id);
}

/** Whose turn it is, of a queue in its order: the first of this operator's departments, else the first of all. */
export function firstFor(session: Session | null, queue: readonly Conversation[]): Conversation | undefined {
  return queue.find(({ department }) => department && session?.departmentIds.has(department.id)) ?? queue[0];
}
