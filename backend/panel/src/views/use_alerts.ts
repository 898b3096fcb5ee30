// Ties alerts to the page: which conversation is looked at in this tab, and the first press, after which it may sound.
import { useEffect, useState } from "preact/hooks";
import { Alerts } from "../live/alerts";
import { Speaker } from "../live/speaker";
import { Tabs } from "../live/tabs";
import { useDocumentVisible } from "./use_visible";

// Both are here before anything is to be said: the server has no parts of an older panel
export const loadNoticeOf = () => import("../live/notice_of").then(({ noticeOf }) => noticeOf);
export const loadCallForMissed = () => import("../live/missed").then(({ callForMissed }) => callForMissed);

/** `openId`: the conversation that is on the screen, null where none is. */
export function useAlerts(openId: string | null): Alerts {
  const [alerts] = useState(() => new Alerts(new Speaker(), new Tabs(navigator.locks)));
  const isSeen = useDocumentVisible();
  useEffect(() => {
    alerts.tabs.offer("notifier");
    for (const load of [loadNoticeOf, loadCallForMissed]) void load().catch(() => undefined);
    const unlock = () => void alerts.unlock();
    document.addEventListener("pointerdown", unlock);
    document.addEventListener("keydown", unlock);
    return () => {
      document.removeEventListener("pointerdown", unlock);
      document.removeEventListener("keydown", unlock);
      alerts.tabs.leave();
    };
  }, [alerts]);
  useEffect(() => alerts.tabs.look(isSeen ? openId : undefined), [alerts, isSeen, openId]);
  return alerts;
}
