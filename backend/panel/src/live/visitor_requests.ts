// Who is on the operator's sites now, over HTTP: opened once, which is journalled, then read again and again.
import { type Answer, ask, queryOf } from "./requests";

export interface ListedSite {
  readonly id: string;
  readonly name: string;
  /** Whether the site shows who is on it. */
  readonly is_on: boolean;
}

/** `ryadom.core.visitor_list.ListedVisitor`. What a page says of itself is shown as text, and never followed. */
export interface ListedVisitor {
  readonly site_id: string;
  readonly visitor_id: string;
  /** Empty where they have not said it. */
  readonly name: string;
  readonly url: string;
  readonly title: string;
  /** A campaign, or the site that they came from; empty: neither is known. */
  readonly source: string;
  /** By the server's clock, since 1970. */
  readonly since_ms: number;
  /** The newest one. */
  readonly conversation_id: string | null;
  readonly is_in_conversation: boolean;
  readonly operator_id: string | null;
  readonly operator_name: string | null;
  /** Within half a day. */
  readonly invited_at: string | null;
  readonly is_dismissed: boolean;
}

export interface ShownVisitors {
  /** The newest first; at most 200. */
  readonly visitors: readonly ListedVisitor[];
  readonly total: number;
  readonly sites: readonly ListedSite[];
  readonly now_ms: number;
}

export interface VisitorFilter {
  readonly siteId: string | null;
  /** Words in the address or the title. */
  readonly page: string;
}

export function openVisitors(): Promise<Answer<{ readonly ticket: string; readonly sites: readonly ListedSite[] }>> {
  return ask("POST", "/visitors/openings", {});
}

export function readVisitors(ticket: string, { siteId, page }: VisitorFilter): Promise<Answer<ShownVisitors>> {
  return ask("GET", `/visitors${queryOf({ ticket, site_id: siteId, page: page.trim() })}`);
}

export function inviteVisitor({ site_id, visitor_id }: ListedVisitor, body: string): Promise<Answer<unknown>> {
  return ask("POST", "/visitors/invitations", { site_id, visitor_id, body });
}
