// «Сотрудники»: who has access, how well it is guarded, the end of sessions that nobody should have, and invitations.
import { useState } from "preact/hooks";
import {
  type Colleague,
  endSessionsOf,
  fetchColleagues,
  fetchInvitations,
  type Invitations,
  type Sent,
} from "../../../live/colleague_requests";
import type { Answer } from "../../../live/requests";
import { type Alerts, fetchAlerts } from "../../../live/waiting_alert_requests";
import { formatPrivacyRoute } from "../../../route";
import { waitingAlertOf } from "../../../texts/pages/waiting_alert";
import { fullWhen } from "../../../texts/time";
import { Listed, Page } from "../../page";
import { Problem } from "../../problem";
import { useDeed } from "../../use_deed";
import { useLoaded } from "../../use_loaded";
import type { PrivacyPageProps } from "../views";
import { usePrivacyTexts } from "../words";
import { AlertsOfNew, AlertWarnings } from "./alert_section";
import { InvitationLink } from "./invitation_link";
import { InviteForm } from "./invite_form";
import { OneColleague } from "./one_colleague";
import { Pending } from "./pending";
import { type AtWork, Standing, useAtWork } from "./standing";

const NO_INVITATIONS: Answer<Invitations> = { value: { invitations: [], sites: [] } };

export function Colleagues({ signedIn, itemId }: PrivacyPageProps) {
  const texts = usePrivacyTexts();
  const canManage = signedIn.rights.includes("manage_operators");
  const colleagues = useLoaded("colleagues", fetchColleagues);
  const invitations = useLoaded(`invitations ${canManage}`, () =>
    canManage ? fetchInvitations() : Promise.resolve(NO_INVITATIONS),
  );
  const alerts = useLoaded("waiting alerts", fetchAlerts);
  const atWork = useAtWork(signedIn.rights.includes("lead_conversations"));
  const [isInviting, setIsInviting] = useState(false);
  const [sent, setSent] = useState<(Sent & { readonly email: string }) | null>(null);
  const opened = itemId && colleagues.value?.operators.find(({ id }) => id === itemId);

  function show(newest: Sent, email: string) {
    setIsInviting(false);
    setSent({ ...newest, email });
    void invitations.reload();
  }

  if (opened && canManage) {
    return (
      <OneColleague
        key={opened.id}
        signedIn={signedIn}
        colleague={opened}
        sites={invitations.value?.sites ?? null}
        atWork={atWork}
        alerts={alerts}
        onChanged={() => {
          void alerts.reload();
          void invitations.reload();
          void colleagues.reload();
          void atWork?.reload();
        }}
      />
    );
  }
  return (
    <Page
      title={texts.colleagues.title}
      lead={texts.colleagues.lead}
      action={
        canManage &&
        !isInviting && (
          <button class="button button--primary" type="button" onClick={() => setIsInviting(true)}>
            {texts.invitations.invite}
          </button>
        )
      }
    >
      {itemId && colleagues.value && <p class="page__lead">{texts.invitations.gone}</p>}
      {isInviting && invitations.value && (
        <InviteForm
          signedIn={signedIn}
          sites={invitations.value.sites}
          onSent={show}
          onCancel={() => setIsInviting(false)}
        />
      )}
      {sent && <InvitationLink key={sent.token} token={sent.token} mailedTo={sent.is_mailed ? sent.email : null} />}
      {alerts.value && (
        <AlertWarnings alerts={alerts.value} maySeeRegister={signedIn.rights.includes("see_register")} />
      )}
      <Problem failure={alerts.failure} />
      <Listed
        rows={colleagues.value?.operators ?? null}
        failure={colleagues.failure}
        isLoading={colleagues.isLoading}
        onRetry={colleagues.reload}
        empty={texts.colleagues.empty}
      >
        {(rows) => (
          <ColleagueTable
            signedIn={signedIn}
            colleagues={rows}
            atWork={atWork}
            alerts={alerts.value}
            onEnded={() => void colleagues.reload()}
          />
        )}
      </Listed>
      {canManage && alerts.value && <AlertsOfNew alerts={alerts.value} onChanged={() => void alerts.reload()} />}
      {canManage && <Pending loaded={invitations} onSent={show} />}
    </Page>
  );
}

interface ColleagueTableProps {
  readonly signedIn: PrivacyPageProps["signedIn"];
  readonly colleagues: readonly Colleague[];
  readonly atWork: AtWork | null;
  /** Null: not known yet. */
  readonly alerts: Alerts | null;
  readonly onEnded: () => void;
}

function ColleagueTable({ signedIn, colleagues, atWork, alerts, onEnded }: ColleagueTableProps) {
  const texts = usePrivacyTexts();
  const alertWords = waitingAlertOf(texts.language);
  const minutesOf = new Map(alerts?.operators.map(({ operator_id, minutes }) => [operator_id, minutes]));
  const deed = useDeed();
  const [done, setDone] = useState("");
  const canEnd = signedIn.rights.includes("end_sessions");
  const canManage = signedIn.rights.includes("manage_operators");

  function signOut(colleague: Colleague) {
    if (!confirm(texts.colleagues.endAsk(colleague.name))) return;
    void deed.run(
      () => endSessionsOf(colleague.id),
      ({ ended }) => {
        setDone(texts.colleagues.ended(colleague.name, ended));
        onEnded();
      },
    );
  }

  return (
    <>
      <Problem failure={deed.failure} />
      <p class={done ? "page__done" : "unseen"} role="status">
        {done}
      </p>
      <table class="table colleague__table">
        <thead>
          <tr>
            <th scope="col">{texts.colleagues.name}</th>
            <th scope="col">{texts.colleagues.role}</th>
            {atWork && <th scope="col">{texts.colleagues.now}</th>}
            <th scope="col">{alertWords.column}</th>
            <th scope="col">{texts.colleagues.secondFactor}</th>
            <th scope="col">{texts.colleagues.lastSeen}</th>
            <th scope="col">{texts.colleagues.sessions}</th>
          </tr>
        </thead>
        <tbody>
          {colleagues.map((colleague) => (
            <tr key={colleague.id} class={colleague.is_active ? undefined : "colleague--closed"}>
              <th scope="row">
                {canManage ? (
                  <a
                    class="colleague__name"
                    href={formatPrivacyRoute({ page: "colleagues", itemId: colleague.id })}
                    title={texts.invitations.change(colleague.name)}
                  >
                    {colleague.name}
                  </a>
                ) : (
                  colleague.name
                )}
                <span class="table__second">{colleague.email}</span>
              </th>
              <td data-label={texts.colleagues.role}>
                {texts.colleagues.roles[colleague.role]}
                {colleague.sees_own_departments_only && <span class="table__second">{texts.invitations.limited}</span>}
                {!colleague.is_active && <span class="table__second">{texts.invitations.closed}</span>}
              </td>
              {atWork && (
                <td data-label={texts.colleagues.now}>
                  <Standing atWork={atWork} id={colleague.id} />
                </td>
              )}
              <td data-label={alertWords.column}>
                {alerts && toldOf(alertWords, colleague, minutesOf.get(colleague.id) ?? null)}
              </td>
              <td data-label={texts.colleagues.secondFactor}>
                {colleague.has_second_factor ? texts.colleagues.on : texts.colleagues.off}
              </td>
              <td data-label={texts.colleagues.lastSeen}>
                {colleague.last_seen_at ? fullWhen(texts, new Date(colleague.last_seen_at)) : texts.colleagues.never}
              </td>
              <td data-label={texts.colleagues.sessions}>
                {colleague.session_count}
                {canEnd && colleague.session_count > 0 && colleague.id !== signedIn.operator.id && (
                  <button
                    class="button table__action"
                    type="button"
                    aria-disabled={deed.busy}
                    aria-label={texts.colleagues.endOf(colleague.name)}
                    onClick={() => signOut(colleague)}
                  >
                    {texts.colleagues.end}
                  </button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function toldOf(words: ReturnType<typeof waitingAlertOf>, colleague: Colleague, minutes: number | null): string {
  if (colleague.role === "auditor" || !colleague.is_active) return words.nobody;
  return minutes === null ? words.untold : words.told(minutes);
}
