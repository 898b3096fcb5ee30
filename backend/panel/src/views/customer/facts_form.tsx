// The form of a customer's facts. What a colleague has changed meanwhile is shown beside one's own, never overwritten.
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { type Customer, FACT_NAMES, type FactName, fetchCustomer, putFacts } from "../../live/customer_requests";
import type { Failure } from "../../live/requests";
import { changesOf, type FactEdits } from "../../state/fact_edits";
import { Problem } from "../problem";
import { useDeed } from "../use_deed";
import type { CustomerPartProps } from "./customer";
import { FactsConflict } from "./facts_conflict";
import { useCardTexts } from "./words";

const MAX_CHARS: Readonly<Record<FactName, number>> = { name: 100, phone: 60, email: 254, company: 200, about: 2_000 };

export function FactsForm({ conversationId, customer, reload, onClose }: CustomerPartProps & { onClose: () => void }) {
  const texts = useCardTexts();
  const words = texts.customer;
  const deed = useDeed();
  // What was on the card when somebody began: what they send is judged by that, whatever is loaded meanwhile.
  const [seen] = useState(customer);
  const [edits, setEdits] = useState<FactEdits>({});
  const [now, setNow] = useState<Customer | null>(null);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector("input")?.focus(), [now]);
  const changes = changesOf(edits, seen.facts, seen.masked);
  const wrong = deed.failure && fieldOf(deed.failure);

  async function save(over: number): Promise<void> {
    if (Object.keys(changes).length === 0) return onClose();
    await deed.run(
      async () => {
        const answer = await putFacts(conversationId, over, changes);
        if ("failure" in answer && answer.failure.code === "card_changed") {
          const anew = await fetchCustomer(conversationId);
          if ("value" in anew) setNow(anew.value);
        }
        return answer;
      },
      // What comes into the form's place is what was saved, not what was there before.
      () => void reload().then(onClose),
    );
  }

  function set(name: FactName, text: string | undefined) {
    deed.clear();
    setEdits(({ [name]: _, ...others }) => (text === undefined ? others : { ...others, [name]: text }));
  }

  if (now) {
    return (
      <FactsConflict
        before={seen}
        now={now}
        changes={changes}
        busy={deed.busy}
        onKeep={() => save(now.revision)}
        onTake={() => void reload().then(onClose)}
        onBack={() => {
          deed.clear();
          setNow(null);
        }}
      >
        {deed.failure?.code !== "card_changed" && <Problem failure={deed.failure} say={sayWrong} />}
      </FactsConflict>
    );
  }

  function sayWrong(failure: Failure): string | null {
    const field = fieldOf(failure);
    return field && words.wrong[field];
  }

  return (
    <form
      class="form card__form"
      ref={form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save(seen.revision);
      }}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.preventDefault();
        event.stopPropagation();
        onClose();
      }}
    >
      {FACT_NAMES.map((name) => (
        <FactField
          key={name}
          name={name}
          shown={seen.facts[name]}
          isMasked={seen.masked.includes(name)}
          text={edits[name]}
          problem={wrong === name ? words.wrong[name] : ""}
          onText={(text) => set(name, text)}
        />
      ))}
      <p class="form__hint">{words.beside}</p>
      {!wrong && <Problem failure={deed.failure} />}
      <div class="form__actions">
        <button class="button button--primary" type="submit" aria-disabled={deed.busy}>
          {texts.pages.save}
        </button>
        <button class="button button--quiet" type="button" onClick={onClose}>
          {texts.pages.cancel}
        </button>
      </div>
    </form>
  );
}

interface FactFieldProps {
  readonly name: FactName;
  readonly shown: string;
  readonly isMasked: boolean;
  readonly text: string | undefined;
  readonly problem: string;
  /** Undefined: the field stays as it is. */
  readonly onText: (text: string | undefined) => void;
}

function FactField({ name, shown, isMasked, text, problem, onText }: FactFieldProps) {
  const words = useCardTexts().customer;
  const id = useId();
  const isEmptied = isMasked && text === "";
  const hint = problem || (isMasked ? words.hiddenField : "");
  const shared = {
    class: "input",
    id,
    dir: "auto" as const,
    maxlength: MAX_CHARS[name],
    value: text ?? (isMasked ? "" : shown),
    placeholder: isMasked ? shown : undefined,
    disabled: isEmptied,
    "aria-invalid": problem !== "",
    "aria-describedby": hint ? `${id}-hint` : undefined,
  };
  // What a mask stands for is left alone unless something takes its place.
  const typed = (value: string) => onText(isMasked && value === "" ? undefined : value);
  return (
    <div class="form__field">
      <label for={id}>{words.fields[name]}</label>
      {name === "about" ? (
        <textarea {...shared} rows={3} onInput={(event) => typed(event.currentTarget.value)} />
      ) : (
        <input
          {...shared}
          type="text"
          inputMode={name === "phone" ? "tel" : name === "email" ? "email" : "text"}
          autocomplete="off"
          onInput={(event) => typed(event.currentTarget.value)}
        />
      )}
      {hint && (
        <p class={problem ? "form__problem" : "form__hint"} id={`${id}-hint`} role={problem ? "alert" : undefined}>
          {hint}
        </p>
      )}
      {isMasked && (
        <label class="card__check">
          <input
            type="checkbox"
            checked={isEmptied}
            onChange={(event) => onText(event.currentTarget.checked ? "" : undefined)}
          />
          {words.empty}
        </label>
      )}
    </div>
  );
}

/** The field that the server has found wrong, where its words are not those of another failure. */
function fieldOf({ code, field }: Failure): FactName | null {
  return code === "bad_body" ? (FACT_NAMES.find((name) => name === field) ?? null) : null;
}
