// Legal holds: what they are on, why, and lifting them.
import { useState } from "preact/hooks";
import { fetchHolds, type Hold, liftHold, type SiteLifetimes } from "../../../live/retention_requests";
import { formatRoute } from "../../../route";
import { fullWhen } from "../../../texts/time";
import { Listed, Section } from "../../page";
import { Problem } from "../../problem";
import { useDeed } from "../../use_deed";
import { useLoaded } from "../../use_loaded";
import type { PrivacyTexts } from "../words";
import { usePrivacyTexts } from "../words";
import { NewHoldForm } from "./new_hold";

export interface HoldsProps {
  readonly sites: readonly SiteLifetimes[];
  readonly canManage: boolean;
}

export function Holds({ sites, canManage }: HoldsProps) {
  const texts = usePrivacyTexts();
  const { value, failure, isLoading, reload } = useLoaded("holds", fetchHolds);
  const deed = useDeed();
  const [done, setDone] = useState("");

  function lift(hold: Hold) {
    if (!confirm(texts.retention.liftAsk(nameOf(texts, hold), hold.reason))) return;
    void deed.run(
      () => liftHold(hold.id),
      () => {
        setDone(texts.retention.lifted);
        void reload();
      },
    );
  }

  return (
    <Section title={texts.retention.holds}>
      <p class="page__lead">{texts.retention.holdsLead}</p>
      <Problem failure={deed.failure} />
      <p class={done ? "page__done" : "unseen"} role="status">
        {done}
      </p>
      <Listed
        rows={value?.holds ?? null}
        failure={failure}
        isLoading={isLoading}
        onRetry={reload}
        empty={texts.retention.noHolds}
      >
        {(holds) => (
          <table class="table">
            <thead>
              <tr>
                <th scope="col">{texts.retention.about}</th>
                <th scope="col">{texts.retention.reason}</th>
                <th scope="col">{texts.retention.placed}</th>
                {canManage && (
                  <th scope="col">
                    <span class="unseen">{texts.retention.lift}</span>
                  </th>
                )}
              </tr>
            </thead>
            <tbody>
              {holds.map((hold) => (
                <tr key={hold.id}>
                  <th scope="row">
                    {hold.conversation_id ? texts.retention.conversation : texts.retention.visitor}
                    <span class="table__second">
                      {hold.conversation_id ? (
                        <a href={formatRoute({ folder: "closed", conversationId: hold.conversation_id })}>
                          {texts.retention.openConversation}
                        </a>
                      ) : (
                        hold.visitor_id
                      )}
                    </span>
                  </th>
                  <td data-label={texts.retention.reason}>{hold.reason}</td>
                  <td data-label={texts.retention.placed}>
                    {fullWhen(texts, new Date(hold.placed_at))}
                    <span class="table__second">{hold.placed_by || texts.retention.commandLine}</span>
                  </td>
                  {canManage && (
                    <td>
                      <button
                        class="button"
                        type="button"
                        aria-disabled={deed.busy}
                        aria-label={texts.retention.liftOf(hold.reason)}
                        onClick={() => lift(hold)}
                      >
                        {texts.retention.lift}
                      </button>
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Listed>
      {canManage && sites.length > 0 && (
        <NewHoldForm
          sites={sites}
          onPlaced={() => {
            setDone(texts.retention.heldNow);
            void reload();
          }}
        />
      )}
    </Section>
  );
}

function nameOf(texts: PrivacyTexts, hold: Hold): string {
  return hold.conversation_id
    ? `${texts.retention.conversation} ${hold.conversation_id}`
    : `${texts.retention.visitor} ${hold.visitor_id}`;
}
