// The operator's own views: fetched once, and saved whole over the version that was seen.
import { useEffect, useState } from "preact/hooks";
import { randomUuid } from "../../../../../widget/src/uuid";
import { changeViews, fetchViews, type InboxView, type OwnViews } from "../../live/inbox_view_requests";
import type { Wanted } from "../../state/filters";

export interface OwnViewsHold {
  readonly views: readonly InboxView[];
  /** The last change was not saved; what is shown is what the server has. */
  readonly hasFailed: boolean;
  readonly wantedOf: (view: InboxView) => Wanted;
  readonly add: (name: string, wanted: Wanted) => void;
  readonly rename: (id: string, name: string) => void;
  readonly update: (id: string, wanted: Wanted) => void;
  readonly remove: (id: string) => void;
  readonly move: (id: string, by: -1 | 1) => void;
}

const NONE: OwnViews = { version: 0, views: [] };

export function useViews(connected: boolean): OwnViewsHold {
  const [own, setOwn] = useState(NONE);
  const [hasFailed, setHasFailed] = useState(false);

  async function read(): Promise<void> {
    const answer = await fetchViews();
    if ("value" in answer) setOwn(answer.value);
  }

  // Read again after each interruption: another window may have changed them.
  useEffect(() => {
    if (connected) void read();
  }, [connected]);

  async function save(views: readonly InboxView[]): Promise<void> {
    const answer = await changeViews(own.version, views);
    setHasFailed("failure" in answer);
    if ("value" in answer) setOwn(answer.value);
    else await read();
  }

  function move(id: string, by: -1 | 1): void {
    const views = [...own.views];
    const from = views.findIndex((view) => view.id === id);
    const [moved] = views.splice(from, 1);
    if (moved) views.splice(Math.max(0, from + by), 0, moved);
    void save(views);
  }

  const changed = (id: string, change: Partial<InboxView>) =>
    void save(own.views.map((view) => (view.id === id ? { ...view, ...change } : view)));
  return {
    views: own.views,
    hasFailed,
    wantedOf: ({ filter, unanswered_min }) => ({ filter, unansweredMin: unanswered_min ?? null }),
    add: (name, wanted) => void save([...own.views, { id: randomUuid(), name, ...viewed(wanted) }]),
    rename: (id, name) => changed(id, { name }),
    update: (id, wanted) => changed(id, viewed(wanted)),
    remove: (id) => void save(own.views.filter((view) => view.id !== id)),
    move,
  };
}

function viewed({ filter, unansweredMin }: Wanted): Pick<InboxView, "filter" | "unanswered_min"> {
  return { filter, unanswered_min: unansweredMin };
}
