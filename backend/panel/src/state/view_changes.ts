// What is done to an operator's own views, each to the list as it is by then: another window may have changed it.
import type { InboxView } from "../live/inbox_view_requests";
import type { Wanted } from "./filters";

/** A filter as a view keeps it. */
export function viewed({ filter, unansweredMin }: Wanted): Pick<InboxView, "filter" | "unanswered_min"> {
  return { filter, unanswered_min: unansweredMin };
}

export type Change = (views: readonly InboxView[]) => readonly InboxView[];

export const changed =
  (id: string, change: Partial<InboxView>): Change =>
  (views) =>
    views.map((view) => (view.id === id ? { ...view, ...change } : view));

/** By one place. */
export const moved =
  (id: string, by: -1 | 1): Change =>
  (views) => {
    const view = views.find((one) => one.id === id);
    return view ? withAt(view, Math.max(0, views.indexOf(view) + by))(without(id)(views)) : views;
  };

export const without =
  (id: string): Change =>
  (views) =>
    views.filter((view) => view.id !== id);

/** In this place, or at the end of a shorter list; one that is there stays as it is. */
export const withAt =
  (view: InboxView, place: number): Change =>
  (views) =>
    views.some(({ id }) => id === view.id) ? views : [...views.slice(0, place), view, ...views.slice(place)];
