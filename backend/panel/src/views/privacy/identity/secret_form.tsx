// The secret of one site: made, looked at, replaced, and the one before taken back.
import { useState } from "preact/hooks";
import {
  dropSecretBefore,
  makeSecret,
  type SecretState,
  type ShownSecret,
  showSecret,
} from "../../../live/identity_requests";
import { fullWhen } from "../../../texts/time";
import { Section } from "../../page";
import { Problem } from "../../problem";
import { useDeed } from "../../use_deed";
import { CopyField } from "../copy_field";
import type { SiteFormProps } from "../site_page";
import { usePrivacyTexts } from "../words";

export function SecretForm({ site, onOutdated, onSaved }: SiteFormProps<SecretState>) {
  const texts = usePrivacyTexts();
  const words = texts.identity;
  const deed = useDeed();
  const [state, setState] = useState(site);
  const [secret, setSecret] = useState<string | null>(null);
  const [done, setDone] = useState("");

  function note(now: SecretState, said: string): void {
    setState(now);
    setDone(said);
    onSaved(now);
  }

  function noteShown(shown: ShownSecret, said: string): void {
    setSecret(shown.secret);
    note(shown.state, said);
  }

  function make(): void {
    const { has_before, version } = state;
    if (version > 0 && !confirm(has_before ? words.replaceAskTwice : words.replaceAsk)) return;
    void deed.run(
      () => makeSecret(state),
      (shown) => noteShown(shown, version > 0 ? words.replaced : words.made),
    );
  }

  function drop(): void {
    if (!confirm(words.dropAsk)) return;
    void deed.run(
      () => dropSecretBefore(state),
      (now) => note(now, words.dropped),
    );
  }

  return (
    <div class="form">
      <Section title={words.secret}>
        <p class="form__hint">{state.made_at ? words.madeAt(fullWhen(texts, new Date(state.made_at))) : words.none}</p>
        {secret !== null && (
          <CopyField
            label={words.value}
            value={secret}
            copy={words.copy}
            copied={words.copied}
            hint={words.valueHint}
          />
        )}
        <div class="form__actions">
          {state.version > 0 && secret === null && (
            <button
              class="button"
              type="button"
              aria-disabled={deed.busy}
              onClick={() =>
                deed.run(
                  () => showSecret(state),
                  (shown) => noteShown(shown, ""),
                )
              }
            >
              {words.show}
            </button>
          )}
          <button
            class={state.version > 0 ? "button" : "button button--primary"}
            type="button"
            aria-disabled={deed.busy}
            onClick={make}
          >
            {state.version > 0 ? words.replace : words.make}
          </button>
        </div>
      </Section>
      {state.has_before && (
        <Section title={words.before}>
          <p class="form__hint">{words.beforeHint}</p>
          <div class="form__actions">
            <button class="button" type="button" aria-disabled={deed.busy} onClick={drop}>
              {words.drop}
            </button>
          </div>
        </Section>
      )}
      <Problem failure={deed.failure} say={({ code }) => (code === "bad_body" ? words.unreadable : null)} />
      {deed.failure?.code === "settings_changed" && (
        <button class="button" type="button" onClick={onOutdated}>
          {words.showChanged}
        </button>
      )}
      <p class={done ? "page__done" : "unseen"} role="status">
        {done}
      </p>
    </div>
  );
}
