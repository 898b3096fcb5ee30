// «Письма об ожидании»: where nobody would hear of a visitor who waits, what whoever is new begins with, and what holds
// of one colleague.
import type { Colleague } from "../../../live/colleague_requests";
import { type Alerts, chooseAlertFor, chooseAlertForNew, fetchAlerts } from "../../../live/waiting_alert_requests";
import { formatPrivacyRoute } from "../../../route";
import { waitingAlertOf } from "../../../texts/pages/waiting_alert";
import { Section } from "../../page";
import type { Loaded } from "../../use_loaded";
import { oneOf } from "../../use_overruled";
import { usePrivacyTexts } from "../words";
import { AlertForm } from "./alert_form";

/** Why nobody would hear of a visitor who waits, and where that can be mended; nothing where somebody would. */
export function AlertWarnings({
  alerts,
  maySeeRegister,
}: {
  readonly alerts: Alerts;
  readonly maySeeRegister: boolean;
}) {
  const words = waitingAlertOf(usePrivacyTexts().language);
  const notListed = alerts.is_mail_on ? alerts.sites.filter((site) => !site.is_mail_allowed) : [];
  return (
    <>
      {!alerts.is_mail_on && <p class="colleague__warning">{words.noServer}</p>}
      {notListed.length > 0 && (
        <p class="colleague__warning">
          {words.notListed(notListed.map(({ name }) => name).join(", "))}{" "}
          {maySeeRegister && <a href={formatPrivacyRoute({ page: "register", itemId: null })}>{words.toRegister}</a>}
        </p>
      )}
      {alerts.sites.map(({ site_id, name, is_heard, unheard_departments }) =>
        is_heard && !unheard_departments.length ? null : (
          <p key={site_id} class="colleague__warning">
            {is_heard ? words.unheardDepartments(name, unheard_departments.join(", ")) : words.unheard(name)}
          </p>
        ),
      )}
    </>
  );
}

/** What whoever is new on each site begins with. */
export function AlertsOfNew({ alerts, onChanged }: { readonly alerts: Alerts; readonly onChanged: () => void }) {
  const words = waitingAlertOf(usePrivacyTexts().language);
  return (
    <Section title={words.title}>
      <p class="page__lead colleague__now">
        {words.lead} {words.forNewHint}
      </p>
      {alerts.sites.map((site) => (
        <AlertForm
          key={site.site_id}
          label={alerts.sites.length === 1 ? words.forNew : words.forNewOf(site.name)}
          chosen={site}
          choose={(minutes, over) => chooseAlertForNew(over, minutes)}
          fetchNow={async () =>
            oneOf(
              await fetchAlerts(),
              ({ sites }) => sites.find(({ site_id }) => site_id === site.site_id),
              "site_unknown",
            )
          }
          onChanged={onChanged}
        />
      ))}
    </Section>
  );
}

interface AlertOfColleagueProps {
  readonly colleague: Colleague;
  readonly alerts: Loaded<Alerts>;
  readonly onChanged: () => void;
}

/** Whether one colleague is mailed; one's own too, for it is no access. */
export function AlertOfColleague({ colleague, alerts, onChanged }: AlertOfColleagueProps) {
  const words = waitingAlertOf(usePrivacyTexts().language);
  const isTheirs = ({ operator_id }: Alerts["operators"][number]) => operator_id === colleague.id;
  const chosen = alerts.value?.operators.find(isTheirs);
  if (!alerts.value || !chosen) return null;
  return (
    <Section title={words.title}>
      <p class="page__lead colleague__now">{words.ofHint}</p>
      {!alerts.value.is_mail_on && <p class="colleague__warning">{words.noServer}</p>}
      {colleague.works_elsewhere ? (
        <p>{words.ofElsewhere}</p>
      ) : (
        <AlertForm
          label={words.of}
          chosen={chosen}
          choose={async (minutes, over) => {
            const answer = await chooseAlertFor(colleague.id, minutes, over.minutes);
            return "failure" in answer ? answer : { value: { ...over, minutes } };
          }}
          fetchNow={async () =>
            oneOf(await fetchAlerts(), ({ operators }) => operators.find(isTheirs), "operator_unknown")
          }
          onChanged={onChanged}
        />
      )}
    </Section>
  );
}
