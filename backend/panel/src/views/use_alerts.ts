// Ties alerts to the page: which conversation is looked at in this tab, and the first press, after which it may sound.
import { useEffect, useState } from "preact/hooks";
import { Alerts } from "../live/alerts";
import { Speaker } from "../live/speaker";
import { Tabs } from "../live/tabs";
import { useDocumentVisible } from "./use_visible";

/** Here before anything has happened: the server has no parts of an older panel. */
export const loadCalls = () => import("../live/calls");

/** `openId`: the conversation that is on the screen, null where none is. */
export function useAlerts(openId: string | null): Alerts {
  const [alerts] = useState(
    () =>
      new Alerts(new Speaker(), new Tabs(navigator.locks), (notice) => loadCalls().then(({ show }) => show(notice))),
  );
  const isSeen = useDocumentVisible();
  useEffect(() => {
    alerts.tabs.offer("notifier");
    void loadCalls().catch(() => undefined);
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
