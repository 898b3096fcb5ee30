// The card that a conversation would become by what stands in the form, drawn anew as that changes; nothing is sent.
import { useId, useRef, useState } from "preact/hooks";
import { type Form, fetchPreview, type Settings, type Templates } from "../../../live/connector_requests";
import { useLoaded } from "../../use_loaded";
import { Field } from "../fields";
import { usePrivacyTexts } from "../words";
import { conversationIn } from "./fields_of_form";
import { Refusal } from "./refusal";
import { useQuiet } from "./use_quiet";

export interface CardPreviewProps {
  readonly connectorId: string;
  readonly form: Form;
  readonly settings: Settings;
  readonly mapping: Templates;
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

function Shown({ connectorId, form, settings, mapping }: CardPreviewProps) {
  const words = usePrivacyTexts().connectors;
  const [named, setNamed] = useState("");
  const found = conversationIn(named);
  // Each showing is a record of the journal: not one for each letter
  const asked = useQuiet(JSON.stringify({ settings, mapping, conversation_id: found || null }));
  const { value, failure, isLoading } = useLoaded(asked, () => fetchPreview(connectorId, JSON.parse(asked)));
  const last = useRef(value);
  // What was shown stays until the next is there: a table that comes and goes can't be read
  last.current = value ?? last.current;
  const preview = failure ? null : last.current;
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
          </dl>
        )}
        {preview?.conversation_id && !preview.withheld && Object.keys(preview.fields).length === 0 && (
          <p>{words.previewEmpty}</p>
        )}
      </div>
    </>
  );
}

function Pair({ name, text }: { readonly name: string; readonly text: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd class="pairs__text">{text}</dd>
    </>
  );
}
