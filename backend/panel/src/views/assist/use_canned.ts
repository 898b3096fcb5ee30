// Ready replies as a source of completion: fetched when the first «/» is written, and anew some time later.
import { useRef, useState } from "preact/hooks";
import { type CannedReply, fetchReplies } from "../../live/canned_requests";
import { fillIn, repliesFor, type Values } from "../../state/canned";
import type { Source } from "./completion";

const FRESH_MS = 30_000;

/** What «/» offers on a site, with the variables filled in. */
export function useCanned(siteId: string, values: Values, label: string): Source {
  const [replies, setReplies] = useState<readonly CannedReply[]>([]);
  const askedMs = useRef(Number.NEGATIVE_INFINITY);
  return {
    sign: "/",
    blanks: "none",
    label,
    onBegun: () => {
      if (performance.now() - askedMs.current < FRESH_MS) return;
      askedMs.current = performance.now();
      fetchReplies().then((answer) => {
        if ("value" in answer) setReplies(answer.value.replies);
        else askedMs.current = Number.NEGATIVE_INFINITY;
      });
    },
    find: (query) =>
      repliesFor(query, siteId, replies).map(({ id, shortcut, body }) => {
        const text = fillIn(body, values);
        return { id, label: `/${shortcut}`, detail: text, text };
      }),
  };
}
