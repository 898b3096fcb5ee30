// One webhook: how it goes, what it is told, its secret, a trial, and what was sent.
import { useState } from "preact/hooks";
import type { Answer, Failure } from "../../../live/requests";
import {
  type MadeWebhook,
  removeWebhook,
  rotateSecret,
  switchWebhook,
  type Trial,
  tryWebhook,
  type Webhook,
  type Webhooks,
} from "../../../live/webhook_requests";
import { duration, fullWhen } from "../../../texts/time";
import { isOverruling } from "../../conflict";
import { Listed, Page } from "../../page";
import { Problem } from "../../problem";
import { useDeed } from "../../use_deed";
import { CopyField } from "../copy_field";
import { Fact } from "../fact";
import { REGISTER } from "../outgoing/beginning";
import { StateLine } from "../outgoing/state_line";
import { usePrivacyTexts } from "../words";
import { DeliveryLog } from "./delivery_log";
import { keeperOf, stateOf, waitingOf, whenPast } from "./state_words";
import { TrialResult } from "./trial_result";
import { WantedForm } from "./wanted_form";

export interface WebhookPageProps {
  readonly id: string;
  /** Null while nothing has come yet. */
  readonly known: Webhooks | null;
  readonly failure: Failure | null;
  readonly isLoading: boolean;
  readonly reload: () => Promise<void>;
  /** A secret that was just made. */
  readonly made: MadeWebhook | null;
  readonly onMade: (made: MadeWebhook | null) => void;
  readonly onBack: () => void;
  readonly onRemoved: (origin: string) => void;
}

export function WebhookPage(props: WebhookPageProps) {
  const { id, known, failure, isLoading, reload, onBack } = props;
  const words = usePrivacyTexts().webhooks;
  // One that was added a moment ago is not in a list of before
  const isAwaited = props.made !== null && !known?.webhooks.some((one) => one.id === id);
  const webhook = known?.webhooks.find((one) => one.id === id && one.may_manage);
  return (
    <Page
      title={webhook?.origin ?? words.title}
      action={
        <button class="button" type="button" onClick={onBack}>
          {words.back}
        </button>
      }
    >
      <Listed
        rows={known && !isAwaited ? (webhook ? [webhook] : []) : null}
        failure={known && !isAwaited ? null : failure}
        isLoading={isLoading}
        onRetry={reload}
        empty={words.gone}
      >
        {([one]) => one && known && <Managed {...props} webhook={one} known={known} />}
      </Listed>
    </Page>
  );
}

interface ManagedProps extends WebhookPageProps {
  readonly webhook: Webhook;
  readonly known: Webhooks;
}

function Managed({ webhook, known, reload, made, onMade, onRemoved }: ManagedProps) {
  const texts = usePrivacyTexts();
  const words = texts.webhooks;
  const deed = useDeed();
  const trying = useDeed();
  const [trial, setTrial] = useState<Trial | null>(null);
  const [isRotated, setIsRotated] = useState(false);
  const [isChanging, setIsChanging] = useState(false);
  /** Another number where the form is to begin anew with what there is now. */
  const [edition, setEdition] = useState(0);
  const [done, setDone] = useState("");
  const { id, origin } = webhook;
  const isDisabled = webhook.disabled_at !== null;

  function run<T>(request: () => Promise<Answer<T>>, then: (value: T) => void) {
    setDone("");
    void deed.run(request, (value) => {
      then(value);
      void reload();
    });
  }

  function send() {
    setTrial(null);
    void trying.run(() => tryWebhook(id), setTrial);
  }

  function rotate() {
    if (!confirm(words.rotateAsk(origin))) return;
    run(
      async () => {
        const answer = await rotateSecret(webhook);
        // Whose was quicker is said; one more press is over theirs.
        if ("failure" in answer && isOverruling(answer.failure)) void reload();
        return answer;
      },
      (secret) => {
        setIsRotated(true);
        onMade(secret);
      },
    );
  }

  function remove() {
    if (!confirm(words.removeAsk(origin))) return;
    void deed.run(
      () => removeWebhook(id),
      () => onRemoved(origin),
    );
  }

  return (
    <>
      {made && (
        <section class="key__made" aria-label={words.secret}>
          <p>{isRotated ? words.rotated : words.made}</p>
          <CopyField
            label={words.secret}
            value={made.secret}
            copy={words.copy}
            copied={words.copied}
            hint={words.secretHint}
          />
          <button class="button" type="button" onClick={() => onMade(null)}>
            {words.done}
          </button>
        </section>
      )}
      <Facts webhook={webhook} known={known} />
      <div class="form__actions outgoing__actions">
        <button class="button button--primary" type="button" aria-disabled={trying.busy} onClick={send}>
          {words.try}
        </button>
        <button class="button" type="button" aria-expanded={isChanging} onClick={() => setIsChanging(!isChanging)}>
          {words.change}
        </button>
        <button
          class="button"
          type="button"
          aria-disabled={deed.busy}
          onClick={() =>
            run(
              () => switchWebhook(id, isDisabled),
              () => setDone(isDisabled ? words.enabled : words.disabledNow),
            )
          }
        >
          {isDisabled ? words.enable : words.disable}
        </button>
        <button class="button" type="button" aria-disabled={deed.busy} onClick={rotate}>
          {words.rotate}
        </button>
        <button class="button button--danger" type="button" aria-disabled={deed.busy} onClick={remove}>
          {words.remove}
        </button>
      </div>
      <Problem
        failure={deed.failure ?? trying.failure}
        say={(failure) => {
          if (isOverruling(failure)) return words.rotatedMeanwhile(failure.newer?.by ?? "");
          return failure.code === "webhook_unknown" ? words.gone : null;
        }}
      />
      <p class={done ? "page__done" : "unseen"} role="status">
        {done}
      </p>
      <TrialResult trial={trial} isUnderWay={trying.busy} />
      {isChanging && (
        <WantedForm
          key={edition}
          webhook={webhook}
          known={known}
          onSaved={() => {
            setIsChanging(false);
            setDone(words.changed);
            void reload();
          }}
          onOutdated={() => void reload().then(() => setEdition(edition + 1))}
          onCancel={() => setIsChanging(false)}
        />
      )}
      <DeliveryLog webhook={webhook} onReplayed={reload} />
    </>
  );
}

function Facts({ webhook, known }: { readonly webhook: Webhook; readonly known: Webhooks }) {
  const texts = usePrivacyTexts();
  const words = texts.webhooks;
  const now = new Date();
  const state = stateOf(texts, webhook, now);
  const levels = known.levels;
  const most = webhook.most_data;
  const isLess = most !== null && levels.indexOf(most) < levels.indexOf(webhook.data);
  const hasAll = known.events.every((one) => webhook.events.includes(one));
  return (
    <dl class="pairs">
      <Fact name={words.state}>
        <StateLine state={state} />
        {most === null && (
          <span class="table__second">
            <a href={REGISTER}>{words.register}</a>
          </span>
        )}
      </Fact>
      <Fact name={words.waiting}>{waitingOf(texts, webhook, now)}</Fact>
      <Fact name={words.succeeded}>
        {webhook.succeeded_at ? whenPast(texts, webhook.succeeded_at, now) : words.none}
      </Fact>
      {known.places.length > 1 && <Fact name={words.controller}>{webhook.controller || words.nameless}</Fact>}
      <Fact name={words.sites}>{webhook.is_for_all ? words.all : webhook.sites.join(", ")}</Fact>
      {webhook.bot === null ? (
        <Fact name={words.events}>
          {hasAll ? words.allEvents : webhook.events.map((one) => words.eventNames[one] ?? one).join(", ")}
        </Fact>
      ) : (
        <>
          <Fact name={words.bot}>{words.botOf(webhook.bot, webhook.answer_within_s ?? 0)}</Fact>
          <Fact name={words.closeAfter}>
            {webhook.close_after_min ? duration(texts, webhook.close_after_min * 60) : words.closeNever}
          </Fact>
        </>
      )}
      <Fact name={words.level}>
        {words.levels[webhook.data]}
        {isLess && most && (
          <span class="table__second outgoing__less">
            {words.sentLess(words.levels[most])} <a href={REGISTER}>{words.register}</a>
          </span>
        )}
      </Fact>
      {webhook.before_until && (
        <Fact name={words.secretNow}>{words.secretBefore(fullWhen(texts, new Date(webhook.before_until)))}</Fact>
      )}
      <Fact name={words.lasts}>{keeperOf(texts, webhook, now) || words.untilDisabled}</Fact>
      <Fact name={words.madeAt}>{fullWhen(texts, new Date(webhook.made_at))}</Fact>
    </dl>
  );
}
