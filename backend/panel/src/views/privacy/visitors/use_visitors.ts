// The list as it is now: opened when the page is, and read again every few seconds while somebody can see it.
import { useEffect, useRef, useState } from "preact/hooks";
import type { Failure } from "../../../live/requests";
import { openVisitors, readVisitors, type ShownVisitors, type VisitorFilter } from "../../../live/visitor_requests";

const READ_INTERVAL_MS = 3_000;
/** Words are typed letter by letter. */
const FILTER_DELAY_MS = 250;

export interface Visitors {
  /** The last that came; it stays while a newer one does not. */
  readonly shown: ShownVisitors | null;
  readonly failure: Failure | null;
  /** The server's time, in ms since 1970; it goes on between answers. */
  readonly nowMs: number;
  /** Reads at once. */
  readonly reload: () => void;
}

export function useVisitors({ siteId, page }: VisitorFilter): Visitors {
  const [state, setState] = useState<{ shown: ShownVisitors | null; failure: Failure | null; atMs: number }>({
    shown: null,
    failure: null,
    atMs: 0,
  });
  const [turn, setTurn] = useState(0);
  const [, setTick] = useState(0);
  const ticket = useRef("");

  // Times grow by the second, whatever comes
  useEffect(() => {
    const timer = setInterval(() => setTick((tick) => tick + 1), 1_000);
    return () => clearInterval(timer);
  }, []);

  useEffect(() => {
    let isCurrent = true;
    let timer = 0;

    async function read() {
      const first = ticket.current ? await readVisitors(ticket.current, { siteId, page }) : null;
      // It is over after an hour, or shows other sites since: opened anew, once
      if (first && !("failure" in first && first.failure.code === "list_expired")) return first;
      const opened = await openVisitors();
      if ("failure" in opened) return opened;
      ticket.current = opened.value.ticket;
      return readVisitors(ticket.current, { siteId, page });
    }

    async function go() {
      if (!document.hidden) {
        const answer = await read();
        if (!isCurrent) return;
        setState((before) =>
          "value" in answer
            ? { shown: answer.value, failure: null, atMs: performance.now() }
            : { ...before, failure: answer.failure },
        );
      }
      timer = window.setTimeout(go, READ_INTERVAL_MS);
    }

    timer = window.setTimeout(go, ticket.current ? FILTER_DELAY_MS : 0);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [siteId, page, turn]);

  const sinceMs = state.shown ? performance.now() - state.atMs : 0;
  return {
    shown: state.shown,
    failure: state.failure,
    nowMs: (state.shown?.now_ms ?? 0) + sinceMs,
    reload: () => setTurn((turn) => turn + 1),
  };
}
