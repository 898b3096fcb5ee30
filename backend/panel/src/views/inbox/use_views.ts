// The operator's views, their own and shared ones. What reads, changes, counts and draws them is fetched when the link is
// there: it is no part of the first load.
import { useEffect, useRef, useState } from "preact/hooks";
import type { InboxView, SharedView } from "../../live/inbox_view_requests";
import type { Wanted } from "../../state/filters";
import type { Inbox } from "../../state/model";
import type { Change } from "../../state/view_changes";
import type { Shown, ViewsKeeper } from "./views_keeper";

export interface ViewsHold {
  /** Their own, in their order. */
  readonly views: readonly InboxView[];
  /** Those of colleagues, by name, that they have not hidden, and that they have. */
  readonly shared: readonly SharedView[];
  readonly hidden: readonly SharedView[];
  /** What is known of them and draws them, once that is here. */
  readonly drawn: Shown | null;
  readonly wantedOf: (view: InboxView) => Wanted;
  /** Changes their own, as they are by then, and tells whether that is saved. */
  readonly save: (change: Change) => Promise<boolean>;
  /** Shows one that is hidden. */
  readonly reveal: (id: string) => void;
  readonly add: (name: string, wanted: Wanted) => void;
  /** What keeps and draws them did not come. */
  readonly hasFailed: boolean;
  /** Says of one that it is gone, with the way back. */
  readonly onDropped: (name: string, conversationId: null, putBack: () => Promise<boolean>) => void;
}

const NONE: readonly never[] = [];
const load = () => import("./views_keeper");

export function useViews(inbox: Inbox, onDropped: ViewsHold["onDropped"]): ViewsHold {
  const [shown, show] = useState<Shown | null>(null);
  const [isUnfetched, setIsUnfetched] = useState(false);
  const keeper = useRef<ViewsKeeper | null>(null);
  const withKeeper = (deed: (keeper: ViewsKeeper) => void) =>
    load().then(({ ViewsKeeper }) => {
      keeper.current ??= new ViewsKeeper(show);
      deed(keeper.current);
    });

  // Read again after each interruption, and when colleagues have changed some: another window may have, too.
  useEffect(() => {
    if (inbox.connected) withKeeper((keeper) => keeper.read()).catch(() => undefined);
  }, [inbox.connected, inbox.viewsTick]);
  useEffect(() => keeper.current?.clock.note(), [inbox.rows]);
  useEffect(() => () => keeper.current?.clock.stop(), []);

  const { views = NONE, shared = NONE, hidden = NONE } = shown?.known ?? {};
  return {
    drawn: shown,
    views,
    shared: shared.filter(({ id }) => !hidden.includes(id)),
    hidden: shared.filter(({ id }) => hidden.includes(id)),
    save: async (change) => shown?.keeper.save(change) ?? false,
    reveal: (id) => void shown?.keeper.hide(id, false),
    hasFailed: isUnfetched,
    wantedOf: ({ filter, unanswered_min }) => ({ filter, unansweredMin: unanswered_min ?? null }),
    add: (name, wanted) => void withKeeper((keeper) => keeper.add(name, wanted)).catch(() => setIsUnfetched(true)),
    onDropped,
  };
}
