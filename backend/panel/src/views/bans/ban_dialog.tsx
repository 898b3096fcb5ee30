// «Заблокировать посетителя»: why, and for how long.
import { useId, useState } from "preact/hooks";
import { banVisitor, type FoundBan } from "../../live/ban_requests";
import type { bansRu } from "../../texts/pages/bans";
import { Dialog } from "../dialog";
import { Problem } from "../problem";
import { useDeed } from "../use_deed";

export interface BanDialogProps {
  readonly conversationId: string;
  readonly words: typeof bansRu;
  readonly onBanned: (now: FoundBan) => void;
  readonly onClose: () => void;
}

const MAX_REASON_CHARS = 200;
const DAY_HOURS = 24;

export function BanDialog({ conversationId, words, onBanned, onClose }: BanDialogProps) {
  const id = useId();
  const deed = useDeed();
  const [reason, setReason] = useState("");
  const [hours, setHours] = useState<number | null>(DAY_HOURS);
  const [isTried, setTried] = useState(false);
  const isMissing = isTried && reason.trim() === "";

  function ban(event: SubmitEvent) {
    event.preventDefault();
    setTried(true);
    if (reason.trim() === "") return document.getElementById(id)?.focus();
    void deed.run(() => banVisitor(conversationId, { reason: reason.trim(), hours }), onBanned);
  }

  return (
    <Dialog title={words.ban} onClose={onClose}>
      <form class="form" noValidate onSubmit={ban}>
        <p class="dialog__note">{words.note}</p>
        <div class="form__field">
          <label for={id}>{words.reasonLabel}</label>
          <input
            class="input"
            id={id}
            autocomplete="off"
            maxLength={MAX_REASON_CHARS}
            value={reason}
            aria-invalid={isMissing}
            aria-describedby={`${id}-hint`}
            onInput={({ currentTarget }) => setReason(currentTarget.value)}
          />
          <p class={isMissing ? "form__problem" : "unseen"} id={`${id}-hint`} role="alert">
            {isMissing && words.reasonMissing}
          </p>
        </div>
        <fieldset class="menu__group">
          <legend class="menu__legend">{words.period}</legend>
          {words.periods.map((period) => (
            <label class="menu__choice" key={period.hours}>
              <input
                type="radio"
                name={`${id}-hours`}
                checked={period.hours === hours}
                onChange={() => setHours(period.hours)}
              />
              {period.label}
            </label>
          ))}
        </fieldset>
        <Problem failure={deed.failure} />
        <div class="form__actions">
          <button class="button button--primary" type="submit" aria-disabled={deed.busy}>
            {words.banDo}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
