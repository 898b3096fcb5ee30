// The route as a hook: the address is the only place that knows what is open.
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { formatRoute, type PrivacyRoute, parsePrivacyRoute, parseRoute, type Route } from "../route";

export interface OpenRoute {
  /** The folder and conversation; under a page about personal data the folder that was open last, and no conversation. */
  readonly route: Route;
  /** The page about personal data that covers the conversations. */
  readonly privacy: PrivacyRoute | null;
  /** Goes to a folder and conversation; "back" undoes it. */
  readonly navigate: (route: Route) => void;
}

export function useRoute(): OpenRoute {
  const [hash, setHash] = useState(location.hash);
  /** What was pressed, and does not stand in the address yet. */
  const pressed = useRef<string | null>(null);
  const note = useCallback(() => {
    const to = pressed.current;
    pressed.current = null;
    if (to !== null) location.hash = to;
  }, []);
  // The page follows at once: by its own event it would hear of it a frame later.
  const go = useCallback(
    (to: string) => {
      note();
      location.hash = to;
      setHash(location.hash);
    },
    [note],
  );
  // After the frame that shows what was pressed, which need not wait for the 2 ms that the browser takes for it
  useEffect(note);
  useEffect(() => {
    // A press counts more than what was heard of the address after it, which is of before
    const read = () => {
      note();
      setHash(location.hash);
    };
    const follow = (event: MouseEvent) => {
      const to = isPlain(event) && (event.target as Element).closest("a[href^='#']")?.getAttribute("href");
      if (!to) return;
      event.preventDefault();
      // Each has a step of its own on the way back
      note();
      pressed.current = to;
      setHash(to);
    };
    window.addEventListener("hashchange", read);
    window.addEventListener("click", follow);
    // It may have changed between the first view and this
    read();
    return () => {
      window.removeEventListener("hashchange", read);
      window.removeEventListener("click", follow);
    };
  }, [note]);
  const privacy = parsePrivacyRoute(hash);
  const last = useRef(parseRoute(hash));
  last.current = privacy ? { ...last.current, conversationId: null } : parseRoute(hash);
  const navigate = useCallback((route: Route) => go(formatRoute(route)), [go]);
  return { route: last.current, privacy, navigate };
}

/** Neither a press that opens another tab or window, nor one that means something else here. */
function isPlain(event: MouseEvent): boolean {
  const hasModifier = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
  return event.button === 0 && !hasModifier && !event.defaultPrevented;
}
