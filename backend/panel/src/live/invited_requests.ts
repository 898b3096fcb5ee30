// What somebody does who has the link of an invitation, and no account yet.
import { type Answer, ask } from "./requests";
import type { Role } from "./session_requests";

export interface InvitedTo {
  readonly email: string;
  readonly role: Role;
  readonly inviter_name: string;
  readonly site_names: readonly string[];
}

export function showInvitation(token: string): Promise<Answer<InvitedTo>> {
  return ask("POST", "/invitation", { token });
}

/** Uses the link up; gives the address to sign in with. */
export function acceptInvitation(
  token: string,
  name: string,
  password: string,
): Promise<Answer<{ readonly email: string }>> {
  return ask("PUT", "/invitation", { token, name, password });
}
