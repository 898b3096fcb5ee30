// A conversation's cards in CRMs, over HTTP.
import { type Answer, ask } from "./requests";

/** `held`: it waits until somebody has mended the connector. */
export type CrmState = "none" | "pending" | "held" | "sent" | "failed" | "refused";

export interface CrmCard {
  readonly connector_id: string;
  /** What the CRM is called. */
  readonly title: string;
  readonly host: string;
  readonly state: CrmState;
  /** The card's number; empty where there is none yet. */
  readonly remote_id: string;
  /** How people there call the card, where that is not `remote_id`; servers from before have none. */
  readonly number?: string;
  /** Leads to the account; else empty. */
  readonly url: string;
  /** In Russian, why it is not sent, or not yet. */
  readonly failure: string;
  readonly queued_at: string | null;
  readonly sent_at: string | null;
  readonly may_send: boolean;
}

export interface CrmCards {
  readonly cards: readonly CrmCard[];
}

type Listener = (conversationId: string) => void;
const listeners = new Set<Listener>();

/** Is told when a conversation was sent from here; gives how to end that. */
export function onSentToCrm(listener: Listener): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

export function fetchCrmCards(conversationId: string): Promise<Answer<CrmCards>> {
  return ask("GET", `/conversations/${conversationId}/crm`);
}

/** To one CRM, or (null) to all that the conversation's site has. */
export async function sendToCrm(conversationId: string, connectorId: string | null): Promise<Answer<CrmCards>> {
  const answer = await ask<CrmCards>("POST", `/conversations/${conversationId}/crm`, { connector_id: connectorId });
  if ("value" in answer) for (const listener of listeners) listener(conversationId);
  return answer;
}
