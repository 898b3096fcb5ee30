// «Программы»: which keys there are, what each is for, when it was used last, and a new one.
import { useState } from "preact/hooks";
import { fetchKeys, type Key, revokeKey } from "../../../live/key_requests";
import { Listed, Page } from "../../page";
import { Problem } from "../../problem";
import { useDeed } from "../../use_deed";
import { useLoaded } from "../../use_loaded";
import { CopyField } from "../copy_field";
import { usePrivacyTexts } from "../words";
import { KeyTable } from "./key_table";
import { NewKeyForm } from "./new_key_form";

export function Keys() {
  const { keys: words, pages } = usePrivacyTexts();
  const { value, failure, isLoading, reload } = useLoaded("api keys", fetchKeys);
  const deed = useDeed();
  const [isMaking, setIsMaking] = useState(false);
  const [made, setMade] = useState<{ readonly name: string; readonly secret: string } | null>(null);
  const [done, setDone] = useState("");
  const places = value?.places ?? [];

  function revoke(key: Key) {
    if (!confirm(words.revokeAsk(key.name, key.webhooks))) return;
    void deed.run(
      () => revokeKey(key.id),
      () => {
        setDone(words.revoked(key.name));
        void reload();
      },
    );
  }

  function begin() {
    setDone("");
    setMade(null);
    setIsMaking(true);
  }

  const add = (
    <button class="button button--primary" type="button" onClick={begin}>
      {words.add}
    </button>
  );
  return (
    <Page title={words.title} lead={words.lead} action={places.length > 0 && !isMaking && add}>
      {isMaking && value && (
        <NewKeyForm
          places={places}
          scopes={value.scopes}
          onMade={(name, { secret }) => {
            setIsMaking(false);
            setMade({ name, secret });
            void reload();
          }}
          onCancel={() => setIsMaking(false)}
        />
      )}
      {made && (
        <section class="key__made" aria-label={words.made(made.name)}>
          <p>{words.made(made.name)}</p>
          <CopyField
            label={words.value}
            value={made.secret}
            copy={words.copy}
            copied={words.copied}
            hint={words.valueHint}
          />
          <button class="button" type="button" onClick={() => setMade(null)}>
            {words.done}
          </button>
        </section>
      )}
      <Problem failure={deed.failure} />
      <p class={done ? "page__done" : "unseen"} role="status">
        {done}
      </p>
      <Listed
        rows={value?.keys ?? null}
        failure={failure}
        isLoading={isLoading}
        onRetry={reload}
        empty={places.length > 0 ? words.empty : words.noSites}
      >
        {(keys) => {
          const [good, past] = [keys.filter(isGood), keys.filter((key) => !isGood(key))];
          return (
            <>
              {good.length > 0 && <KeyTable keys={good} isBusy={deed.busy} onRevoke={revoke} />}
              {good.length === 0 && <p class="page__empty">{words.empty}</p>}
              {past.length > 0 && (
                <details class="key__past">
                  <summary>{words.past(past.length)}</summary>
                  <KeyTable keys={past} isBusy={deed.busy} onRevoke={null} />
                </details>
              )}
            </>
          );
        }}
      </Listed>
      {isLoading && value && (
        <p class="unseen" role="status">
          {pages.loading}
        </p>
      )}
    </Page>
  );
}

function isGood({ revoked_at, expires_at }: Key): boolean {
  return revoked_at === null && (expires_at === null || Date.parse(expires_at) > Date.now());
}
