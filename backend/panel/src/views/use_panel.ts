// Ties a Panel to a component: starts it, renders on its changes, wakes it with the network and the page.
import { useEffect, useRef, useState } from "preact/hooks";
import { Panel, type PanelEvents, type PanelState } from "../live/panel";
import type { Outgoing } from "../state/outgoing";
import { createPacedDrawing, WRITING_MS } from "./paced_drawing";

export type Handlers = Omit<PanelEvents, "onChange">;

/**
 * The panel of this page, and its state as it was drawn last: news of others wait for their turn, whatever else is drawn
 * meanwhile, such as the keys of an answer. The handlers may differ with every render.
 */
export function usePanel(outgoing: () => Outgoing, handlers: Handlers): { panel: Panel; state: PanelState } {
  const current = useRef(handlers);
  current.current = handlers;
  const pressedAtMs = useRef(Number.NEGATIVE_INFINITY);
  const [drawing] = useState(() =>
    createPacedDrawing(
      () => setState(panel.state),
      () => performance.now() - pressedAtMs.current < WRITING_MS,
    ),
  );
  const [panel] = useState(
    () =>
      new Panel(
        `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws/operator`,
        {
          // A page that nobody sees has time, and its timers may be a minute late
          onChange: (drawn) => drawing[document.hidden ? "now" : drawn](),
          onNews: (news) => current.current.onNews(news),
          onGivenUp: (deed, code) => current.current.onGivenUp(deed, code),
          onSettled: (echoId) => current.current.onSettled(echoId),
          onSignedOut: () => current.current.onSignedOut(),
        },
        outgoing(),
      ),
  );
  const [state, setState] = useState(() => panel.state);
  useEffect(() => {
    const wake = () => {
      if (document.visibilityState === "visible") panel.wake();
    };
    const notePress = () => {
      pressedAtMs.current = performance.now();
      requestAnimationFrame(() => setTimeout(drawing.afterKey));
    };
    panel.start();
    window.addEventListener("keydown", notePress, { passive: true });
    window.addEventListener("online", wake);
    document.addEventListener("visibilitychange", wake);
    return () => {
      panel.stop();
      drawing.stop();
      window.removeEventListener("keydown", notePress);
      window.removeEventListener("online", wake);
      document.removeEventListener("visibilitychange", wake);
    };
  }, [panel, drawing]);
  return { panel, state };
}
