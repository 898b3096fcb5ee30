// The route as a hook: the address is the only place that knows what is open.
import { useEffect, useState } from "preact/hooks";
import { formatRoute, parseRoute, type Route } from "../route";

/** The route in the address, and a way to change it that "back" undoes. */
export function useRoute(): [Route, (route: Route) => void] {
  const [route, setRoute] = useState(() => parseRoute(location.hash));
  useEffect(() => {
    const read = () => setRoute(parseRoute(location.hash));
    window.addEventListener("hashchange", read);
    return () => window.removeEventListener("hashchange", read);
  }, []);
  return [
    route,
    (next) => {
      location.hash = formatRoute(next);
    },
  ];
}
