// Visitors who may not write for a while, over HTTP: what is shown is in the journal before it comes.
import { type Answer, ask, queryOf } from "./requests";

export interface Ban {
  readonly conversation_id: string;
  readonly visitor_id: string;
  /** Told in lists only. */
  readonly visitor_name: string;
  readonly reason: string;
  readonly banned_by: string;
  readonly banned_at: string;
  /** Null: until somebody lifts it. */
  readonly until: string | null;
}

export interface NewBan {
  readonly reason: string;
  /** Null: until somebody lifts it. */
  readonly hours: number | null;
}

export interface FoundBan {
  /** Null where the visitor may write. */
  readonly ban: Ban | null;
  /** Whether the operator may ban and lift. */
  readonly may_change: boolean;
}

export interface BansPage {
  readonly bans: readonly Ban[];
  readonly next_cursor: string | null;
}

export interface BanSite {
  readonly site_id: string;
  readonly name: string;
}

export function fetchBan(conversationId: string): Promise<Answer<FoundBan>> {
  return ask("GET", `/conversations/${conversationId}/ban`);
}

/** Bans, over the ban that was seen; null: there was none. */
export function banVisitor(conversationId: string, ban: NewBan, over: Ban | null): Promise<Answer<FoundBan>> {
  return ask("PUT", `/conversations/${conversationId}/ban`, { ...ban, over: over?.banned_at ?? null });
}

export function liftBan(conversationId: string): Promise<Answer<FoundBan>> {
  return ask("DELETE", `/conversations/${conversationId}/ban`);
}

export function fetchBanSites(): Promise<Answer<{ readonly sites: readonly BanSite[] }>> {
  return ask("GET", "/bans");
}

export function fetchBans(siteId: string, cursor: string | null): Promise<Answer<BansPage>> {
  return ask("GET", `/sites/${siteId}/bans${queryOf({ cursor })}`);
}
