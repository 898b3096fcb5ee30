// «Вебхуки»: which there are and how it goes with each, a new one, and the page of one.
import { useEffect, useState } from "preact/hooks";
import { fetchWebhooks, type MadeWebhook } from "../../../live/webhook_requests";
import { Listed, Page } from "../../page";
import { useLoaded } from "../../use_loaded";
import { useRefreshed } from "../../use_refreshed";
import { Beginning } from "../outgoing/beginning";
import type { PrivacyPageProps } from "../views";
import { usePrivacyTexts } from "../words";
import { NewWebhookForm } from "./new_webhook_form";
import { WebhookPage } from "./webhook_page";
import { WebhookTable } from "./webhook_table";

const REFRESH_MS = 10_000;

/** The item of this page is a webhook. */
export function Webhooks({ itemId, onOpen }: PrivacyPageProps) {
  const words = usePrivacyTexts().webhooks;
  const { value, failure, isLoading, reload } = useLoaded("webhooks", fetchWebhooks);
  const [isMaking, setIsMaking] = useState(false);
  /** Its secret is shown until somebody leaves its page. */
  const [made, setMade] = useState<MadeWebhook | null>(null);
  const [done, setDone] = useState("");
  useRefreshed(reload, REFRESH_MS);
  useEffect(() => {
    setMade((secret) => (secret?.id === itemId ? secret : null));
    if (itemId !== null) setDone("");
  }, [itemId]);

  if (itemId !== null) {
    return (
      <WebhookPage
        key={itemId}
        id={itemId}
        known={value}
        failure={failure}
        isLoading={isLoading}
        reload={reload}
        made={made?.id === itemId ? made : null}
        onMade={setMade}
        onBack={() => onOpen(null)}
        onRemoved={(origin) => {
          setDone(words.removed(origin));
          void reload();
          onOpen(null);
        }}
      />
    );
  }
  const places = value?.places ?? [];
  const add = (
    <button
      class="button button--primary"
      type="button"
      onClick={() => {
        setDone("");
        setIsMaking(true);
      }}
    >
      {words.add}
    </button>
  );
  return (
    <Page title={words.title} lead={words.lead} action={places.length > 0 && !isMaking && add}>
      {isMaking && value && (
        <NewWebhookForm
          known={value}
          onMade={(secret) => {
            setIsMaking(false);
            setMade(secret);
            void reload();
            onOpen(secret.id);
          }}
          onCancel={() => setIsMaking(false)}
        />
      )}
      <p class={done ? "page__done" : "unseen"} role="status">
        {done}
      </p>
      <Listed
        rows={value?.webhooks ?? null}
        failure={value ? null : failure}
        isLoading={isLoading}
        onRetry={reload}
        empty={places.length === 0 ? words.noSites : !isMaking && <Beginning words={words} />}
      >
        {(webhooks) => <WebhookTable webhooks={webhooks} events={value?.events ?? []} />}
      </Listed>
    </Page>
  );
}
