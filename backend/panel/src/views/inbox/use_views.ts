// The operator's own views: fetched once, and saved whole over the version that was seen.
import { useEffect, useRef, useState } from "preact/hooks";
import { randomUuid } from "../../../../../widget/src/uuid";
import { changeViews, fetchViews, type InboxView, type OwnViews } from "../../live/inbox_view_requests";
import type { Answer } from "../../live/requests";
import type { Wanted } from "../../state/filters";
import type { Change } from "../../state/view_changes";

export interface OwnViewsHold {
  readonly views: readonly InboxView[];
  /** The last change was not saved; what is shown is what the server has. */
  readonly hasFailed: boolean;
  readonly wantedOf: (view: InboxView) => Wanted;
  /** Changes them, as they are by then, and tells whether that is saved. */
  readonly save: (change: Change) => Promise<boolean>;
  readonly add: (name: string, wanted: Wanted) => void;
  /** Says of one that it is gone, with the way back. */
  readonly onDropped: (name: string, conversationId: null, putBack: () => Promise<boolean>) => void;
}

const NONE: OwnViews = { version: 0, views: [] };

export function useViews(connected: boolean, onDropped: OwnViewsHold["onDropped"]): OwnViewsHold {
  const [own, setOwn] = useState(NONE);
  const [hasFailed, setHasFailed] = useState(false);
  /** As they are by now: a change may be asked for by what was drawn long before. */
  const newest = useRef(own);

  function hold(answer: Answer<OwnViews>): void {
    if (!("value" in answer)) return;
    newest.current = answer.value;
    setOwn(answer.value);
  }

  const read = async () => hold(await fetchViews());

  // Read again after each interruption: another window may have changed them.
  useEffect(() => {
    if (connected) void read();
  }, [connected]);

  async function save(change: Change): Promise<boolean> {
    const { version, views } = newest.current;
    const answer = await changeViews(version, change(views));
    const isSaved = "value" in answer;
    setHasFailed(!isSaved);
    if (isSaved) hold(answer);
    else await read();
    return isSaved;
  }

  return {
    views: own.views,
    hasFailed,
    wantedOf: ({ filter, unanswered_min }) => ({ filter, unansweredMin: unanswered_min ?? null }),
    save,
    add: (name, wanted) => void save((views) => [...views, { id: randomUuid(), name, ...viewed(wanted) }]),
    onDropped,
  };
}

export function viewed({ filter, unansweredMin }: Wanted): Pick<InboxView, "filter" | "unanswered_min"> {
  return { filter, unanswered_min: unansweredMin };
}
