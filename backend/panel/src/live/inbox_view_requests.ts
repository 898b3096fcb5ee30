// An operator's own views of the inbox, over HTTP.
import type { Filter } from "../operator.gen";
import { type Answer, ask } from "./requests";

export interface InboxView {
  readonly id: string;
  readonly name: string;
  readonly filter: Filter;
  readonly unanswered_min?: number | null;
}

export interface OwnViews {
  readonly version: number;
  readonly views: readonly InboxView[];
}

export function fetchViews(): Promise<Answer<OwnViews>> {
  return ask("GET", "/views");
}

/** Replaces them, unless they were changed in another window since this version. */
export function changeViews(version: number, views: readonly InboxView[]): Promise<Answer<OwnViews>> {
  return ask("PUT", "/views", { over_version: version, views });
}
