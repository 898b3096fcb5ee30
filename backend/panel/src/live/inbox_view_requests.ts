// Views of the inbox over HTTP: an operator's own, and those that colleagues share.
import type { Filter } from "../operator.gen";
import { type Answer, ask } from "./requests";

export interface InboxView {
  readonly id: string;
  readonly name: string;
  readonly filter: Filter;
  readonly unanswered_min?: number | null;
}

/** Whoever works on a site of the controller; or on this site; or is in this department of it. */
export interface Audience {
  readonly controller_id: string;
  readonly site_id?: string | null;
  readonly department_id?: string | null;
}

export interface SharedView extends InboxView {
  readonly audience: Audience;
  readonly version: number;
  readonly may_change?: boolean;
}

export interface OwnViews {
  readonly version: number;
  readonly views: readonly InboxView[];
  /** Ids of shared ones that the operator does not want to see. */
  readonly hidden?: readonly string[];
}

export interface Views extends OwnViews {
  readonly shared?: readonly SharedView[];
  readonly may_share?: boolean;
  /** Controllers with all sites of which one may share. */
  readonly whole_ids?: readonly string[];
}

export interface ViewCount {
  readonly id: string;
  readonly count: number;
  /** There are more, or may be. */
  readonly is_more: boolean;
}

export function fetchViews(): Promise<Answer<Views>> {
  return ask("GET", "/views");
}

export function fetchViewCounts(): Promise<Answer<{ readonly counts: readonly ViewCount[] }>> {
  return ask("GET", "/views/counts");
}

/** Replaces one's own, unless they were changed in another window since this version. */
export function changeViews({ version, views, hidden = [] }: OwnViews): Promise<Answer<OwnViews>> {
  return ask("PUT", "/views", { over_version: version, views, hidden });
}

/** `after`: the version of one that was deleted and is to be back. */
export function shareView(view: InboxView, audience: Audience, after = 0): Promise<Answer<SharedView>> {
  return ask("POST", "/shared-views", { view: bare(view), audience, after });
}

/** Makes this of it, unless a colleague has changed it since its version. */
export function changeSharedView(view: SharedView): Promise<Answer<SharedView>> {
  const { id, version, audience } = view;
  return ask("PUT", `/shared-views/${id}`, { over_version: version, view: bare(view), audience });
}

export function deleteSharedView({ id, version }: SharedView): Promise<Answer<null>> {
  return ask("DELETE", `/shared-views/${id}`, { over_version: version });
}

function bare({ id, name, filter, unanswered_min = null }: InboxView): InboxView {
  return { id, name, filter, unanswered_min };
}
