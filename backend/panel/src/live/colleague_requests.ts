// Who works on the operator's sites, and as what, over HTTP.
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
  /** Whether they may sign in. */
  readonly is_active: boolean;
  /** On which of the reader's sites they work. */
  readonly site_ids: readonly string[];
  /** On sites of others too: then their role and access are not one reader's to change. */
  readonly works_elsewhere: boolean;
  /** How many conversations at once the server gives to them; null: as many as come. */
  readonly max_chats: number | null;
  /** In which departments of those sites they are, archived ones too. */
  readonly department_ids: readonly string[];
  /** Whether they see only conversations of these, those they lead, and those of none. */
  readonly sees_own_departments_only: boolean;
  /** Of role, sites, departments and sight together: whoever changes them names it. */
  readonly place_version: number;
  /** Of name and e-mail together. */
  readonly person_version: number;
}

export interface OwnSite {
  readonly id: string;
  readonly name: string;
  /** That it offers. */
  readonly departments: readonly { readonly id: string; readonly name: string }[];
}

/** What somebody is, where, in which departments there, and how far they see. */
export interface Place {
  readonly role: Role;
  readonly site_ids: readonly string[];
  readonly department_ids: readonly string[];
  readonly sees_own_departments_only: boolean;
}

export interface Invitation extends Place {
  readonly id: string;
  readonly email: string;
  readonly inviter_name: string;
  readonly expires_at: string;
  readonly is_expired: boolean;
}

/** An invitation that was sent, with the token of its link, which is shown this once. */
export interface Sent {
  readonly id: string;
  readonly token: string;
  readonly is_mailed: boolean;
}

export interface Invitations {
  readonly invitations: readonly Invitation[];
  /** Those that one may invite to. */
  readonly sites: readonly OwnSite[];
}

export function fetchColleagues(): Promise<Answer<{ readonly operators: readonly Colleague[] }>> {
  return ask("GET", "/operators");
}

/** Signs a colleague out everywhere; gives of how many sessions. */
export function endSessionsOf(id: string): Promise<Answer<{ readonly ended: number }>> {
  return ask("DELETE", `/operators/${encodeURIComponent(id)}/sessions`);
}

/** Saves it over the version that was seen; gives the version that it has now. */
export function changePlace(
  id: string,
  place: Place,
  overVersion: number,
): Promise<Answer<{ readonly place_version: number }>> {
  return ask("PUT", `/operators/${encodeURIComponent(id)}/place`, { ...place, over_version: overVersion });
}

/** Saves it over the version that was seen; gives the version that it has now. */
export function changePerson(
  id: string,
  person: { readonly name: string; readonly email: string },
  overVersion: number,
): Promise<Answer<{ readonly person_version: number }>> {
  return ask("PUT", `/operators/${encodeURIComponent(id)}/person`, { ...person, over_version: overVersion });
}

/** A link to choose a new password, with its token, which is shown this once. */
export interface PasswordLink {
  readonly token: string;
  readonly is_mailed: boolean;
}

export function makePasswordLink(id: string): Promise<Answer<PasswordLink>> {
  return ask("POST", `/operators/${encodeURIComponent(id)}/password-link`);
}

export function resetSecondFactorOf(id: string): Promise<Answer<null>> {
  return ask("DELETE", `/operators/${encodeURIComponent(id)}/second-factor`);
}

export function changeAccess(id: string, isActive: boolean): Promise<Answer<null>> {
  return ask("PUT", `/operators/${encodeURIComponent(id)}/access`, { is_active: isActive });
}

/** How many open conversations they lead, by those of the reader's sites where they lead any. */
export interface Led {
  readonly led: readonly { readonly site_id: string; readonly count: number }[];
}

export function fetchLed(id: string): Promise<Answer<Led>> {
  return ask("GET", `/operators/${encodeURIComponent(id)}/led`);
}

export function fetchInvitations(): Promise<Answer<Invitations>> {
  return ask("GET", "/invitations");
}

export function invite(email: string, place: Place): Promise<Answer<Sent>> {
  return ask("POST", "/invitations", { ...place, email });
}

/** Sends an invitation again; the link before is of no use from then on. */
export function renewInvitation(id: string): Promise<Answer<Sent>> {
  return ask("POST", `/invitations/${encodeURIComponent(id)}/renewal`);
}

export function withdrawInvitation(id: string): Promise<Answer<null>> {
  return ask("DELETE", `/invitations/${encodeURIComponent(id)}`);
}
