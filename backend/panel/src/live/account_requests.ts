// What operators ask of their own access over HTTP: password, second factor, sessions.
import { type Answer, ask } from "./requests";

export interface SecondFactorState {
  readonly is_on: boolean;
  readonly is_required: boolean;
  readonly recovery_codes_left: number;
}

export interface OwnAccount {
  readonly email: string;
  readonly role: string;
  readonly second_factor: SecondFactorState;
}

/** What an authenticator application needs; `qr` is a square of `size` modules whose black ones are an SVG path. */
export interface Enrolment {
  readonly secret: string;
  readonly uri: string;
  readonly qr: { readonly size: number; readonly path: string };
}

export interface OwnSession {
  readonly id: string;
  readonly created_at: string;
  readonly last_seen_at: string;
  readonly is_current: boolean;
}

/** What one shows again to change one's own access; `code` is empty where no second factor is on. */
export interface Proof {
  readonly password: string;
  readonly code: string;
}

export function fetchAccount(): Promise<Answer<OwnAccount>> {
  return ask("GET", "/account");
}

export function beginSecondFactor(proof: Proof): Promise<Answer<Enrolment>> {
  return ask("POST", "/account/second-factor", proof);
}

/** Gives the recovery codes, which the server does not show again. */
export function confirmSecondFactor(code: string): Promise<Answer<{ readonly recovery_codes: readonly string[] }>> {
  return ask("PUT", "/account/second-factor", { code });
}

export function removeSecondFactor(proof: Proof): Promise<Answer<null>> {
  return ask("DELETE", "/account/second-factor", proof);
}

export function changePassword(proof: Proof, newPassword: string): Promise<Answer<null>> {
  return ask("PUT", "/account/password", { ...proof, new_password: newPassword });
}

export function fetchSessions(): Promise<Answer<{ readonly sessions: readonly OwnSession[] }>> {
  return ask("GET", "/account/sessions");
}

export function endSession(id: string): Promise<Answer<null>> {
  return ask("DELETE", `/account/sessions/${encodeURIComponent(id)}`);
}

export function endOtherSessions(): Promise<Answer<{ readonly ended: number }>> {
  return ask("DELETE", "/account/sessions");
}
