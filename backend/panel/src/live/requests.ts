// Requests to the panel's own API: an answer is a value or a failure, never an exception.

/**
 * `code` is the server's, or "no_connection"; `field` names what was wrong in the request, where one thing was;
 * `retryAfterS` says when trying again makes sense, 0 for at once.
 */
export interface Failure {
  readonly code: string;
  readonly field: string | null;
  readonly retryAfterS: number;
  /** Whose change was quicker, where that is why; `by` is empty for the command line or the server. */
  readonly newer?: { readonly by: string; readonly at: string } | undefined;
}

export type Answer<T> = { readonly value: T } | { readonly failure: Failure };

interface ErrorBody {
  readonly error?: {
    readonly code?: string;
    readonly field?: string | null;
    readonly retry_after_s?: number | null;
    readonly newer?: Failure["newer"];
  };
}

const API = "/panel/api";
const TIMEOUT_MS = 15_000;

/** Asks `/panel/api<path>`; a 204 has the value null. */
export function ask<T>(method: string, path: string, body?: object): Promise<Answer<T>> {
  const headers = { "Content-Type": "application/json" };
  return fetched(method, path, body === undefined ? { headers } : { headers, body: JSON.stringify(body) });
}

/** The same with a file as the body. */
export function askWith<T>(method: string, path: string, body: Blob): Promise<Answer<T>> {
  return fetched(method, path, { body });
}

async function fetched<T>(method: string, path: string, init: RequestInit): Promise<Answer<T>> {
  try {
    const response = await fetch(API + path, { method, signal: AbortSignal.timeout(TIMEOUT_MS), ...init });
    const content = response.status === 204 ? null : await response.json();
    if (response.ok) return { value: content as T };
    const { error } = content as ErrorBody;
    return {
      failure: {
        code: error?.code ?? String(response.status),
        field: error?.field ?? null,
        retryAfterS: error?.retry_after_s ?? 0,
        ...(error?.newer && { newer: error.newer }),
      },
    };
  } catch {
    return { failure: { code: "no_connection", field: null, retryAfterS: 0 } };
  }
}

/** A path's query: what is empty or null is left out. */
export function queryOf(parameters: Readonly<Record<string, string | null>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) if (value) query.set(name, value);
  const text = query.toString();
  return text && `?${text}`;
}
