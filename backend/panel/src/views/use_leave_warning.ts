// Asks before the page goes away with something in it that is nowhere else.
import { useEffect, useRef } from "preact/hooks";

export function useLeaveWarning(wouldLose: () => boolean): void {
  const current = useRef(wouldLose);
  current.current = wouldLose;
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (current.current()) event.preventDefault();
    };
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, []);
}
