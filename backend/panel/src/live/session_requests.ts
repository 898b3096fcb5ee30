// Sign-in over HTTP: the one part of the panel's talk with the server that is not a socket, because cookies are set here.
import type { Author } from "../operator.gen";

export interface SignedIn {
  readonly operator: Author;
  readonly email: string;
  readonly role: Role;
  /** What the role may do: controls for anything else are not shown. */
  readonly rights: readonly Right[];
  /** The role needs a second factor, and until one is set up the server lets nothing else happen. */
  readonly second_factor_due: boolean;
  /** How long the panel may be left alone, in seconds; 0 for as long as one likes. */
  readonly lock_after_s: number;
}

export type Role = "owner" | "admin" | "supervisor" | "operator" | "auditor";

export type Right =
  | "own_account"
  | "read_conversations"
  | "answer_visitors"
  | "delete_messages"
  | "lead_conversations"
  | "manage_labels"
  | "share_views"
  | "edit_cards"
  | "link_people"
  | "see_visitors"
  | "ban_visitors"
  | "see_bans"
  | "see_system"
  | "see_operators"
  | "end_sessions"
  | "handle_requests"
  | "see_acts"
  | "manage_retention"
  | "handle_incidents"
  | "see_papers"
  | "manage_controller"
  | "see_contacts"
  | "reveal_contacts"
  | "manage_masking"
  | "manage_sites"
  | "see_reports"
  | "manage_replies"
  | "see_register"
  | "manage_register"
  | "export_data"
  | "manage_keys"
  | "manage_webhooks"
  | "manage_connectors"
  | "see_journal"
  | "see_consents"
  | "manage_consents"
  | "manage_operators";

/** Why signing in did not work, as a sentence of the page can say it. */
export type Refusal =
  | { readonly kind: "refused" }
  /** The password is right, and a code of the second factor is to come with it. */
  | { readonly kind: "code_expected" }
  | { readonly kind: "code_refused" }
  | { readonly kind: "locked"; readonly retryAfterS: number }
  | { readonly kind: "unavailable" }
  | { readonly kind: "other"; readonly code: string }
  | { readonly kind: "no_connection" };

export type SignInResult = { readonly signedIn: SignedIn } | { readonly refusal: Refusal };

const SESSION_URL = "/panel/api/session";
const TIMEOUT_MS = 15_000;

/** Asks for a session; the server sets its cookie. */
export function signIn(email: string, password: string, code: string): Promise<SignInResult> {
  return ask({ method: "POST", body: JSON.stringify({ email, password, code }) });
}

/** Who the browser's cookie belongs to; refused where it is nobody's. */
export function findSession(): Promise<SignInResult> {
  return ask({ method: "GET" });
}

/** Ends the session on the server. Resolves false where the server could not be told. */
export async function signOut(): Promise<boolean> {
  try {
    const response = await send({ method: "DELETE" });
    return response.ok || response.status === 401;
  } catch {
    return false;
  }
}

async function ask(init: RequestInit): Promise<SignInResult> {
  try {
    const response = await send(init);
    if (response.ok) {
      // Nobody signed in is an answer, not an error: a 401 would stand in red in the console of every first visit.
      const signedIn = (await response.json()) as SignedIn | null;
      return signedIn ? { signedIn } : { refusal: { kind: "refused" } };
    }
    return { refusal: await refusalOf(response) };
  } catch {
    return { refusal: { kind: "no_connection" } };
  }
}

function send(init: RequestInit): Promise<Response> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  return fetch(SESSION_URL, { ...init, signal, headers: { "Content-Type": "application/json" } });
}

async function refusalOf(response: Response): Promise<Refusal> {
  const error = await errorOf(response);
  if (response.status === 429) return { kind: "locked", retryAfterS: error.retry_after_s ?? 60 };
  if (error.code === "second_factor_expected") return { kind: "code_expected" };
  if (error.code === "second_factor_refused") return { kind: "code_refused" };
  if (response.status === 401) return { kind: "refused" };
  if (response.status >= 500) return { kind: "unavailable" };
  return { kind: "other", code: error.code ?? String(response.status) };
}

async function errorOf(response: Response): Promise<{ code?: string; retry_after_s?: number | null }> {
  try {
    const body = (await response.json()) as { error?: { code?: string; retry_after_s?: number | null } };
    return body.error ?? {};
  } catch {
    return {};
  }
}
