// The fields of a draft, in both languages; saved explicitly, and only what was changed.
import { useEffect, useState } from "preact/hooks";
import { FIELDS, fetchDocument, LANGUAGES, type OpenedDocument, saveTexts } from "../../../live/consent_requests";
import type { Failure } from "../../../live/requests";
import { Conflict, isOverruling } from "../../conflict";
import { Problem } from "../../problem";
import { useDeed } from "../../use_deed";
import { useOverruled } from "../../use_overruled";
import type { PrivacyTexts } from "../words";
import { usePrivacyTexts } from "../words";
import { Paragraph } from "./fields";
import { fieldName } from "./names";

const MAX_CHARS = 4_000;

export interface DraftFormProps {
  readonly opened: OpenedDocument;
  readonly onDirty: (isDirty: boolean) => void;
  readonly onSaved: (opened: OpenedDocument) => void;
}

export function DraftForm({ opened, onDirty, onSaved }: DraftFormProps) {
  const texts = usePrivacyTexts();
  const words = texts.consents;
  const [written, setWritten] = useState<Readonly<Record<string, string>>>({});
  const [isSaved, setIsSaved] = useState(false);
  const deed = useDeed();
  const overruled = useOverruled(() => fetchDocument(opened.document.id));
  const isDirty = Object.keys(written).length > 0;

  useEffect(() => onDirty(isDirty), [isDirty, onDirty]);
  // A closed tab takes with it what was not saved
  useEffect(() => {
    if (!isDirty) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, [isDirty]);

  function write(key: string, text: string, stored: string) {
    setIsSaved(false);
    const { [key]: _, ...others } = written;
    setWritten(text === stored ? others : { ...others, [key]: text });
  }

  function save(over: OpenedDocument) {
    const sent = written;
    const seen = saidOf(over);
    const before = Object.fromEntries(Object.keys(sent).map((key) => [key, seen[key] ?? ""]));
    void deed.run(
      () => overruled.send(() => saveTexts(opened.document.id, sent, before)),
      (saved) => {
        // What was written while it was on its way is still to be saved
        setWritten((now) => Object.fromEntries(Object.entries(now).filter(([key, text]) => sent[key] !== text)));
        setIsSaved(true);
        onSaved(saved);
      },
    );
  }

  const { now } = overruled;
  const theirs: Readonly<Record<string, string>> = now ? saidOf(now) : {};
  const mine = saidOf(opened);
  // What was changed by both, and not alike.
  const clashing = Object.keys(written).filter((key) => theirs[key] !== mine[key] && theirs[key] !== written[key]);

  /** What nobody else has touched stays written. */
  function take(saved: OpenedDocument) {
    setWritten(Object.fromEntries(Object.entries(written).filter(([key]) => !clashing.includes(key))));
    onSaved(saved);
    overruled.forget();
    deed.clear();
  }

  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        save(opened);
      }}
    >
      <p class="form__hint">{words.counts}</p>
      {FIELDS.map((field) => (
        <fieldset key={field} class="consents__field">
          <legend>{words.fields[field]}</legend>
          {LANGUAGES.map((language) => {
            const key = `${field}.${language}`;
            const stored = opened.wording[language][field];
            return (
              <Paragraph
                key={key}
                label={words.languages[language]}
                value={written[key] ?? stored}
                language={language}
                isWrong={opened.empty.includes(key) && !written[key]}
                maxChars={MAX_CHARS}
                onInput={(text) => write(key, text, stored)}
              />
            );
          })}
        </fieldset>
      ))}
      <div class="form__actions consents__save">
        <button class="button button--primary" type="submit" aria-disabled={deed.busy || !isDirty}>
          {words.save}
        </button>
        <span class="form__hint" role="status">
          {isDirty ? words.unsaved : isSaved ? words.saved : words.nothingChanged}
        </span>
      </div>
      {now && (
        <Conflict
          failure={deed.failure}
          busy={deed.busy}
          clashes={clashing.map((key) => ({
            name: fieldName(texts, key),
            theirs: theirs[key] ?? "",
            mine: written[key] ?? "",
          }))}
          onKeep={() => save(now)}
          onTake={() => take(now)}
        />
      )}
      <Problem failure={isOverruling(deed.failure) ? null : deed.failure} say={(failure) => sayField(texts, failure)} />
    </form>
  );
}

/** What each field says, by its name with the language. */
function saidOf({ wording }: OpenedDocument): Record<string, string> {
  const said = FIELDS.flatMap((field) => LANGUAGES.map((one) => [`${field}.${one}`, wording[one][field]] as const));
  return Object.fromEntries(said);
}

function sayField(texts: PrivacyTexts, { code, field }: Failure): string | null {
  if (code !== "bad_body" || field === null) return null;
  return texts.pages.failed(`${fieldName(texts, field)}: ${texts.consents.badText}`);
}
