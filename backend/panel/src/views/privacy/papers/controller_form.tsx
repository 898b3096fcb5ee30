// Who the controller is, and who answers there for personal data; plain text for who may not change it.
import { useEffect, useId, useRef, useState } from "preact/hooks";
import {
  CONTROLLER_FIELDS,
  type ControllerField,
  type ControllerShown,
  type ControllerTold,
  describeController,
  fetchPapers,
} from "../../../live/paper_requests";
import type { Failure } from "../../../live/requests";
import { Conflict, isOverruling } from "../../conflict";
import { Problem } from "../../problem";
import { useDeed } from "../../use_deed";
import { oneOf, useOverruled } from "../../use_overruled";
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

/** What was typed, of fields that were typed in. */
type Written = Partial<Readonly<Record<ControllerField, string>>>;

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
  // As it was when somebody began to write: what they save is over this, whatever is loaded meanwhile.
  const [seen, setSeen] = useState<ControllerTold>(controller);
  const [written, setWritten] = useState<Written>({});
  const overruled = useOverruled(async () =>
    oneOf(
      await fetchPapers(),
      ({ controllers }) => controllers.find((one) => one.controller.id === controller.id)?.controller,
      "controller_unknown",
    ),
  );
  const isWritten = Object.keys(written).length > 0;
  const isBegun = useRef(isWritten);
  isBegun.current = isWritten;
  // Only where it was loaded anew: what was just saved is newer than what was loaded before.
  useEffect(() => {
    if (!isBegun.current) setSeen(controller);
  }, [controller]);

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

  function save(over: ControllerTold) {
    setSaved(false);
    const changes = changesOf(written, over);
    void deed.run(
      () => overruled.send(() => describeController(controller.id, changes, over)),
      () => {
        setSeen({ ...over, ...changed(changes) });
        // What was typed while it was under way is still to be saved.
        setWritten((now) => (now === written ? {} : now));
        setSaved(true);
        onSaved();
      },
    );
  }

  function take(now: ControllerTold) {
    setSeen(now);
    setWritten({});
    overruled.forget();
    deed.clear();
  }

  const { now } = overruled;
  return (
    <form
      class="form incident__form"
      onSubmit={(event) => {
        event.preventDefault();
        save(seen);
      }}
    >
      {CONTROLLER_FIELDS.map((name) => (
        <Field
          key={name}
          name={name}
          value={written[name] ?? seen[name] ?? ""}
          isWrong={!isOverruling(deed.failure) && deed.failure?.field === name}
          onInput={(text) => setWritten({ ...written, [name]: text })}
        />
      ))}
      {now && (
        <Conflict
          failure={deed.failure}
          busy={deed.busy}
          clashes={CONTROLLER_FIELDS.filter((name) => written[name]?.trim() !== undefined).flatMap((name) => {
            const [theirs, mine] = [now[name] ?? "", written[name]?.trim() ?? ""];
            return theirs === mine ? [] : [{ name: words.fields[name], theirs, mine }];
          })}
          onKeep={() => save(now)}
          onTake={() => take(now)}
        />
      )}
      <Problem failure={isOverruling(deed.failure) ? null : deed.failure} say={(failure) => saidOf(texts, failure)} />
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
  readonly onInput: (text: string) => void;
}

function Field({ name, value, isWrong, onInput }: FieldProps) {
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
        value={value}
        onInput={({ currentTarget }) => onInput(currentTarget.value)}
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
function changesOf(written: Written, before: ControllerTold): ControllerTold {
  const typed = (name: ControllerField): string | null => {
    const text = written[name]?.trim();
    return text === undefined || text === (before[name] ?? "") ? null : text;
  };
  return {
    legal_name: typed("legal_name"),
    inn: typed("inn"),
    address: typed("address"),
    officer_name: typed("officer_name"),
    officer_email: typed("officer_email"),
  };
}

function changed(changes: ControllerTold): Partial<ControllerTold> {
  return Object.fromEntries(Object.entries(changes).filter(([, text]) => text !== null));
}

function saidOf({ papers: words }: PrivacyTexts, { code, field }: Failure): string | null {
  const name = CONTROLLER_FIELDS.find((one) => one === field);
  return code === "bad_body" && name ? words.wrong[name] : null;
}
