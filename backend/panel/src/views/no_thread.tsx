// What stands in the middle when no conversation does: none chosen, none yet, or one that can't be shown.
import type { ComponentChildren } from "preact";
import type { Inbox } from "../state/model";
import { isFirstRun } from "../state/plan";
import { useTexts } from "./context";

export interface NoThreadProps {
  readonly inbox: Inbox;
  readonly openId: string | null;
  readonly onBack: () => void;
  /** Below the sentence where no conversation is chosen. */
  readonly children?: ComponentChildren;
}

export function NoThread({ inbox, openId, onBack, children }: NoThreadProps) {
  const texts = useTexts();
  if (openId !== null && inbox.missing.has(openId)) {
    return (
      <div class="empty">
        <p class="empty__sentence">{texts.thread.unknown}</p>
        <button class="button" type="button" onClick={onBack}>
          {texts.thread.backToList}
        </button>
      </div>
    );
  }
  if (openId !== null) {
    return (
      <div class="empty skeleton" role="status">
        {texts.thread.loading}
      </div>
    );
  }
  const first = isFirstRun(inbox);
  return (
    <div class="empty">
      <p class="empty__sentence">{first ? texts.thread.firstRun : texts.thread.choose}</p>
      <p class="empty__hint">{first ? texts.thread.firstRunHint : texts.thread.chooseHint}</p>
      {children}
    </div>
  );
}
