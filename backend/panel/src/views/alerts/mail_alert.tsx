// Mails to the operator when a visitor waits and the panel is closed: off until they turn it on.
import { useRef, useState } from "preact/hooks";
import type { Failure } from "../../live/requests";
import { chooseWaitingAlert, fetchWaitingAlert, type WaitingAlert } from "../../live/waiting_alert_requests";
import { waitingAlertEn, waitingAlertRu } from "../../texts/pages/waiting_alert";
import { useTexts } from "../context";
import { Problem } from "../problem";
import { useLoaded } from "../use_loaded";

const DEFAULT_MINUTES = 5;
const OFFERED_MINUTES: readonly number[] = [1, 2, DEFAULT_MINUTES, 10, 15, 30, 60];

export function MailAlert() {
  const texts = useTexts();
  const words = texts.language === "en" ? waitingAlertEn : waitingAlertRu;
  const { value, failure } = useLoaded("waiting alert", fetchWaitingAlert);
  const [chosen, setChosen] = useState<WaitingAlert | null>(null);
  const [refusal, setRefusal] = useState<Failure | null>(null);
  /** What the server has said last of a change. */
  const confirmed = useRef<WaitingAlert | null>(null);
  const asked = useRef(0);
  const before = useRef<Promise<void>>(Promise.resolve());
  // An auditor answers nobody, and is asked nothing
  if (failure?.code === "right_missing") return null;
  const alert = chosen ?? value;
  if (!alert) return <Problem failure={failure} />;
  const minutes = alert.minutes ?? DEFAULT_MINUTES;
  const offered = OFFERED_MINUTES.includes(minutes) ? OFFERED_MINUTES : [...OFFERED_MINUTES, minutes];

  /** Shown at once; asked one after the other, and only the newest answer counts. */
  function choose(minutes: number | null): void {
    const turn = ++asked.current;
    setChosen({ is_mail_on: alert?.is_mail_on ?? false, minutes });
    before.current = before.current.then(async () => {
      if (turn !== asked.current) return;
      const answer = await chooseWaitingAlert(minutes);
      if (turn !== asked.current) return;
      setRefusal("failure" in answer ? answer.failure : null);
      if ("value" in answer) confirmed.current = answer.value;
      setChosen(confirmed.current);
    });
  }

  return (
    <div class="alerts__rest">
      <label class="menu__choice">
        <input
          type="checkbox"
          checked={alert.minutes !== null}
          onChange={({ currentTarget }) => choose(currentTarget.checked ? DEFAULT_MINUTES : null)}
        />
        {words.on}
      </label>
      {alert.minutes !== null && (
        <label class="alerts__field">
          <span>{words.after}</span>
          <select class="input" value={minutes} onChange={({ currentTarget }) => choose(Number(currentTarget.value))}>
            {offered.map((count) => (
              <option key={count} value={count}>
                {words.minutes(count)}
              </option>
            ))}
          </select>
        </label>
      )}
      <p class="alerts__hint">{alert.is_mail_on ? words.hint : words.off}</p>
      <Problem failure={refusal} />
    </div>
  );
}
