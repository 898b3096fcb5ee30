// The page behind the link of an invitation: who invites to what, and a name and a password to choose.
import { useEffect, useId, useRef } from "preact/hooks";
import { acceptInvitation, type InvitedTo, showInvitation } from "../live/invited_requests";
import type { Failure } from "../live/requests";
import { type SignedIn, signIn } from "../live/session_requests";
import { colleaguesEn, colleaguesRu } from "../texts/pages/colleagues";
import { invitationsEn, invitationsRu } from "../texts/pages/invitations";
import type { Texts } from "../texts/ru";
import { useTexts } from "./context";
import { Mark } from "./icons";
import { LanguageChoice, type LanguageChoiceProps } from "./language_choice";
import { Problem } from "./problem";
import { PasswordField } from "./security/fields";
import { useDeed } from "./use_deed";
import { useLoaded } from "./use_loaded";

export interface InvitedProps extends LanguageChoiceProps {
  readonly token: string;
  readonly onSignedIn: (signedIn: SignedIn) => void;
  /** There is nothing (more) to do here. */
  readonly onLeave: () => void;
}

function wordsOf({ language }: Texts): typeof invitationsRu {
  return language === "en" ? invitationsEn : invitationsRu;
}

function rolesOf({ language }: Texts): typeof colleaguesRu.roles {
  return (language === "en" ? colleaguesEn : colleaguesRu).roles;
}

export function Invited({ token, language, onLanguage, onSignedIn, onLeave }: InvitedProps) {
  const texts = useTexts();
  const words = wordsOf(texts);
  const { value, failure, reload } = useLoaded(token, () => showInvitation(token));
  return (
    <main class="sign-in">
      <div class="sign-in__form">
        <div class="sign-in__brand">
          <Mark />
          {texts.product}
        </div>
        <h1 class="sign-in__title">{words.welcome}</h1>
        <Problem failure={failure} say={(failed) => sayOf(words, failed)} />
        {!value && !failure && (
          <p class="skeleton" role="status">
            {words.checking}
          </p>
        )}
        {failure && failure.code === "no_connection" && (
          <button class="button button--wide" type="button" onClick={reload}>
            {texts.pages.retry}
          </button>
        )}
        {failure && failure.code !== "no_connection" && (
          <button class="button button--wide" type="button" onClick={onLeave}>
            {words.toSignIn}
          </button>
        )}
        {value && !failure && <AcceptForm token={token} invitedTo={value} onSignedIn={onSignedIn} onLeave={onLeave} />}
      </div>
      <LanguageChoice {...{ language, onLanguage }} />
    </main>
  );
}

interface AcceptFormProps {
  readonly token: string;
  readonly invitedTo: InvitedTo;
  readonly onSignedIn: (signedIn: SignedIn) => void;
  readonly onLeave: () => void;
}

function AcceptForm({ token, invitedTo, onSignedIn, onLeave }: AcceptFormProps) {
  const texts = useTexts();
  const words = wordsOf(texts);
  const id = useId();
  const deed = useDeed();
  const name = useRef<HTMLInputElement>(null);
  const password = useRef<HTMLInputElement>(null);

  useEffect(() => name.current?.focus(), []);

  function accept(event: SubmitEvent) {
    event.preventDefault();
    const chosen = password.current?.value ?? "";
    void deed.run(
      () => acceptInvitation(token, name.current?.value ?? "", chosen),
      async ({ email }) => {
        const result = await signIn(email, chosen, "");
        if ("signedIn" in result) onSignedIn(result.signedIn);
        else onLeave();
      },
    );
  }

  return (
    <form class="form" onSubmit={accept}>
      <p>{words.welcomeLead(invitedTo.inviter_name, invitedTo.site_names.join(", "))}</p>
      <p>{words.asRole(rolesOf(texts)[invitedTo.role])}</p>
      <Problem failure={deed.failure} id={`${id}-problem`} say={(failed) => sayOf(words, failed)} />
      <div class="form__field">
        <label for={`${id}-email`}>{words.email}</label>
        <input class="input" id={`${id}-email`} type="email" value={invitedTo.email} autocomplete="username" readonly />
      </div>
      <div class="form__field">
        <label for={`${id}-name`}>{words.name}</label>
        <input
          class="input"
          id={`${id}-name`}
          ref={name}
          autocomplete="name"
          maxlength={200}
          required
          aria-invalid={deed.failure?.field === "name"}
          aria-describedby={`${id}-hint ${id}-problem`}
        />
        <span class="form__hint" id={`${id}-hint`}>
          {words.nameHint}
        </span>
      </div>
      <PasswordField
        label={words.password}
        input={password}
        kind="new-password"
        hint={texts.security.newPasswordHint}
      />
      <button class="button button--primary button--wide" type="submit" aria-disabled={deed.busy}>
        {deed.busy ? words.accepting : words.accept}
      </button>
    </form>
  );
}

function sayOf(words: typeof invitationsRu, { code, field }: Failure): string | null {
  if (code === "invitation_unknown" || code === "bad_frame") return words.useless;
  if (code === "sign_in_locked") return words.locked;
  if (field === "name") return words.badName;
  return field === "password" ? words.badPassword : null;
}
