// Placing a legal hold, by the link to a conversation or by a number.
import { useId, useState } from "preact/hooks";
import type { Failure } from "../../../live/requests";
import { placeHold, type SiteLifetimes } from "../../../live/retention_requests";
import { Problem } from "../../problem";
import { useDeed } from "../../use_deed";
import type { PrivacyTexts } from "../words";
import { usePrivacyTexts } from "../words";

export interface NewHoldFormProps {
  readonly sites: readonly SiteLifetimes[];
  readonly onPlaced: () => void;
}

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;
const EMPTY = { number: "", reason: "" };

export function NewHoldForm({ sites, onPlaced }: NewHoldFormProps) {
  const texts = usePrivacyTexts();
  const id = useId();
  const deed = useDeed();
  const [siteId, setSiteId] = useState(sites[0]?.id ?? "");
  const [isOfVisitor, setOfVisitor] = useState(false);
  const [written, setWritten] = useState(EMPTY);
  const [isTried, setTried] = useState(false);
  const number = numberIn(written.number);
  const wrongNumber = isTried && number === null;
  const wrongReason = isTried && written.reason.trim() === "";

  function place(event: SubmitEvent) {
    event.preventDefault();
    setTried(true);
    const reason = written.reason.trim();
    if (number === null) return document.getElementById(`${id}-number`)?.focus();
    if (reason === "") return document.getElementById(`${id}-reason`)?.focus();
    const about = isOfVisitor ? { visitor_id: number } : { conversation_id: number };
    void deed.run(
      () => placeHold({ site_id: siteId, reason, ...about }),
      () => {
        setWritten(EMPTY);
        setTried(false);
        onPlaced();
      },
    );
  }

  return (
    <form class="form new-hold" aria-labelledby={`${id}-title`} noValidate onSubmit={place}>
      <h3 id={`${id}-title`}>{texts.retention.place}</h3>
      {sites.length > 1 && (
        <div class="form__field">
          <label for={`${id}-site`}>{texts.retention.site}</label>
          <select
            class="input"
            id={`${id}-site`}
            value={siteId}
            onChange={({ currentTarget }) => setSiteId(currentTarget.value)}
          >
            {sites.map((site) => (
              <option key={site.id} value={site.id}>
                {site.name}
              </option>
            ))}
          </select>
        </div>
      )}
      <div class="form__field">
        <label for={`${id}-scope`}>{texts.retention.scope}</label>
        <select
          class="input"
          id={`${id}-scope`}
          value={isOfVisitor ? "visitor" : "conversation"}
          onChange={({ currentTarget }) => setOfVisitor(currentTarget.value === "visitor")}
        >
          <option value="conversation">{texts.retention.scopeConversation}</option>
          <option value="visitor">{texts.retention.scopeVisitor}</option>
        </select>
      </div>
      <div class="form__field">
        <label for={`${id}-number`}>{texts.retention.number}</label>
        <input
          class="input"
          id={`${id}-number`}
          autocomplete="off"
          spellcheck={false}
          maxLength={500}
          value={written.number}
          aria-invalid={wrongNumber}
          aria-describedby={`${id}-number-hint`}
          onInput={({ currentTarget }) => setWritten({ ...written, number: currentTarget.value })}
        />
        <p class="form__hint" id={`${id}-number-hint`}>
          {wrongNumber ? texts.retention.badNumber : texts.retention.numberHint}
        </p>
      </div>
      <div class="form__field">
        <label for={`${id}-reason`}>{texts.retention.reason}</label>
        <input
          class="input"
          id={`${id}-reason`}
          autocomplete="off"
          maxLength={300}
          value={written.reason}
          aria-invalid={wrongReason}
          aria-describedby={`${id}-reason-hint`}
          onInput={({ currentTarget }) => setWritten({ ...written, reason: currentTarget.value })}
        />
        <p class="form__hint" id={`${id}-reason-hint`}>
          {wrongReason ? texts.retention.reasonMissing : texts.retention.reasonHint}
        </p>
      </div>
      <Problem failure={deed.failure} say={(failure) => say(texts, failure)} />
      <div class="form__actions">
        <button class="button" type="submit" aria-disabled={deed.busy}>
          {texts.retention.place}
        </button>
      </div>
    </form>
  );
}

function say(texts: PrivacyTexts, { code }: Failure): string | null {
  return texts.retention.errors[code] ?? null;
}

/** The last number in a text: links end with it; null where there is none. */
export function numberIn(text: string): string | null {
  return text.match(new RegExp(UUID, "gi"))?.at(-1)?.toLowerCase() ?? null;
}
