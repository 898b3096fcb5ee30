// What operators have written down, the form in which they change it, and how it came about.
import { useEffect, useRef, useState } from "preact/hooks";
import { FACT_NAMES } from "../../live/customer_requests";
import { ContactValue } from "./contact_value";
import type { CustomerPartProps } from "./customer";
import { FactsForm } from "./facts_form";
import { FactsHistory } from "./facts_history";
import { useCardTexts } from "./words";

export function FactsPart({ canReveal, ...part }: CustomerPartProps & { readonly canReveal: boolean }) {
  const { customer } = useCardTexts();
  const { facts, revision } = part.customer;
  const [isEditing, setIsEditing] = useState(false);
  const [hasHistory, setHasHistory] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const wasEditing = useRef(false);
  // The form has gone with the focus in it.
  useEffect(() => {
    if (wasEditing.current && !isEditing) opener.current?.focus();
    wasEditing.current = isEditing;
  }, [isEditing]);
  const known = FACT_NAMES.filter((name) => facts[name] !== "");
  return (
    <section class="card__part" data-part="facts">
      <h3 class="facts__term">{customer.facts}</h3>
      {isEditing ? (
        <FactsForm {...part} onClose={() => setIsEditing(false)} />
      ) : (
        <>
          {known.length === 0 && <p class="card__note">{customer.noFacts}</p>}
          {known.length > 0 && (
            <dl class="card__list">
              {known.map((name) => (
                <div key={name}>
                  <dt class="card__note">{customer.fields[name]}</dt>
                  <dd class="card__words" dir="auto">
                    <ContactValue kind={name} text={facts[name]} />
                  </dd>
                </div>
              ))}
            </dl>
          )}
          <div class="card__actions">
            {part.canEdit && (
              <button class="button" type="button" ref={opener} data-opens onClick={() => setIsEditing(true)}>
                {known.length === 0 ? customer.write : customer.change}
              </button>
            )}
            {revision > 0 && (
              <button
                class="button button--quiet"
                type="button"
                aria-expanded={hasHistory}
                data-opens={hasHistory ? undefined : true}
                onClick={() => setHasHistory(!hasHistory)}
              >
                {hasHistory ? customer.hideHistory : customer.history}
              </button>
            )}
          </div>
          {hasHistory && <FactsHistory key={revision} conversationId={part.conversationId} canReveal={canReveal} />}
        </>
      )}
    </section>
  );
}
