// Ties a Panel to a component: starts it, renders on its changes, wakes it with the network and the page.
import { useEffect, useRef, useState } from "preact/hooks";
import { Panel, type PanelEvents, type PanelState } from "../live/panel";
import type { Outgoing } from "../state/outgoing";

export type Handlers = Omit<PanelEvents, "onChange">;

/** The panel of this page and its state as of the last render. The handlers may differ with every render. */
export function usePanel(outgoing: () => Outgoing, handlers: Handlers): { panel: Panel; state: PanelState } {
  const current = useRef(handlers);
  current.current = handlers;
  const [, render] = useState(0);
  const [panel] = useState(
    () =>
      new Panel(
        `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws/operator`,
        {
          onChange: () => render((count) => count + 1),
          onVisitorMessage: (message) => current.current.onVisitorMessage(message),
          onMentioned: (note) => current.current.onMentioned(note),
          onGivenUp: (deed, code) => current.current.onGivenUp(deed, code),
          onSignedOut: () => current.current.onSignedOut(),
        },
        outgoing(),
      ),
  );
  useEffect(() => {
    const wake = () => {
      if (document.visibilityState === "visible") panel.wake();
    };
    panel.start();
    window.addEventListener("online", wake);
    document.addEventListener("visibilitychange", wake);
    return () => {
      panel.stop();
      window.removeEventListener("online", wake);
      document.removeEventListener("visibilitychange", wake);
    };
  }, [panel]);
  return { panel, state: panel.state };
}
