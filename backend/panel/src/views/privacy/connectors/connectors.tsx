// «CRM»: which connections there are and how it goes with each, a new one, and the page of one.
import { useEffect, useState } from "preact/hooks";
import { fetchConnectors } from "../../../live/connector_requests";
import { Listed, Page } from "../../page";
import { useLoaded } from "../../use_loaded";
import type { PrivacyPageProps } from "../views";
import { REGISTER } from "../webhooks/wanted_fields";
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
  useEffect(() => {
    // Nobody looks at a tab that is behind others
    const timer = setInterval(() => document.hidden || void reload(), REFRESH_MS);
    return () => clearInterval(timer);
  }, [reload]);
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
        empty={places.length === 0 ? words.noSites : !isMaking && <Beginning />}
      >
        {(connectors) => <ConnectorTable connectors={connectors} forms={value?.forms ?? []} />}
      </Listed>
    </Page>
  );
}

/** What stands where there is none: how one begins. */
function Beginning() {
  const words = usePrivacyTexts().connectors;
  return (
    <>
      <p>{words.empty}</p>
      <ol class="connector__steps">
        {words.emptySteps.map((step, index) => (
          <li key={step}>
            {step} {index === 0 && <a href={REGISTER}>{words.register}</a>}
          </li>
        ))}
      </ol>
    </>
  );
}
