// The page behind a link to choose a new password: whose it is, and the password.
import { useEffect, useId, useRef } from "preact/hooks";
import { choosePassword, type Forgetful, showPasswordLink } from "../live/password_link_requests";
import type { Failure } from "../live/requests";
import { signIn } from "../live/session_requests";
import { type lostAccessEn, lostAccessOf } from "../texts/pages/lost_access";
import { useTexts } from "./context";
import { Mark } from "./icons";
import type { InvitedProps } from "./invited";
import { LanguageChoice } from "./language_choice";
import { Problem } from "./problem";
import { PasswordField } from "./security/fields";
import { useDeed } from "./use_deed";
import { useLoaded } from "./use_loaded";

export function NewPassword({ token, language, onLanguage, onSignedIn, onLeave }: InvitedProps) {
  const texts = useTexts();
  const words = lostAccessOf(texts.language);
  const { value, failure, reload } = useLoaded(token, () => showPasswordLink(token));
  return (
    <main class="sign-in">
      <div class="sign-in__form">
        <div class="sign-in__brand">
          <Mark />
          {texts.product}
        </div>
        <h1 class="sign-in__title">{words.title}</h1>
        <Problem failure={failure} say={(failed) => sayOf(words, failed)} />
        {!value && !failure && (
          <p class="skeleton" role="status">
            {words.checking}
          </p>
        )}
        {failure && (
          <button
            class="button button--wide"
            type="button"
            onClick={() => (failure.code === "no_connection" ? void reload() : onLeave())}
          >
            {failure.code === "no_connection" ? texts.pages.retry : words.toSignIn}
          </button>
        )}
        {value && !failure && <PasswordForm {...{ token, onSignedIn, onLeave }} forgetful={value} />}
      </div>
      <LanguageChoice {...{ language, onLanguage }} />
    </main>
  );
}

interface PasswordFormProps extends Pick<InvitedProps, "token" | "onSignedIn" | "onLeave"> {
  readonly forgetful: Forgetful;
}

function PasswordForm({ token, forgetful, onSignedIn, onLeave }: PasswordFormProps) {
  const texts = useTexts();
  const words = lostAccessOf(texts.language);
  const id = useId();
  const deed = useDeed();
  const password = useRef<HTMLInputElement>(null);

  useEffect(() => password.current?.focus(), []);

  function choose(event: SubmitEvent) {
    event.preventDefault();
    const chosen = password.current?.value ?? "";
    void deed.run(
      () => choosePassword(token, chosen),
      async ({ email }) => {
        // Whoever has a second factor is asked for its code on the page for that.
        const result = await signIn(email, chosen, "");
        if ("signedIn" in result) onSignedIn(result.signedIn);
        else onLeave();
      },
    );
  }

  return (
    <form class="form" onSubmit={choose}>
      <p>{words.welcome(forgetful.name)}</p>
      <Problem failure={deed.failure} say={(failed) => (isTooLong(failed) ? words.tooLong : sayOf(words, failed))} />
      <div class="form__field">
        <label for={`${id}-email`}>{words.email}</label>
        <input class="input" id={`${id}-email`} type="email" value={forgetful.email} autocomplete="username" readonly />
      </div>
      <PasswordField
        label={words.password}
        input={password}
        kind="new-password"
        hint={texts.security.newPasswordHint}
      />
      <button class="button button--primary button--wide" type="submit" aria-disabled={deed.busy}>
        {deed.busy ? words.saving : words.save}
      </button>
    </form>
  );
}

/** The link was looked at before, so that the password is what the server can't read. */
const isTooLong = ({ code }: Failure) => code === "bad_frame";

function sayOf(words: typeof lostAccessEn, { code, field }: Failure): string | null {
  if (code === "password_link_unknown" || code === "bad_frame") return words.useless;
  if (code === "sign_in_locked") return words.locked;
  return field === "password" ? words.badPassword : null;
}
