// What a page shows, asked again now and then as long as somebody looks at it.
import { useEffect } from "preact/hooks";

/** Every so many milliseconds, but not while it `isHeld`: who reads further down keeps their place. */
export function useRefreshed(reload: () => Promise<void>, everyMs: number, isHeld = false): void {
  useEffect(() => {
    // Nobody looks at a tab that is behind others
    const timer = setInterval(() => document.hidden || isHeld || void reload(), everyMs);
    return () => clearInterval(timer);
  }, [reload, everyMs, isHeld]);
}
