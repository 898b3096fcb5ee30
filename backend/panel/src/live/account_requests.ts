// What operators ask of their own access over HTTP: password, second factor, sessions.

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

/** `code` is the server's, or "no_connection"; `retryAfterS` says when trying again makes sense, 0 for at once. */
export interface Failure {
  readonly code: string;
  readonly retryAfterS: number;
}

export type Answer<T> = { readonly value: T } | { readonly failure: Failure };

const URL_OF_ACCOUNT = "/panel/api/account";
const TIMEOUT_MS = 15_000;

export function fetchAccount(): Promise<Answer<OwnAccount>> {
  return ask("GET", "");
}

export function beginSecondFactor(proof: Proof): Promise<Answer<Enrolment>> {
  return ask("POST", "/second-factor", proof);
}

/** Gives the recovery codes, which the server does not show again. */
export function confirmSecondFactor(code: string): Promise<Answer<{ readonly recovery_codes: readonly string[] }>> {
  return ask("PUT", "/second-factor", { code });
}

export function removeSecondFactor(proof: Proof): Promise<Answer<null>> {
  return ask("DELETE", "/second-factor", proof);
}

export function changePassword(proof: Proof, newPassword: string): Promise<Answer<null>> {
  return ask("PUT", "/password", { ...proof, new_password: newPassword });
}

export function fetchSessions(): Promise<Answer<{ readonly sessions: readonly OwnSession[] }>> {
  return ask("GET", "/sessions");
}

export function endSession(id: string): Promise<Answer<null>> {
  return ask("DELETE", `/sessions/${encodeURIComponent(id)}`);
}

export function endOtherSessions(): Promise<Answer<{ readonly ended: number }>> {
  return ask("DELETE", "/sessions");
}

async function ask<T>(method: string, path: string, body?: object): Promise<Answer<T>> {
  try {
    const response = await fetch(URL_OF_ACCOUNT + path, {
      method,
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: { "Content-Type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const content = response.status === 204 ? null : await response.json();
    if (response.ok) return { value: content as T };
    const { error } = content as { error?: { code?: string; retry_after_s?: number | null } };
    return { failure: { code: error?.code ?? String(response.status), retryAfterS: error?.retry_after_s ?? 0 } };
  } catch {
    return { failure: { code: "no_connection", retryAfterS: 0 } };
  }
}
