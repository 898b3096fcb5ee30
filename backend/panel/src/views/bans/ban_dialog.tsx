// «Заблокировать посетителя»: why, and for how long.
import { useId, useState } from "preact/hooks";
import { type Ban, banVisitor, type FoundBan, fetchBan } from "../../live/ban_requests";
import type { bansRu } from "../../texts/pages/bans";
import { fullWhen } from "../../texts/time";
import { Conflict, isOverruling } from "../conflict";
import { useTexts } from "../context";
import { Dialog } from "../dialog";
import { Problem } from "../problem";
import { useDeed } from "../use_deed";
import { useOverruled } from "../use_overruled";

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
  const texts = useTexts();
  const deed = useDeed();
  const overruled = useOverruled(() => fetchBan(conversationId));
  const { now } = overruled;
  const [reason, setReason] = useState("");
  const [hours, setHours] = useState<number | null>(DAY_HOURS);
  const [isTried, setTried] = useState(false);
  const isMissing = isTried && reason.trim() === "";

  function ban(over: Ban | null) {
    setTried(true);
    if (reason.trim() === "") return document.getElementById(id)?.focus();
    void deed.run(
      () => overruled.send(() => banVisitor(conversationId, { reason: reason.trim(), hours }, over)),
      onBanned,
    );
  }

  function saidOf(one: Ban): string {
    return `${one.reason}. ${one.until ? words.untilTime(fullWhen(texts, new Date(one.until))) : words.forever}`;
  }

  return (
    <Dialog title={words.ban} onClose={onClose}>
      <form
        class="form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          ban(null);
        }}
      >
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
        {now && (
          <Conflict
            failure={deed.failure}
            busy={deed.busy}
            clashes={now.ban ? [{ name: words.banned, theirs: saidOf(now.ban), mine: reason }] : []}
            onKeep={() => ban(now.ban)}
            onTake={() => onBanned(now)}
          />
        )}
        <Problem failure={isOverruling(deed.failure) ? null : deed.failure} />
        <div class="form__actions">
          <button class="button button--primary" type="submit" aria-disabled={deed.busy}>
            {words.banDo}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
