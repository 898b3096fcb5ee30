// Ready replies over HTTP: one's own, and those that colleagues share.
import { type Answer, ask, askWith, queryOf } from "./requests";

/** On whose shelf a reply is; a controller's is for all its sites. */
export type Scope = "own" | "site" | "controller";

export interface CannedReply {
  readonly id: string;
  readonly scope: Scope;
  /** On which of the reader's sites it may be used. */
  readonly site_ids: readonly string[];
  readonly shortcut: string;
  readonly body: string;
  readonly version: number;
  readonly may_change: boolean;
}

export interface CannedReplies {
  readonly replies: readonly CannedReply[];
  readonly sites: readonly { readonly id: string; readonly name: string; readonly is_whole: boolean }[];
  readonly may_share: boolean;
}

export interface Words {
  readonly shortcut: string;
  readonly body: string;
}

/** Where a reply stands: one's own shelf, a site's, or that of the site's controller. */
export interface Shelf {
  readonly scope: Scope;
  readonly siteId: string | null;
}

const PATH = "/canned-replies";

export function fetchReplies(): Promise<Answer<CannedReplies>> {
  return ask("GET", PATH);
}

export function addReply(words: Words, { scope, siteId }: Shelf): Promise<Answer<{ readonly id: string }>> {
  return ask("POST", PATH, { scope, words, site_id: siteId });
}

/** Unless somebody else has changed it since `reply` was fetched. */
export function changeReply(reply: CannedReply, words: Words): Promise<Answer<null>> {
  return ask("PUT", `${PATH}/${reply.id}`, { over_version: reply.version, words });
}

export function deleteReply(reply: CannedReply): Promise<Answer<null>> {
  return ask("DELETE", `${PATH}/${reply.id}`, { over_version: reply.version });
}

/** Where a shelf can be downloaded as a table. */
export function repliesFileUrl({ scope, siteId }: Shelf): string {
  return `/panel/api${PATH}/file${queryOf({ scope, site_id: siteId })}`;
}

export function importReplies(
  file: Blob,
  { scope, siteId }: Shelf,
): Promise<Answer<{ readonly added: number; readonly changed: number }>> {
  return askWith("POST", `${PATH}/file${queryOf({ scope, site_id: siteId })}`, file);
}
