// Mails to the operator when a visitor waits and the panel is closed: as they choose, over what an administrator chose.
import { useRef, useState } from "preact/hooks";
import type { Failure } from "../../live/requests";
import { chooseWaitingAlert, fetchWaitingAlert, type WaitingAlert } from "../../live/waiting_alert_requests";
import { waitingAlertOf } from "../../texts/pages/waiting_alert";
import { useTexts } from "../context";
import { Problem } from "../problem";
import { useLoaded } from "../use_loaded";
import { DEFAULT_MINUTES, offeredMinutes } from "./minutes";

export function MailAlert() {
  const words = waitingAlertOf(useTexts().language);
  const { value, failure } = useLoaded("waiting alert", fetchWaitingAlert);
  const [chosen, setChosen] = useState<WaitingAlert | null>(null);
  const [refusal, setRefusal] = useState<Failure | null>(null);
  /** What the server has said last. */
  const confirmed = useRef<WaitingAlert | null>(null);
  const asked = useRef(0);
  const before = useRef<Promise<void>>(Promise.resolve());
  // An auditor answers nobody, and is asked nothing
  if (failure?.code === "right_missing") return null;
  const alert = chosen ?? value;
  if (!alert) return <Problem failure={failure} />;
  confirmed.current ??= alert;
  const minutes = alert.minutes ?? DEFAULT_MINUTES;

  /** Shown at once; asked one after the other, and only the newest answer counts. */
  function choose(minutes: number | null): void {
    const turn = ++asked.current;
    setChosen({ is_mail_on: alert?.is_mail_on ?? false, minutes });
    before.current = before.current.then(async () => {
      if (turn !== asked.current) return;
      const answer = await chooseWaitingAlert(minutes, confirmed.current?.minutes ?? null);
      if ("value" in answer) confirmed.current = answer.value;
      // Somebody has chosen for them: that is shown, and one more press is over it.
      else if (answer.failure.code === "settings_changed") await learn();
      if (turn !== asked.current) return;
      setRefusal("failure" in answer ? answer.failure : null);
      setChosen(confirmed.current);
    });
  }

  async function learn(): Promise<void> {
    const now = await fetchWaitingAlert();
    if ("value" in now) confirmed.current = now.value;
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
            {offeredMinutes(minutes).map((count) => (
              <option key={count} value={count}>
                {words.minutes(count)}
              </option>
            ))}
          </select>
        </label>
      )}
      <p class="alerts__hint">{alert.is_mail_on ? words.hint : words.off}</p>
      <Problem
        failure={refusal}
        say={({ code, newer }) => (code === "settings_changed" ? words.changed(newer?.by ?? "") : null)}
      />
    </div>
  );
}
