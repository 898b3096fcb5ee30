// The colleagues of a site whom notes may call, fetched when the first is wanted and anew some time later.
import { useState } from "preact/hooks";
import { type Colleague, fetchSiteColleagues } from "../../live/site_colleagues";

const FRESH_MS = 60_000;

/** What is known of whom notes may call, and the wish to know it. */
export function useColleagues(siteId: string): {
  /** Null: not known yet. */
  readonly colleagues: readonly Colleague[] | null;
  readonly want: () => void;
} {
  const [known, setKnown] = useState<{ readonly of: string; readonly list: readonly Colleague[] } | null>(null);
  const [askedMs, setAskedMs] = useState(Number.NEGATIVE_INFINITY);
  return {
    colleagues: known?.of === siteId ? known.list : null,
    want: () => {
      const nowMs = performance.now();
      if (known?.of === siteId && nowMs - askedMs < FRESH_MS) return;
      setAskedMs(nowMs);
      fetchSiteColleagues(siteId).then((answer) => {
        if ("value" in answer) setKnown({ of: siteId, list: answer.value.colleagues });
      });
    },
  };
}
