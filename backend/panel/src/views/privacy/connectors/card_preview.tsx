// The card that a conversation would become by what stands in the form, drawn anew as that changes; nothing is sent.
import { useId, useRef, useState } from "preact/hooks";
import {
  type Form,
  fetchPreview,
  type Picked,
  type Preview,
  type Settings,
  type Templates,
} from "../../../live/connector_requests";
import { useLoaded } from "../../use_loaded";
import { Field } from "../fields";
import { usePrivacyTexts } from "../words";
import { conversationIn, isAsked, isPicked } from "./fields_of_form";
import { Refusal } from "./refusal";
import { inLanguage } from "./state_words";
import { toldSetting } from "./told_setup";
import { useQuiet } from "./use_quiet";

export interface CardPreviewProps {
  readonly connectorId: string;
  readonly form: Form;
  readonly settings: Settings;
  readonly mapping: Templates;
  /** What can be picked, by whose names stage and person are told; null where that is not known yet. */
  readonly picked: Picked | null;
}

export function CardPreview(props: CardPreviewProps) {
  const words = usePrivacyTexts().connectors;
  const id = useId();
  const [isShown, setIsShown] = useState(false);
  return (
    <div class="connector__preview">
      <button
        class="button"
        type="button"
        aria-expanded={isShown}
        aria-controls={id}
        onClick={() => setIsShown(!isShown)}
      >
        {isShown ? words.previewHide : words.previewShow}
      </button>
      <p class="form__hint">{words.previewHint}</p>
      <div id={id}>{isShown && <Shown {...props} />}</div>
    </div>
  );
}

function Shown({ connectorId, form, settings, mapping, picked }: CardPreviewProps) {
  const texts = usePrivacyTexts();
  const words = texts.connectors;
  const [named, setNamed] = useState("");
  const found = conversationIn(named);
  // Each showing is a record of the journal: not one for each letter
  const asked = useQuiet(JSON.stringify({ settings, mapping, conversation_id: found || null }));
  const { value, failure, isLoading } = useLoaded(asked, () => fetchPreview(connectorId, JSON.parse(asked)));
  const last = useRef(value);
  // What was shown stays until the next is there: a table that comes and goes can't be read
  last.current = value ?? last.current;
  const preview = failure ? null : last.current;
  const unsaid = (hint: Form["lead"] | null) => (hint ? inLanguage(texts, hint) : words.ofCrm);
  return (
    <>
      <Field label={words.previewOf} hint={words.previewOfHint} value={named} maxlength={400} onInput={setNamed} />
      <Refusal form={form} missing={found === null ? words.wrong.conversation : null} failure={failure} />
      <div role="status">
        {isLoading && !preview && <p class="page__lead">{words.previewLoading}</p>}
        {preview?.withheld && <p class="outgoing__less">{words.previewWithheld(preview.withheld)}</p>}
        {preview && preview.conversation_id === null && <p>{words.previewNone}</p>}
        {preview && !preview.withheld && preview.conversation_id !== null && (
          <dl class="pairs" aria-label={words.preview}>
            {Object.entries(preview.fields).map(([name, text]) => (
              <Pair key={name} name={name} text={text} />
            ))}
            {contactOf(preview).map(([part, text]) => (
              <Pair key={`contact ${part}`} name={words.previewContact[part]} text={text} />
            ))}
            {form.settings
              .filter(({ name, input }) => isPicked(input) && isAsked(form, name, settings))
              .map((one) => (
                <Pair
                  key={`setting ${one.name}`}
                  name={inLanguage(texts, one.words)}
                  text={toldSetting(texts, one, settings, picked) || unsaid(one.input === "place" ? one.hint : null)}
                />
              ))}
          </dl>
        )}
        {preview?.conversation_id && !preview.withheld && Object.keys(preview.fields).length === 0 && (
          <p>{words.previewEmpty}</p>
        )}
      </div>
    </>
  );
}

/** Of the contact what no field says already: with 1C the card has it among its own. */
function contactOf({
  name,
  phone,
  email,
  fields,
}: Preview): readonly (readonly ["name" | "phone" | "email", string])[] {
  const said = new Set(Object.values(fields));
  const parts = [["name", name ?? ""] as const, ["phone", phone ?? ""] as const, ["email", email ?? ""] as const];
  return parts.filter(([, text]) => text !== "" && !said.has(text));
}

function Pair({ name, text }: { readonly name: string; readonly text: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd class="pairs__text">{text}</dd>
    </>
  );
}
