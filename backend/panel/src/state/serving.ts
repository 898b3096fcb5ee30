// Whom a conversation in the queue waits for: those who serve its department.
import type { Conversation } from "../operator.gen";
import type { Session } from "./model";

/** Whether this operator serves it: it is in a department of theirs, as «Моё направление» lists them, or in none. */
export function serves(session: Session | null, { department }: Pick<Conversation, "department">): boolean {
  return !department || (session?.departmentIds.has(department.id) ?? false);
}
