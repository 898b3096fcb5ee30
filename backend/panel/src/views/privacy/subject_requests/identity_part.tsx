// Who asks: how that was confirmed and by whom, or the form to say it.
import { useState } from "preact/hooks";
import type { IdentityMethod } from "../../../live/subject_request_requests";
import { fullWhen } from "../../../texts/time";
import { Section } from "../../page";
import { Field, Select } from "../fields";
import { usePrivacyTexts } from "../words";
import type { PartProps } from "./request_card";

const METHODS: readonly IdentityMethod[] = ["known_contact", "same_chat", "in_person", "signature", "representative"];

export function IdentityPart({ card, busy, send }: PartProps) {
  const texts = usePrivacyTexts();
  const words = texts.subjectRequests.identity;
  const { request } = card;
  const [method, setMethod] = useState<IdentityMethod>("known_contact");
  const [note, setNote] = useState("");
  if (request.identity_method && request.identity_at) {
    return (
      <Section title={words.title}>
        <p>{words.methods[request.identity_method]}</p>
        <p class="pairs__text">{request.identity_note}</p>
        <p class="form__hint">
          {words.by(request.identity_by_name ?? "", fullWhen(texts, new Date(request.identity_at)))}
        </p>
      </Section>
    );
  }
  if (!card.may.includes("confirm_identity")) return null;
  const isNeeded = !card.may.includes("answer");
  return (
    <Section title={words.title}>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          send({ type: "confirm_identity", method, note });
        }}
      >
        <p class="form__hint">{isNeeded ? words.pending : words.notNeeded}</p>
        <Select
          label={words.method}
          value={method}
          options={METHODS.map((one) => [one, words.methods[one]] as const)}
          onChange={setMethod}
        />
        <Field
          label={words.note}
          hint={words.noteHint}
          value={note}
          onInput={setNote}
          maxlength={2_000}
          rows={2}
          required
        />
        <div class="form__actions">
          <button class="button" type="submit" aria-disabled={busy}>
            {words.confirm}
          </button>
          {card.may.includes("begin_check") && (
            <button
              class="button button--quiet"
              type="button"
              aria-disabled={busy}
              onClick={() => send({ type: "begin_check" })}
            >
              {words.begin}
            </button>
          )}
        </div>
      </form>
    </Section>
  );
}
