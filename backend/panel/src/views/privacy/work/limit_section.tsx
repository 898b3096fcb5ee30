// How many conversations at once the server gives to one operator, beside how many they have: the own limit too, for it
// is no access. Never saved over what somebody else has set since.
import { useEffect, useState } from "preact/hooks";
import { type Colleague, fetchColleagues } from "../../../live/colleague_requests";
import { changeLimit } from "../../../live/work_requests";
import { Conflict, isOverruling } from "../../conflict";
import { Section } from "../../page";
import { Problem } from "../../problem";
import { useDeed } from "../../use_deed";
import { oneOf, useOverruled } from "../../use_overruled";
import { type AtWork, Standing } from "../colleagues/standing";
import { Field } from "../fields";
import { usePrivacyTexts } from "../words";
import { wholeNumber } from "./numbers";

interface LimitSectionProps {
  readonly colleague: Colleague;
  readonly atWork: AtWork | null;
  readonly onChanged: () => void;
}

export function LimitSection({ colleague, atWork, onChanged }: LimitSectionProps) {
  const { work: words } = usePrivacyTexts();
  // What was looked at when the draft was begun: what comes later is not taken for seen.
  const [seen, setSeen] = useState(colleague.max_chats);
  const [limit, setLimit] = useState(written(seen));
  const [isSaved, setIsSaved] = useState(false);
  const deed = useDeed();
  const overruled = useOverruled(async () =>
    oneOf(
      await fetchColleagues(),
      ({ operators }) => operators.find(({ id }) => id === colleague.id),
      "operator_unknown",
    ),
  );
  const { now } = overruled;
  const isChanged = limit.trim() !== written(seen);

  useEffect(() => {
    if (colleague.max_chats !== seen && !isChanged) take(colleague.max_chats);
  }, [colleague]);

  function take(theirs: number | null): void {
    setSeen(theirs);
    setLimit(written(theirs));
    setIsSaved(false);
  }

  function save(over: number | null): void {
    const wanted = wholeNumber(limit);
    void deed.run(
      () => overruled.send(() => changeLimit(colleague.id, wanted, over)),
      () => {
        setSeen(wanted);
        // Whoever has typed on meanwhile keeps that.
        setLimit((typed) => (typed === limit ? written(wanted) : typed));
        setIsSaved(true);
        onChanged();
      },
    );
  }

  function takeTheirs({ max_chats }: Colleague): void {
    take(max_chats);
    overruled.forget();
    deed.clear();
    onChanged();
  }

  return (
    <Section title={words.limit}>
      {atWork && (
        <p class="colleague__now">
          <Standing atWork={atWork} id={colleague.id} />
        </p>
      )}
      <form
        class="form colleague__form"
        onSubmit={(event) => {
          event.preventDefault();
          if (isChanged) save(seen);
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
        {now && (
          <Conflict
            failure={deed.failure}
            busy={deed.busy}
            clashes={[
              {
                name: words.limitField,
                theirs: written(now.max_chats) || words.limitNone,
                mine: limit.trim() || words.limitNone,
              },
            ]}
            onKeep={() => save(now.max_chats)}
            onTake={() => takeTheirs(now)}
          />
        )}
        <Problem
          failure={isOverruling(deed.failure) ? null : deed.failure}
          say={({ code }) => (code === "bad_frame" ? words.limitWrong : null)}
        />
        <div class="form__actions">
          <button class="button" type="submit" aria-disabled={deed.busy || !isChanged}>
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

function written(limit: number | null): string {
  return String(limit ?? "");
}
