// After how many minutes somebody is mailed of waiting visitors, or whoever is new on a site: never over what somebody
// else has chosen since.
import { useEffect, useState } from "preact/hooks";
import type { Answer } from "../../../live/requests";
import { waitingAlertOf } from "../../../texts/pages/waiting_alert";
import { offeredMinutes } from "../../alerts/minutes";
import { Conflict, isOverruling } from "../../conflict";
import { Problem } from "../../problem";
import { useDeed } from "../../use_deed";
import { useOverruled } from "../../use_overruled";
import { Select } from "../fields";
import { usePrivacyTexts } from "../words";

const NEVER = "";

/** What was chosen; null: no mail. */
interface Chosen {
  readonly minutes: number | null;
}

export interface AlertFormProps<C extends Chosen> {
  readonly label: string;
  readonly chosen: C;
  /** Saves it over what was seen. */
  readonly choose: (minutes: number | null, over: C) => Promise<Answer<C>>;
  /** How it is now. */
  readonly fetchNow: () => Promise<Answer<C>>;
  /** It is to be asked for again. */
  readonly onChanged: () => void;
}

export function AlertForm<C extends Chosen>({ label, chosen, choose, fetchNow, onChanged }: AlertFormProps<C>) {
  const words = waitingAlertOf(usePrivacyTexts().language);
  // What was looked at when the draft was begun: what comes later is not taken for seen.
  const [seen, setSeen] = useState(chosen);
  const [minutes, setMinutes] = useState(chosen.minutes);
  const [isSaved, setIsSaved] = useState(false);
  const deed = useDeed();
  const overruled = useOverruled(fetchNow);
  const { now } = overruled;
  const isChanged = minutes !== seen.minutes;
  const isDone = isSaved && !isChanged;

  useEffect(() => {
    if (!isChanged) take(chosen, isSaved);
  }, [chosen]);

  function take(theirs: C, isOwn = false): void {
    setSeen(theirs);
    setMinutes(theirs.minutes);
    setIsSaved(isOwn && theirs.minutes === minutes);
  }

  function save(over: C): void {
    void deed.run(
      () => overruled.send(() => choose(minutes, over)),
      (saved) => {
        setSeen(saved);
        setIsSaved(true);
        onChanged();
      },
    );
  }

  function takeTheirs(theirs: C): void {
    take(theirs);
    overruled.forget();
    deed.clear();
    onChanged();
  }

  const told = (one: number | null) => (one === null ? words.never : words.told(one));
  return (
    <form
      class="form colleague__form"
      onSubmit={(event) => {
        event.preventDefault();
        if (isChanged) save(seen);
      }}
    >
      <Select
        label={label}
        value={minutes === null ? NEVER : String(minutes)}
        options={[
          [NEVER, words.never],
          ...offeredMinutes(seen.minutes).map((one) => [String(one), words.told(one)] as const),
        ]}
        onChange={(value) => {
          setMinutes(value === NEVER ? null : Number(value));
          setIsSaved(false);
        }}
      />
      {now && (
        <Conflict
          failure={deed.failure}
          busy={deed.busy}
          clashes={[{ name: label, theirs: told(now.minutes), mine: told(minutes) }]}
          onKeep={() => save(now)}
          onTake={() => takeTheirs(now)}
        />
      )}
      <Problem failure={isOverruling(deed.failure) ? null : deed.failure} />
      <div class="form__actions">
        <button class="button" type="submit" aria-disabled={deed.busy || !isChanged}>
          {words.save}
        </button>
        <p class={isDone ? "page__done" : "unseen"} role="status">
          {isDone && words.saved}
        </p>
      </div>
    </form>
  );
}
