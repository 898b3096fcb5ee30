// The report of an incident, and its end.
import { closeIncident, type Incident, paperUrl } from "../../../live/incident_requests";
import { useDeed } from "../../use_deed";
import { usePrivacyTexts } from "../words";
import { Download } from "./clocks";
import { TextField, typed } from "./fields";
import type { PartProps } from "./incident_page";
import { IncidentProblem } from "./incident_problem";

export interface EndingProps extends PartProps {
  readonly incident: Incident;
}

export function Ending({ incident, onChanged }: EndingProps) {
  const words = usePrivacyTexts().incidents;
  const deed = useDeed();

  function close(event: SubmitEvent) {
    event.preventDefault();
    const reason = typed(new FormData(event.currentTarget as HTMLFormElement), "reason");
    if (!confirm(words.closeAsk(`${words.number(incident.number)} «${incident.title}»`))) return;
    void deed.run(
      () => closeIncident(incident.id, reason),
      () => onChanged(""),
    );
  }

  return (
    <>
      <p class="incident__downloads">
        {words.report}: <Download url={paperUrl(incident.id, "report", "pdf")} label="PDF" of={words.report} />
        <Download url={paperUrl(incident.id, "report", "rtf")} label="RTF" of={words.report} />
      </p>
      {incident.closed_at === null && (
        <form class="form incident__form" onSubmit={close}>
          <TextField name="reason" label={words.reason} hint={words.reasonHint} />
          <IncidentProblem failure={deed.failure} />
          <div class="form__actions">
            <button class="button" type="submit" aria-disabled={deed.busy}>
              {words.close}
            </button>
          </div>
        </form>
      )}
    </>
  );
}
