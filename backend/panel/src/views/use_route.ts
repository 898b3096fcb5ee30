// The route as a hook: the address is the only place that knows what is open.
import { useEffect, useRef, useState } from "preact/hooks";
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
  useEffect(() => {
    const read = () => setHash(location.hash);
    window.addEventListener("hashchange", read);
    // It may have changed between the first view and this
    read();
    return () => window.removeEventListener("hashchange", read);
  }, []);
  const privacy = parsePrivacyRoute(hash);
  const last = useRef(parseRoute(hash));
  last.current = privacy ? { ...last.current, conversationId: null } : parseRoute(hash);
  return { route: last.current, privacy, navigate };
}

function navigate(route: Route): void {
  location.hash = formatRoute(route);
}
