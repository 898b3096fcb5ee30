// How many conversations at once the server gives to one operator: the own limit too, for it is no access.
import { useEffect, useState } from "preact/hooks";
import type { Colleague } from "../../../live/colleague_requests";
import { changeLimit } from "../../../live/work_requests";
import { Section } from "../../page";
import { Problem } from "../../problem";
import { useDeed } from "../../use_deed";
import { Field } from "../fields";
import { usePrivacyTexts } from "../words";
import { wholeNumber } from "./numbers";

interface LimitSectionProps {
  readonly colleague: Colleague;
  readonly onChanged: () => void;
}

export function LimitSection({ colleague, onChanged }: LimitSectionProps) {
  const { work: words } = usePrivacyTexts();
  const stored = String(colleague.max_chats ?? "");
  const [limit, setLimit] = useState(stored);
  const [isSaved, setIsSaved] = useState(false);
  const deed = useDeed();
  useEffect(() => setLimit(stored), [stored]);
  return (
    <Section title={words.limit}>
      <form
        class="form colleague__form"
        onSubmit={(event) => {
          event.preventDefault();
          if (limit.trim() === stored) return;
          void deed.run(
            () => changeLimit(colleague.id, wholeNumber(limit)),
            () => {
              setIsSaved(true);
              onChanged();
            },
          );
        }}
      >
        <Field
          label={words.limitField}
          hint={words.limitHint}
          value={limit}
          maxlength={3}
          onInput={(value) => {
            setLimit(value);
            setIsSaved(false);
          }}
        />
        <Problem failure={deed.failure} say={({ code }) => (code === "bad_frame" ? words.limitWrong : null)} />
        <div class="form__actions">
          <button class="button" type="submit" aria-disabled={deed.busy || limit.trim() === stored}>
            {words.limitSave}
          </button>
          <p class={isSaved ? "page__done" : "unseen"} role="status">
            {isSaved && words.limitSaved}
          </p>
        </div>
      </form>
    </Section>
  );
}
