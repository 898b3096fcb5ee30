// One connector: how it goes, a trial, its settings, and what was sent.
import { useRef, useState } from "preact/hooks";
import {
  type Connector,
  type Connectors,
  type ConnectorTrial,
  removeConnector,
  switchConnector,
  tryConnector,
} from "../../../live/connector_requests";
import type { Failure } from "../../../live/requests";
import { formatPrivacyRoute } from "../../../route";
import { fullWhen } from "../../../texts/time";
import { Listed, Page } from "../../page";
import { Problem } from "../../problem";
import { useDeed } from "../../use_deed";
import { Fact } from "../fact";
import { REGISTER } from "../outgoing/beginning";
import { StateLine } from "../outgoing/state_line";
import { usePrivacyTexts } from "../words";
import { titleOf } from "./connector_table";
import { PushLog } from "./push_log";
import { SetupForm } from "./setup_form";
import { rulesOf, stateOf, waitingOf } from "./state_words";

export interface ConnectorPageProps {
  readonly id: string;
  /** Null while nothing has come yet. */
  readonly known: Connectors | null;
  readonly failure: Failure | null;
  readonly isLoading: boolean;
  readonly reload: () => Promise<void>;
  /** It was added a moment ago. */
  readonly isNew: boolean;
  readonly onBack: () => void;
  readonly onRemoved: (title: string) => void;
}

export function ConnectorPage(props: ConnectorPageProps) {
  const { id, known, failure, isLoading, reload, isNew, onBack } = props;
  const words = usePrivacyTexts().connectors;
  // One that was added a moment ago is not in a list of before
  const isAwaited = isNew && !known?.connectors.some((one) => one.id === id);
  const connector = known?.connectors.find((one) => one.id === id && one.may_manage);
  return (
    <Page
      title={connector && known ? titleOf(connector, known.forms) : words.title}
      action={
        <button class="button" type="button" onClick={onBack}>
          {words.back}
        </button>
      }
    >
      <Listed
        rows={known && !isAwaited ? (connector ? [connector] : []) : null}
        failure={known && !isAwaited ? null : failure}
        isLoading={isLoading}
        onRetry={reload}
        empty={words.gone}
      >
        {([one]) => one && known && <Managed {...props} connector={one} known={known} />}
      </Listed>
    </Page>
  );
}

interface ManagedProps extends ConnectorPageProps {
  readonly connector: Connector;
  readonly known: Connectors;
}

function Managed({ connector, known, reload, isNew, onRemoved }: ManagedProps) {
  const words = usePrivacyTexts().connectors;
  const deed = useDeed();
  const trying = useDeed();
  const [trial, setTrial] = useState<ConnectorTrial | null>(null);
  const [isChanging, setIsChanging] = useState(false);
  /** Another number where the form is to begin anew with what there is now. */
  const [edition, setEdition] = useState(0);
  const turning = useRef<HTMLButtonElement>(null);
  const [done, setDone] = useState(isNew ? words.added : "");
  const { id } = connector;
  const isDisabled = connector.disabled_at !== null;
  // One that has stopped is let go on the same way as one that was disabled
  const isHalted = isDisabled || connector.stopped_at !== null;
  const title = titleOf(connector, known.forms);
  const canChange = known.forms.some(({ kind }) => kind === connector.kind) && !connector.is_sealed;

  function turn(isEnabled: boolean) {
    setDone("");
    void deed.run(
      () => switchConnector(id, isEnabled),
      () => {
        setDone(isEnabled ? words.enabled : words.disabledNow);
        void reload();
      },
    );
  }

  function remove() {
    if (!confirm(words.removeAsk(title))) return;
    void deed.run(
      () => removeConnector(id),
      () => onRemoved(title),
    );
  }

  return (
    <>
      <Facts connector={connector} known={known} />
      <div class="form__actions outgoing__actions">
        <button
          class="button button--primary"
          type="button"
          aria-disabled={trying.busy}
          onClick={() => {
            setTrial(null);
            void trying.run(() => tryConnector(id), setTrial);
          }}
        >
          {words.test}
        </button>
        {canChange && (
          <button class="button" type="button" aria-expanded={isChanging} onClick={() => setIsChanging(!isChanging)}>
            {words.change}
          </button>
        )}
        {/* One button for both: whoever presses it by the keyboard stays where they are */}
        <button class="button" type="button" aria-disabled={deed.busy} ref={turning} onClick={() => turn(isHalted)}>
          {isHalted ? words.enable : words.disable}
        </button>
        {isHalted && !isDisabled && (
          <button
            class="button"
            type="button"
            aria-disabled={deed.busy}
            onClick={() => {
              turning.current?.focus();
              turn(false);
            }}
          >
            {words.disable}
          </button>
        )}
        <button class="button button--danger" type="button" aria-disabled={deed.busy} onClick={remove}>
          {words.remove}
        </button>
      </div>
      <Problem
        failure={deed.failure ?? trying.failure}
        say={({ code }) => (code === "connector_unknown" ? words.gone : null)}
      />
      <p class={done ? "page__done" : "unseen"} role="status">
        {done}
      </p>
      <TrialResult trial={trial} isUnderWay={trying.busy} />
      {isChanging && (
        <SetupForm
          key={edition}
          known={known}
          connector={connector}
          onSaved={() => {
            setIsChanging(false);
            setTrial(null);
            setDone(words.changed);
            void reload();
          }}
          onOutdated={() => void reload().then(() => setEdition(edition + 1))}
          onCancel={() => setIsChanging(false)}
        />
      )}
      <PushLog connector={connector} onResent={reload} />
    </>
  );
}

/** Always there, so that what comes into it is read aloud. */
function TrialResult({ trial, isUnderWay }: { readonly trial: ConnectorTrial | null; readonly isUnderWay: boolean }) {
  const words = usePrivacyTexts().connectors;
  const tone = trial ? `outgoing__trial outgoing__trial--${trial.is_good ? "good" : "bad"}` : "unseen";
  return (
    <div role="status" class={isUnderWay ? "page__lead" : tone}>
      {isUnderWay && words.testing}
      {trial && (
        <>
          {trial.is_good ? words.testGood(trial.account) : words.testBad(trial.message)}{" "}
          {trial.failure === "egress_forbidden" && <a href={REGISTER}>{words.register}</a>}
        </>
      )}
    </div>
  );
}

function Facts({ connector, known }: { readonly connector: Connector; readonly known: Connectors }) {
  const texts = usePrivacyTexts();
  const words = texts.connectors;
  const state = stateOf(texts, connector, new Date());
  return (
    <dl class="pairs">
      <Fact name={words.state}>
        <StateLine state={state} />
        {!connector.is_allowed && (
          <span class="table__second">
            <a href={REGISTER}>{words.register}</a>
          </span>
        )}
        {connector.without_basis.length > 0 && (
          <span class="table__second outgoing__less">
            {words.withoutBasis(connector.without_basis.join(", "))}{" "}
            <a href={formatPrivacyRoute({ page: "consents", itemId: null })}>{words.basis}</a>
          </span>
        )}
      </Fact>
      <Fact name={words.account}>{connector.origin}</Fact>
      <Fact name={words.when}>{rulesOf(texts, connector.rules)}</Fact>
      {known.has_links === false && <Fact name={words.links}>{words.noLinks}</Fact>}
      <Fact name={words.waiting}>{waitingOf(texts, connector)}</Fact>
      {known.places.length > 1 && <Fact name={words.controller}>{connector.controller || words.nameless}</Fact>}
      <Fact name={words.sites}>{connector.is_for_all ? words.all : connector.sites.join(", ")}</Fact>
      <Fact name={words.madeAt}>{fullWhen(texts, new Date(connector.made_at))}</Fact>
    </dl>
  );
}
