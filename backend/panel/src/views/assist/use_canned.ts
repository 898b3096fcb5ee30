// Ready replies as a source of completion: fetched when the first «/» is written, and anew some time later.
import { useRef, useState } from "preact/hooks";
import { type CannedReply, fetchReplies } from "../../live/canned_requests";
import { type CrmCard, fetchCrmCards } from "../../live/crm_requests";
import { fillIn, type Known, namesRequest, repliesFor } from "../../state/canned";
import type { Source } from "./completion";

const FRESH_MS = 30_000;

/** What is offered at one moment, and the number of the visitor's request then. */
interface Offered {
  readonly replies: readonly CannedReply[];
  readonly request: string;
}

/** What «/» offers in a conversation, with the variables filled in. */
export function useCanned(conversationId: string, siteId: string, values: Known, label: string): Source {
  const [{ replies, request }, setOffered] = useState<Offered>({ replies: [], request: "" });
  const askedMs = useRef(Number.NEGATIVE_INFINITY);

  /** Both come together: what is offered is what is put in. */
  async function ask(): Promise<void> {
    askedMs.current = performance.now();
    const answer = await fetchReplies();
    if ("failure" in answer) {
      askedMs.current = Number.NEGATIVE_INFINITY;
      return;
    }
    const { replies } = answer.value;
    const isWanted = replies.some(({ site_ids, body }) => site_ids.includes(siteId) && namesRequest(body));
    setOffered({ replies, request: isWanted ? await fetchRequest(conversationId) : "" });
  }

  return {
    sign: "/",
    blanks: "none",
    label,
    onBegun: () => {
      if (performance.now() - askedMs.current >= FRESH_MS) void ask();
    },
    find: (query) =>
      repliesFor(query, siteId, replies).map(({ id, shortcut, body }) => {
        const text = fillIn(body, { ...values, request });
        return { id, label: `/${shortcut}`, detail: text, text };
      }),
  };
}

/** The number that the conversation has in a CRM, of several in the one that had it last; empty where it has none, or none is told. */
async function fetchRequest(conversationId: string): Promise<string> {
  const answer = await fetchCrmCards(conversationId);
  const cards = "value" in answer ? answer.value.cards.filter(({ remote_id }) => remote_id !== "") : [];
  const sentMs = ({ sent_at }: CrmCard) => (sent_at ? Date.parse(sent_at) : 0);
  const last = cards.sort((a, b) => sentMs(b) - sentMs(a))[0];
  return last?.number || last?.remote_id || "";
}
