// The rows that the list shows: of the open folder, waited in for as long as is asked for, in order.
import { useEffect, useMemo, useState } from "preact/hooks";
import type { Panel } from "../../live/panel";
import { waitsFor } from "../../state/filters";
import { firstBeyond, type Listed, listedOf, listFolder } from "../../state/listing";
import { eyesOf, type Inbox } from "../../state/model";

const LOOK_AGAIN_MS = 5_000;

/** `unansweredMin`: only whose visitors have been waiting for so many minutes; null for all. */
export function useShown(panel: Panel, inbox: Inbox, unansweredMin: number | null): Listed {
  // Who has been waiting for so long changes by itself: looked at anew while that is asked for.
  const [nowMs, setNowMs] = useState(() => panel.clock.nowMs());
  useEffect(() => {
    if (unansweredMin === null) return;
    const look = () => setNowMs(panel.clock.nowMs());
    look();
    const timer = setInterval(look, LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [panel, unansweredMin]);
  const { rows, folders, openFolder, session, filter } = inbox;
  // The route leads, the inbox follows one effect later: for that moment the view keeps what the inbox has.
  return useMemo(() => {
    const listed = listFolder(rows, openFolder, folders[openFolder].shown, eyesOf({ session, filter }));
    if (unansweredMin === null || openFolder !== "unanswered") return listed;
    // Whoever has waited longest comes first; who follows is held already, and shown as soon as they have waited for so long
    const { conversations } = listed;
    const end = firstBeyond(conversations, (row) => !waitsFor(unansweredMin, row, nowMs));
    return end < conversations.length ? { ...listedOf(conversations.slice(0, end)), isCut: true } : listed;
  }, [rows, folders, openFolder, session, filter, unansweredMin, nowMs]);
}
