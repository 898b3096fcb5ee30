// Both versions of a card: as a colleague has made it, and as somebody wanted it. They choose.
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Customer, FactName } from "../../live/customer_requests";
import { FACT_NAMES } from "../../live/customer_requests";
import { clashesOf, type FactEdits } from "../../state/fact_edits";
import { useCardTexts } from "./words";

interface FactsConflictProps {
  readonly before: Customer;
  readonly now: Customer;
  readonly changes: FactEdits;
  readonly busy: boolean;
  readonly onKeep: () => void;
  readonly onTake: () => void;
  /** Back to the form, with what was written. */
  readonly onBack: () => void;
  readonly children: ComponentChildren;
}

export function FactsConflict({ before, now, changes, busy, onKeep, onTake, onBack, children }: FactsConflictProps) {
  const words = useCardTexts().customer;
  const heading = useRef<HTMLParagraphElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const mine = FACT_NAMES.filter((name) => changes[name] !== undefined);
  const clashes = clashesOf(changes, before.facts, now.facts);
  const others = FACT_NAMES.filter((name) => changes[name] === undefined && now.facts[name] !== before.facts[name]);
  return (
    <div
      class="card__conflict"
      role="alert"
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.preventDefault();
        event.stopPropagation();
        onBack();
      }}
    >
      <p ref={heading} tabIndex={-1}>
        {words.conflict}
      </p>
      {clashes.length === 0 && <p class="card__note">{words.conflictSame}</p>}
      <dl class="card__list">
        {[...mine, ...others].map((name) => (
          <div key={name}>
            <dt class="card__note">{words.fields[name]}</dt>
            <Version term={words.theirs} text={now.facts[name]} />
            {changes[name as FactName] !== undefined && <Version term={words.yours} text={changes[name] ?? ""} />}
          </div>
        ))}
      </dl>
      {children}
      <div class="card__actions">
        <button class="button button--primary" type="button" aria-disabled={busy} onClick={onKeep}>
          {words.keepMine}
        </button>
        <button class="button" type="button" aria-disabled={busy} onClick={onTake}>
          {words.takeTheirs}
        </button>
      </div>
    </div>
  );
}

function Version({ term, text }: { readonly term: string; readonly text: string }) {
  const words = useCardTexts().customer;
  return (
    <dd class="card__words">
      <span class="card__version">{term}: </span>
      {text ? <bdi>{text}</bdi> : <i>{words.nothing}</i>}
    </dd>
  );
}
