// What an operator asks a visitor with: a greeting to begin from, in their own words.
import { useState } from "preact/hooks";
import { inviteVisitor, type ListedVisitor } from "../../../live/visitor_requests";
import { storable } from "../../../state/words";
import { Dialog } from "../../dialog";
import { Problem } from "../../problem";
import { useDeed } from "../../use_deed";
import { Field } from "../fields";
import { usePrivacyTexts } from "../words";
import { nameOf } from "./visitor_table";

/** In code points, as the server has it. */
const MAX_CHARS = 500;

interface InviteDialogProps {
  readonly visitor: ListedVisitor;
  readonly onSent: () => void;
  readonly onClose: () => void;
}

export function InviteDialog({ visitor, onSent, onClose }: InviteDialogProps) {
  const texts = usePrivacyTexts();
  const words = texts.visitors;
  const deed = useDeed();
  const [body, setBody] = useState(words.greeting);
  const left = MAX_CHARS - [...storable(body)].length;
  const canSend = left >= 0 && left < MAX_CHARS;

  function send(event: Event): void {
    event.preventDefault();
    if (canSend) void deed.run(() => inviteVisitor(visitor, storable(body)), onSent);
  }

  return (
    <Dialog title={words.dialogTitle(nameOf(texts, visitor))} onClose={onClose}>
      <form class="form" onSubmit={send}>
        <Field label={words.text} hint={words.textHint} rows={4} value={body} onInput={setBody} />
        <p class={left < 0 ? "form__problem" : "form__hint"} role="status">
          {left < 0 ? words.over(-left) : left < 100 && words.left(left)}
        </p>
        <Problem failure={deed.failure} say={({ code }) => words.refused[code] ?? null} />
        <div class="form__actions">
          <button class="button button--primary" type="submit" aria-disabled={deed.busy || !canSend}>
            {words.send}
          </button>
          <button class="button" type="button" onClick={onClose}>
            {texts.pages.cancel}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
