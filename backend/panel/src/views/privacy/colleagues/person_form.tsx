// A colleague's name and the e-mail that they sign in with, never saved over what somebody else has changed since.
import { useEffect, useRef, useState } from "preact/hooks";
import { type Colleague, changePerson } from "../../../live/colleague_requests";
import type { Failure } from "../../../live/requests";
import { Section } from "../../page";
import { Problem } from "../../problem";
import { useDeed } from "../../use_deed";
import { Field } from "../fields";
import { usePrivacyTexts } from "../words";

export interface PersonFormProps {
  readonly colleague: Colleague;
  /** The list is to be asked for again. */
  readonly onChanged: () => void;
}

export function PersonForm({ colleague, onChanged }: PersonFormProps) {
  const { invitations: words } = usePrivacyTexts();
  const deed = useDeed();
  // What was looked at when the draft was begun: what comes later is not taken for seen.
  const [seen, setSeen] = useState(colleague);
  const [name, setName] = useState(colleague.name);
  const [email, setEmail] = useState(colleague.email);
  const [isSaved, setIsSaved] = useState(false);
  const wantsFresh = useRef(false);
  const isChanged = name.trim() !== seen.name || email.trim() !== seen.email;

  useEffect(() => {
    if (colleague.person_version === seen.person_version || (isChanged && !wantsFresh.current)) return;
    wantsFresh.current = false;
    setSeen(colleague);
    setName(colleague.name);
    setEmail(colleague.email);
  }, [colleague.person_version]);

  function save(event: SubmitEvent) {
    event.preventDefault();
    if (!isChanged) return;
    const person = { name: name.trim(), email: email.trim() };
    setIsSaved(false);
    void deed.run(
      () => changePerson(colleague.id, person, seen.person_version),
      ({ person_version }) => {
        setSeen({ ...seen, ...person, person_version });
        setIsSaved(true);
        onChanged();
      },
    );
  }

  function showFresh() {
    wantsFresh.current = true;
    deed.clear();
    onChanged();
  }

  function say({ code, field }: Failure): string | null {
    if (code === "settings_changed") return words.changedMeanwhile;
    if (code === "email_taken") return words.emailTaken;
    if (field === "name") return words.badName;
    return field === "email" ? words.notAnEmail : null;
  }

  return (
    <Section title={words.person}>
      <form class="form colleague__form" onSubmit={save} noValidate>
        <Field
          label={words.name}
          hint={words.personNameHint}
          value={name}
          maxlength={200}
          onInput={(value) => {
            setName(value);
            setIsSaved(false);
          }}
        />
        <Field
          label={words.email}
          hint={words.emailHint}
          value={email}
          maxlength={254}
          onInput={(value) => {
            setEmail(value);
            setIsSaved(false);
          }}
        />
        <Problem failure={deed.failure} say={say} />
        <div class="form__actions">
          <button class="button" type="submit" aria-disabled={deed.busy || !isChanged}>
            {words.personSave}
          </button>
          {deed.failure?.code === "settings_changed" && (
            <button class="button" type="button" onClick={showFresh}>
              {words.showChanged}
            </button>
          )}
          <span class="form__hint">{words.personNote}</span>
          <p class={isSaved ? "page__done" : "unseen"} role="status">
            {isSaved && words.personSaved}
          </p>
        </div>
      </form>
    </Section>
  );
}
