// What operators know of a customer beside what the visitor and the site said: facts, notes, who is the same person.

import { useState } from "preact/hooks";
import type { Customer as CustomerShown, Written } from "../../live/customer_requests";
import { fetchCustomer, revealCustomer } from "../../live/customer_requests";
import type { Right } from "../../live/session_requests";
import { Problem } from "../problem";
import { useDeed } from "../use_deed";
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
  /** Other visitors are, or are no more, the same person. */
  readonly onPeople: () => void;
}

export function Customer({ conversationId, me, rights, hrefOf, onPeople }: CustomerProps) {
  const texts = useCardTexts();
  const deed = useDeed();
  const loaded = useLoaded(conversationId, () => fetchCustomer(conversationId));
  const [revealed, setRevealed] = useState<(Written & { readonly of: CustomerShown }) | null>(null);
  const { value, failure, isLoading, reload } = loaded;
  if (!value) {
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
  const isRevealed = revealed?.of === value;
  const customer = isRevealed ? { ...value, facts: revealed.facts, notes: revealed.notes, masked: [] } : value;
  const isMasked = customer.masked.length > 0 || customer.notes.some((note) => note.is_masked);
  const part = { conversationId, customer, canEdit: rights.includes("edit_cards"), reload };
  return (
    <>
      <PeoplePart {...part} canLink={rights.includes("link_people")} hrefOf={hrefOf} onPeople={onPeople} />
      <FactsPart {...part} canReveal={rights.includes("reveal_contacts")} />
      <NotesPart {...part} me={me} canDeleteAny={rights.includes("delete_messages")} />
      {isMasked && rights.includes("reveal_contacts") && (
        <div class="card__part">
          <button
            class="button"
            type="button"
            data-reveals="facts"
            aria-disabled={deed.busy}
            onClick={() =>
              deed.run(
                () => revealCustomer(conversationId),
                (written) => setRevealed({ ...written, of: value }),
              )
            }
          >
            {texts.customer.showHidden}
          </button>
          <Problem failure={deed.failure} />
        </div>
      )}
      <Problem failure={failure} />
      {customer.requests && <RequestsPart requests={customer.requests} />}
    </>
  );
}
