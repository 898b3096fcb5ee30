// «Норма ответа»: how long a visitor of each site may wait before the list says that it is too long.
import { useLayoutEffect, useState } from "preact/hooks";
import { changeGoal, fetchGoals, type SiteGoal } from "../../../live/answer_goal_requests";
import type { Failure } from "../../../live/requests";
import { Conflict, isOverruling } from "../../conflict";
import { Problem } from "../../problem";
import { useDeed } from "../../use_deed";
import { useOverruled } from "../../use_overruled";
import { Field } from "../fields";
import { type SiteFormProps, SitePage } from "../site_page";
import { usePrivacyTexts } from "../words";

export function Goals() {
  const { goals } = usePrivacyTexts();
  return <SitePage name="goals" words={goals} fetchSites={fetchGoals} Form={GoalForm} />;
}

/** What is no number of minutes goes to the server as one that it refuses. */
function minutesOf(text: string): number | null {
  if (text.trim() === "") return null;
  return Number.isInteger(Number(text)) ? Number(text) : 0;
}

function GoalForm({ site, onOutdated, fetchNow, onSaved, onChanged }: SiteFormProps<SiteGoal>) {
  const texts = usePrivacyTexts();
  const words = texts.goals;
  const deed = useDeed();
  const overruled = useOverruled(fetchNow);
  const { now } = overruled;
  const [stored, setStored] = useState(site);
  const [minutes, setMinutes] = useState(String(site.minutes ?? ""));
  const [isSaved, setIsSaved] = useState(false);
  const isChanged = minutes.trim() !== String(stored.minutes ?? "");
  useLayoutEffect(() => onChanged(isChanged), [isChanged, onChanged]);

  function save(over: SiteGoal): void {
    if (!isChanged) return;
    void deed.run(
      () => overruled.send(() => changeGoal(over, minutesOf(minutes))),
      (saved) => {
        setStored(saved);
        setMinutes(String(saved.minutes ?? ""));
        setIsSaved(true);
        onSaved(saved);
      },
    );
  }

  function submit(event: Event): void {
    event.preventDefault();
    save(stored);
  }

  function say({ code }: Failure): string | null {
    return code === "bad_frame" ? words.wrong : null;
  }

  return (
    <form class="form" onSubmit={submit}>
      <Field
        label={words.minutes}
        hint={words.minutesHint}
        value={minutes}
        maxlength={4}
        onInput={(value) => {
          setMinutes(value);
          setIsSaved(false);
        }}
      />
      {now && (
        <Conflict
          failure={deed.failure}
          busy={deed.busy}
          clashes={[{ name: words.minutes, theirs: String(now.minutes ?? ""), mine: minutes }]}
          onKeep={() => save(now)}
          onTake={onOutdated}
        />
      )}
      <Problem failure={isOverruling(deed.failure) ? null : deed.failure} say={say} />
      <div class="form__actions">
        <button class="button button--primary" type="submit" aria-disabled={deed.busy || !isChanged}>
          {texts.pages.save}
        </button>
        <p class={isSaved ? "page__done" : "unseen"} role="status">
          {isSaved && words.saved}
        </p>
      </div>
    </form>
  );
}
