// Who works on the operator's sites, over HTTP.
import { type Answer, ask } from "./requests";
import type { Role } from "./session_requests";

export interface Colleague {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly has_second_factor: boolean;
  readonly session_count: number;
  readonly last_seen_at: string | null;
}

export function fetchColleagues(): Promise<Answer<{ readonly operators: readonly Colleague[] }>> {
  return ask("GET", "/operators");
}

/** Signs a colleague out everywhere; gives of how many sessions. */
export function endSessionsOf(id: string): Promise<Answer<{ readonly ended: number }>> {
  return ask("DELETE", `/operators/${encodeURIComponent(id)}/sessions`);
}
