// Ties a Panel to a component: starts it, renders on its changes, wakes it with the network and the page.
import { useEffect, useRef, useState } from "preact/hooks";
import { Panel, type PanelEvents, type PanelState } from "../live/panel";
import { withOpenOf } from "../state/open_of";
import type { Outgoing } from "../state/outgoing";
import { createPacedDrawing, WRITING_MS } from "./paced_drawing";

/** Whoever moves the pointer is about to press, and what is to be pressed should not move away. */
const POINTING = ["pointermove", "pointerdown"] as const;

export type Handlers = Omit<PanelEvents, "onChange">;

/**
 * The panel of this page, and its state as it was drawn last: news of others wait for their turn, whatever else is drawn
 * meanwhile, such as the keys of an answer. The handlers may differ with every render.
 */
export function usePanel(outgoing: () => Outgoing, handlers: Handlers): { panel: Panel; state: PanelState } {
  const current = useRef(handlers);
  current.current = handlers;
  const workedAtMs = useRef(Number.NEGATIVE_INFINITY);
  const [drawing] = useState(() =>
    createPacedDrawing(
      () => setState(panel.state),
      () => performance.now() - workedAtMs.current < WRITING_MS,
    ),
  );
  const [panel] = useState(
    () =>
      new Panel(
        `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws/operator`,
        {
          onChange: (drawn) => {
            // A page that nobody sees has time, and its timers may be a minute late
            if (document.hidden) drawing.now();
            else if (drawn !== "open") drawing[drawn]();
            else if (!drawing.isDue()) drawing.now();
            // Other news is not drawn before its time because there is some of what is open
            else setState((last) => ({ ...panel.state, inbox: withOpenOf(last.inbox, panel.state.inbox) }));
          },
          onNews: (news) => current.current.onNews(news),
          onBack: (back) => current.current.onBack(back),
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
    const noteWork = () => {
      workedAtMs.current = performance.now();
    };
    const noteKey = () => {
      noteWork();
      requestAnimationFrame(() => setTimeout(drawing.afterKey));
    };
    panel.start();
    window.addEventListener("keydown", noteKey, { passive: true });
    for (const type of POINTING) window.addEventListener(type, noteWork, { passive: true });
    window.addEventListener("online", wake);
    document.addEventListener("visibilitychange", wake);
    return () => {
      panel.stop();
      drawing.stop();
      window.removeEventListener("keydown", noteKey);
      for (const type of POINTING) window.removeEventListener(type, noteWork);
      window.removeEventListener("online", wake);
      document.removeEventListener("visibilitychange", wake);
    };
  }, [panel, drawing]);
  return { panel, state };
}
