// One colleague: their role, their sites, and whether they may sign in. Each is saved by its own button.
import { useEffect, useState } from "preact/hooks";
import { type Colleague, changeAccess, changeRole, changeSites, type OwnSite } from "../../../live/colleague_requests";
import type { Answer } from "../../../live/requests";
import type { SignedIn } from "../../../live/session_requests";
import { formatPrivacyRoute } from "../../../route";
import { Page, Section } from "../../page";
import { Problem } from "../../problem";
import { useDeed } from "../../use_deed";
import { type PrivacyTexts, usePrivacyTexts } from "../words";
import { LimitSection } from "../work/limit_section";
import { RoleChoice, SiteChoice } from "./role_and_sites";

export interface OneColleagueProps {
  readonly signedIn: SignedIn;
  readonly colleague: Colleague;
  readonly sites: readonly OwnSite[];
  /** Something was changed: the list is asked for again. */
  readonly onChanged: () => void;
}

export function OneColleague({ signedIn, colleague, sites, onChanged }: OneColleagueProps) {
  const texts = usePrivacyTexts();
  const words = texts.invitations;
  const [role, setRole] = useState(colleague.role);
  const [siteIds, setSiteIds] = useState(colleague.site_ids);
  const deed = useDeed();
  const [done, setDone] = useState("");
  // What was changed, here or elsewhere, is shown as it is
  const sitesKey = colleague.site_ids.join();
  useEffect(() => setRole(colleague.role), [colleague.role]);
  useEffect(() => setSiteIds(colleague.site_ids), [sitesKey]);
  const why = whyNot(words, signedIn, colleague);

  function change(request: () => Promise<Answer<null>>, said: string) {
    setDone("");
    void deed.run(request, () => {
      setDone(said);
      onChanged();
    });
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
      <Problem failure={deed.failure} say={({ field }) => (field === "site_ids" ? words.noSite : null)} />
      <p class={done ? "page__done" : "unseen"} role="status">
        {done}
      </p>
      {why && <p class="page__lead">{why}</p>}
      {colleague.role !== "auditor" && <LimitSection colleague={colleague} onChanged={onChanged} />}
      {!why && (
        <>
          {colleague.works_elsewhere ? (
            <p class="page__lead">{words.worksElsewhere}</p>
          ) : (
            <Section title={words.role}>
              <form
                class="form colleague__form"
                onSubmit={(event) => {
                  event.preventDefault();
                  change(() => changeRole(colleague.id, role), words.roleSaved);
                }}
              >
                <RoleChoice value={role} ownRole={signedIn.role} isUnderHeading onChange={setRole} />
                <div class="form__actions">
                  <button class="button" type="submit" aria-disabled={deed.busy || role === colleague.role}>
                    {words.roleSave}
                  </button>
                  <span class="form__hint">{words.roleNote}</span>
                </div>
              </form>
            </Section>
          )}
          <Section title={words.sites}>
            <form
              class="form colleague__form"
              onSubmit={(event) => {
                event.preventDefault();
                change(() => changeSites(colleague.id, siteIds), words.sitesSaved);
              }}
            >
              <SiteChoice sites={sites} value={siteIds} isUnderHeading onChange={setSiteIds} />
              <div class="form__actions">
                <button class="button" type="submit" aria-disabled={deed.busy}>
                  {words.sitesSave}
                </button>
                <span class="form__hint">{words.sitesNote}</span>
              </div>
            </form>
          </Section>
          {!colleague.works_elsewhere && (
            <Section title={words.access}>
              <p>{colleague.is_active ? words.accessOpen : words.accessClosed}</p>
              <div class="form__actions">
                <button
                  class="button"
                  type="button"
                  aria-disabled={deed.busy}
                  onClick={() => {
                    if (colleague.is_active && !confirm(words.closeAsk(colleague.name))) return;
                    change(() => changeAccess(colleague.id, !colleague.is_active), words.accessSaved);
                  }}
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
