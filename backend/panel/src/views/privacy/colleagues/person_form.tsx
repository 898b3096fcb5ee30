// A colleague's name and the e-mail that they sign in with, never saved over what somebody else has changed since.
import { useEffect, useState } from "preact/hooks";
import { type Colleague, changePerson, fetchColleagues } from "../../../live/colleague_requests";
import type { Failure } from "../../../live/requests";
import { Conflict, isOverruling } from "../../conflict";
import { Section } from "../../page";
import { Problem } from "../../problem";
import { useDeed } from "../../use_deed";
import { oneOf, useOverruled } from "../../use_overruled";
import { clashesBetween } from "../changed_over";
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
  const overruled = useOverruled(async () =>
    oneOf(
      await fetchColleagues(),
      ({ operators }) => operators.find(({ id }) => id === colleague.id),
      "operator_unknown",
    ),
  );
  const { now } = overruled;
  const isChanged = name.trim() !== seen.name || email.trim() !== seen.email;

  useEffect(() => {
    if (colleague.person_version !== seen.person_version && !isChanged) take(colleague);
  }, [colleague.person_version]);

  function take(theirs: Colleague) {
    setSeen(theirs);
    setName(theirs.name);
    setEmail(theirs.email);
  }

  /** What was not changed stays as they have it. */
  function save(over: Colleague) {
    const person = {
      name: name.trim() === seen.name ? over.name : name.trim(),
      email: email.trim() === seen.email ? over.email : email.trim(),
    };
    setIsSaved(false);
    void deed.run(
      () => overruled.send(() => changePerson(colleague.id, person, over.person_version)),
      ({ person_version }) => {
        setName(person.name);
        setEmail(person.email);
        setSeen({ ...over, ...person, person_version });
        setIsSaved(true);
        onChanged();
      },
    );
  }

  function takeTheirs(theirs: Colleague) {
    take(theirs);
    overruled.forget();
    deed.clear();
    onChanged();
  }

  function say({ code, field }: Failure): string | null {
    if (code === "email_taken") return words.emailTaken;
    if (field === "name") return words.badName;
    return field === "email" ? words.notAnEmail : null;
  }

  return (
    <Section title={words.person}>
      <form
        class="form colleague__form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (isChanged) save(seen);
        }}
      >
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
        {now && (
          <Conflict
            failure={deed.failure}
            busy={deed.busy}
            clashes={clashesBetween(
              [
                [words.name, now.name],
                [words.email, now.email],
              ],
              [
                [words.name, name.trim() === seen.name ? now.name : name.trim()],
                [words.email, email.trim() === seen.email ? now.email : email.trim()],
              ],
            )}
            onKeep={() => save(now)}
            onTake={() => takeTheirs(now)}
          />
        )}
        <Problem failure={isOverruling(deed.failure) ? null : deed.failure} say={say} />
        <div class="form__actions">
          <button class="button" type="submit" aria-disabled={deed.busy || !isChanged}>
            {words.personSave}
          </button>
          <span class="form__hint">{words.personNote}</span>
          <p class={isSaved ? "page__done" : "unseen"} role="status">
            {isSaved && words.personSaved}
          </p>
        </div>
      </form>
    </Section>
  );
}
