// Who the controller is, and who answers there for personal data; plain text for who may not change it.
import { useId, useState } from "preact/hooks";
import {
  CONTROLLER_FIELDS,
  type ControllerField,
  type ControllerShown,
  type ControllerTold,
  describeController,
} from "../../../live/paper_requests";
import type { Failure } from "../../../live/requests";
import { Problem } from "../../problem";
import { useDeed } from "../../use_deed";
import type { PrivacyTexts } from "../words";
import { usePrivacyTexts } from "../words";

const MAX_CHARS: Readonly<Record<ControllerField, number>> = {
  legal_name: 200,
  inn: 20,
  address: 500,
  officer_name: 200,
  officer_email: 254,
};

const KEYBOARDS: Partial<Record<ControllerField, "numeric" | "email">> = { inn: "numeric", officer_email: "email" };

export interface ControllerFormProps {
  readonly controller: ControllerShown["controller"];
  readonly mayChange: boolean;
  readonly onSaved: () => void;
}

export function ControllerForm({ controller, mayChange, onSaved }: ControllerFormProps) {
  const texts = usePrivacyTexts();
  const words = texts.papers;
  const deed = useDeed();
  const [isSaved, setSaved] = useState(false);

  if (!mayChange) {
    return (
      <dl class="incident__written">
        {CONTROLLER_FIELDS.map((name) => (
          <div key={name}>
            <dt>{words.fields[name]}</dt>
            <dd>{controller[name] || "—"}</dd>
          </div>
        ))}
      </dl>
    );
  }

  function save(event: SubmitEvent) {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    setSaved(false);
    void deed.run(
      () => describeController(controller.id, changesOf(form, controller)),
      () => {
        setSaved(true);
        onSaved();
      },
    );
  }

  return (
    <form class="form incident__form" onSubmit={save}>
      {CONTROLLER_FIELDS.map((name) => (
        <Field key={name} name={name} value={controller[name] ?? ""} isWrong={deed.failure?.field === name} />
      ))}
      <Problem failure={deed.failure} say={(failure) => saidOf(texts, failure)} />
      <p class={isSaved ? "page__done" : "unseen"} role="status">
        {isSaved && words.saved}
      </p>
      <div class="form__actions">
        <button class="button button--primary" type="submit" aria-disabled={deed.busy}>
          {words.save}
        </button>
      </div>
    </form>
  );
}

interface FieldProps {
  readonly name: ControllerField;
  readonly value: string;
  readonly isWrong: boolean;
}

function Field({ name, value, isWrong }: FieldProps) {
  const words = usePrivacyTexts().papers;
  const id = useId();
  return (
    <div class="form__field">
      <label for={id}>{words.fields[name]}</label>
      <input
        class="input"
        id={id}
        name={name}
        type="text"
        inputMode={KEYBOARDS[name] ?? "text"}
        defaultValue={value}
        maxLength={MAX_CHARS[name]}
        aria-invalid={isWrong}
        aria-describedby={`${id}-hint`}
      />
      <p class="form__hint" id={`${id}-hint`}>
        {words.hints[name]}
      </p>
    </div>
  );
}

/** What was typed, and null for what is as it was: an empty field stays empty, one that was emptied is refused. */
function changesOf(form: FormData, before: ControllerTold): ControllerTold {
  const typed = (name: ControllerField): string | null => {
    const text = String(form.get(name) ?? "").trim();
    return text === (before[name] ?? "") ? null : text;
  };
  return {
    legal_name: typed("legal_name"),
    inn: typed("inn"),
    address: typed("address"),
    officer_name: typed("officer_name"),
    officer_email: typed("officer_email"),
  };
}

function saidOf({ papers: words }: PrivacyTexts, { code, field }: Failure): string | null {
  const name = CONTROLLER_FIELDS.find((one) => one === field);
  return code === "bad_body" && name ? words.wrong[name] : null;
}
