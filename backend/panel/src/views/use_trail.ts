// Where the visitor of the open conversation went, asked for anew whenever they go on.
import { useEffect, useRef } from "preact/hooks";
import { fetchPages, type VisitedPage } from "../live/card_requests";
import type { Conversation } from "../operator.gen";
import { useLoaded } from "./use_loaded";

const NOWHERE: readonly VisitedPage[] = [];

/** Empty until it is known; it is an aside, so nobody hears of a failure. */
export function useTrail({ id, page }: Conversation): readonly VisitedPage[] {
  const { value, reload } = useLoaded(id, () => fetchPages(id));
  const place = `${id} ${page?.url}`;
  const known = useRef(place);
  useEffect(() => {
    if (known.current !== place) void reload();
    known.current = place;
  }, [place, reload]);
  return value?.pages ?? NOWHERE;
}
