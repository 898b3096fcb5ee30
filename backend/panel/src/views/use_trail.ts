// Where the visitor of the open conversation went, asked for anew whenever they go on.
import { useEffect, useRef } from "preact/hooks";
import { fetchPages, type VisitedPage } from "../live/card_requests";
import type { Conversation } from "../operator.gen";
import { useLoaded } from "./use_loaded";

/** Whoever goes from page to page is not asked after at each. */
const PAUSE_MS = 3_000;
const NOWHERE: readonly VisitedPage[] = [];

/** Empty until it is wanted and known; it is an aside, so nobody hears of a failure. */
export function useTrail({ id, page }: Conversation, isWanted: boolean): readonly VisitedPage[] {
  const { value, reload } = useLoaded(isWanted ? id : null, () => fetchPages(id));
  const place = `${id} ${page?.url}`;
  const known = useRef(place);
  const askedAtMs = useRef(0);
  useEffect(() => {
    if (known.current === place) return;
    const delayMs = Math.max(0, askedAtMs.current + PAUSE_MS - performance.now());
    const timer = setTimeout(() => {
      known.current = place;
      askedAtMs.current = performance.now();
      void reload();
    }, delayMs);
    return () => clearTimeout(timer);
  }, [place, reload]);
  return value?.pages ?? NOWHERE;
}
