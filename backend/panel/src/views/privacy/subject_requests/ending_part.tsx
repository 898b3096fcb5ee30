// How a request ends: with an answer or a refusal; or, before that, more time for a reason.
import { useState } from "preact/hooks";
import { Section } from "../../page";
import { Field } from "../fields";
import { usePrivacyTexts } from "../words";
import type { PartProps } from "./request_card";

type Way = "answer" | "refuse" | "extend";

export function EndingPart({ card, busy, send }: PartProps) {
  const texts = usePrivacyTexts();
  const words = texts.subjectRequests.ending;
  const ways = (["answer", "refuse", "extend"] as const).filter((way) => card.may.includes(way));
  const [way, setWay] = useState<Way | null>(null);
  const [text, setText] = useState("");
  const said: Record<Way, { label: string; hint: string; button: string }> = {
    answer: { label: words.outcome, hint: words.outcomeHint, button: words.answer },
    refuse: { label: words.reason, hint: words.reasonHint, button: words.refuse },
    extend: { label: words.extendReason, hint: words.extendHint, button: words.extend },
  };

  function close() {
    setWay(null);
    setText("");
  }

  return (
    <Section title={words.title}>
      <div class="choice">
        {ways.map((one) => (
          <button key={one} class="button" type="button" aria-expanded={way === one} onClick={() => setWay(one)}>
            {said[one].button}
          </button>
        ))}
      </div>
      {way && ways.includes(way) && (
        <form
          class="form"
          onSubmit={(event) => {
            event.preventDefault();
            send(way === "answer" ? { type: way, outcome: text } : { type: way, reason: text }, close);
          }}
        >
          <Field
            label={said[way].label}
            hint={said[way].hint}
            value={text}
            onInput={setText}
            rows={3}
            maxlength={2_000}
            required
          />
          <div class="form__actions">
            <button class="button button--primary" type="submit" aria-disabled={busy}>
              {said[way].button}
            </button>
            <button class="button button--quiet" type="button" onClick={close}>
              {texts.pages.cancel}
            </button>
          </div>
        </form>
      )}
    </Section>
  );
}
