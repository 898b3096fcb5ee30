// What operators know of a customer beside what the visitor and the site said: facts, notes, who is the same person.

import { useEffect, useRef } from "preact/hooks";
import type { Customer as CustomerShown, Written } from "../../live/customer_requests";
import { fetchCustomer } from "../../live/customer_requests";
import type { Right } from "../../live/session_requests";
import { Problem } from "../problem";
import { useLoaded } from "../use_loaded";
import { FactsPart } from "./facts_part";
import { NotesPart } from "./notes_part";
import { PeoplePart } from "./people_part";
import { RequestsPart } from "./requests_part";
import { useCardTexts } from "./words";

/** What of the card's parts each needs. */
export interface CustomerPartProps {
  readonly conversationId: string;
  readonly customer: CustomerShown;
  readonly canEdit: boolean;
  /** Asks anew; what was revealed is hidden again. */
  readonly reload: () => Promise<void>;
}

export interface CustomerProps {
  readonly conversationId: string;
  readonly me: string;
  readonly rights: readonly Right[];
  readonly hrefOf: (conversationId: string) => string;
  /** What was revealed of the card: shown until what it was revealed of is loaded anew. */
  readonly revealed: Written | null;
  readonly onMasked: (isMasked: boolean) => void;
  /** Other visitors are, or are no more, the same person. */
  readonly onPeople: () => void;
}

export function Customer({ conversationId, me, rights, hrefOf, revealed, onMasked, onPeople }: CustomerProps) {
  const texts = useCardTexts();
  const { value, failure, isLoading, reload } = useLoaded(conversationId, () => fetchCustomer(conversationId));
  const customer = useRevealed(value, revealed);
  const isMasked = customer ? customer.masked.length > 0 || customer.notes.some((note) => note.is_masked) : false;
  useEffect(() => onMasked(isMasked), [isMasked]);
  if (!customer) {
    return failure ? (
      <div class="card__part">
        <Problem failure={failure} />
        <button class="button" type="button" aria-disabled={isLoading} onClick={reload}>
          {texts.pages.retry}
        </button>
      </div>
    ) : (
      <p class="card__part card__note skeleton">{texts.pages.loading}</p>
    );
  }
  const part = { conversationId, customer, canEdit: rights.includes("edit_cards"), reload };
  return (
    <>
      <PeoplePart {...part} canLink={rights.includes("link_people")} hrefOf={hrefOf} onPeople={onPeople} />
      <FactsPart {...part} canReveal={rights.includes("reveal_contacts")} />
      <NotesPart {...part} me={me} canDeleteAny={rights.includes("delete_messages")} />
      <Problem failure={failure} />
      {customer.requests && <RequestsPart requests={customer.requests} />}
    </>
  );
}

/** What is shown: with what was revealed, as long as nothing newer was loaded. */
function useRevealed(value: CustomerShown | null, revealed: Written | null): CustomerShown | null {
  const bound = useRef<{ readonly of: CustomerShown; readonly written: Written } | null>(null);
  if (value && revealed && bound.current?.written !== revealed) bound.current = { of: value, written: revealed };
  if (!value || !revealed || bound.current?.of !== value) return value;
  return { ...value, facts: revealed.facts, notes: revealed.notes, masked: [] };
}
