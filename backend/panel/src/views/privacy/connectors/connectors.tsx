// «CRM»: which connections there are and how it goes with each, a new one, and the page of one.
import { useEffect, useState } from "preact/hooks";
import { fetchConnectors } from "../../../live/connector_requests";
import { Listed, Page } from "../../page";
import { useLoaded } from "../../use_loaded";
import { useRefreshed } from "../../use_refreshed";
import { Beginning } from "../outgoing/beginning";
import type { PrivacyPageProps } from "../views";
import { usePrivacyTexts } from "../words";
import { ConnectorPage } from "./connector_page";
import { ConnectorTable } from "./connector_table";
import { SetupForm } from "./setup_form";

const REFRESH_MS = 10_000;

/** The item of this page is a connector. */
export function Connectors({ itemId, onOpen }: PrivacyPageProps) {
  const words = usePrivacyTexts().connectors;
  const { value, failure, isLoading, reload } = useLoaded("connectors", fetchConnectors);
  const [isMaking, setIsMaking] = useState(false);
  /** Which was added a moment ago. */
  const [madeId, setMadeId] = useState<string | null>(null);
  const [done, setDone] = useState("");
  useRefreshed(reload, REFRESH_MS);
  useEffect(() => {
    setMadeId((made) => (made === itemId ? made : null));
    if (itemId !== null) setDone("");
  }, [itemId]);

  if (itemId !== null) {
    return (
      <ConnectorPage
        key={itemId}
        id={itemId}
        known={value}
        failure={failure}
        isLoading={isLoading}
        reload={reload}
        isNew={madeId === itemId}
        onBack={() => onOpen(null)}
        onRemoved={(title) => {
          setDone(words.removed(title));
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
        <SetupForm
          known={value}
          connector={null}
          onSaved={(id) => {
            setIsMaking(false);
            setMadeId(id);
            void reload();
            onOpen(id);
          }}
          onCancel={() => setIsMaking(false)}
        />
      )}
      <p class={done ? "page__done" : "unseen"} role="status">
        {done}
      </p>
      <Listed
        rows={value?.connectors ?? null}
        failure={value ? null : failure}
        isLoading={isLoading}
        onRetry={reload}
        empty={places.length === 0 ? words.noSites : !isMaking && <Beginning words={words} />}
      >
        {(connectors) => <ConnectorTable connectors={connectors} forms={value?.forms ?? []} />}
      </Listed>
    </Page>
  );
}
