// One colleague: what they are called, what they are and where, how far they see, and whether they may sign in.
import { useState } from "preact/hooks";
import { type Colleague, changeAccess, fetchLed, type OwnSite } from "../../../live/colleague_requests";
import type { SignedIn } from "../../../live/session_requests";
import type { Alerts } from "../../../live/waiting_alert_requests";
import { formatPrivacyRoute } from "../../../route";
import { Page, Section } from "../../page";
import { Problem } from "../../problem";
import { useDeed } from "../../use_deed";
import type { Loaded } from "../../use_loaded";
import { type PrivacyTexts, usePrivacyTexts } from "../words";
import { LimitSection } from "../work/limit_section";
import { AlertOfColleague } from "./alert_section";
import { LostAccess } from "./lost_access";
import { PersonForm } from "./person_form";
import { PlaceForm } from "./place_form";
import type { AtWork } from "./standing";

export interface OneColleagueProps {
  readonly signedIn: SignedIn;
  readonly colleague: Colleague;
  /** Null: not known yet. */
  readonly sites: readonly OwnSite[] | null;
  readonly atWork: AtWork | null;
  readonly alerts: Loaded<Alerts>;
  /** Something was changed: the list is asked for again. */
  readonly onChanged: () => void;
}

export function OneColleague({ signedIn, colleague, sites, atWork, alerts, onChanged }: OneColleagueProps) {
  const texts = usePrivacyTexts();
  const words = texts.invitations;
  const deed = useDeed();
  const [done, setDone] = useState("");
  const why = whyNot(words, signedIn, colleague);

  function put(isActive: boolean) {
    setDone("");
    void deed.run(
      () => changeAccess(colleague.id, isActive),
      () => {
        setDone(words.accessSaved);
        onChanged();
      },
    );
  }

  function askToClose() {
    void deed.run(
      () => fetchLed(colleague.id),
      ({ led }) => {
        const count = led.reduce((sum, one) => sum + one.count, 0);
        if (confirm(words.closeAsk(colleague.name, count))) put(false);
      },
    );
  }

  return (
    <Page
      title={colleague.name}
      lead={colleague.email}
      action={
        <a class="button" href={formatPrivacyRoute({ page: "colleagues", itemId: null })}>
          {words.back}
        </a>
      }
    >
      <Problem failure={deed.failure} />
      <p class={done ? "page__done" : "unseen"} role="status">
        {done}
      </p>
      {why && <p class="page__lead">{why}</p>}
      {!why && !colleague.works_elsewhere && <PersonForm colleague={colleague} onChanged={onChanged} />}
      {colleague.role !== "auditor" && (
        <>
          <LimitSection colleague={colleague} atWork={atWork} onChanged={onChanged} />
          <AlertOfColleague colleague={colleague} alerts={alerts} onChanged={onChanged} />
        </>
      )}
      {!why && (
        <>
          {sites && <PlaceForm colleague={colleague} sites={sites} ownRole={signedIn.role} onChanged={onChanged} />}
          {!colleague.works_elsewhere && colleague.is_active && (
            <LostAccess colleague={colleague} ownRole={signedIn.role} onChanged={onChanged} />
          )}
          {!colleague.works_elsewhere && (
            <Section title={words.access}>
              <p>{colleague.is_active ? words.accessOpen : words.accessClosed}</p>
              <div class="form__actions">
                <button
                  class="button"
                  type="button"
                  aria-disabled={deed.busy}
                  onClick={() => (colleague.is_active ? askToClose() : put(true))}
                >
                  {colleague.is_active ? words.close : words.reopen}
                </button>
              </div>
            </Section>
          )}
        </>
      )}
    </Page>
  );
}

/** Why nothing can be changed here; null where something can. */
function whyNot(words: PrivacyTexts["invitations"], { operator, role }: SignedIn, colleague: Colleague): string | null {
  if (colleague.id === operator.id) return words.isSelf;
  return colleague.role === "owner" && role !== "owner" ? words.isOwner : null;
}
