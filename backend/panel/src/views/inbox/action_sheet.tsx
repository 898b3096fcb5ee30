// The menu of further actions, opened: snooze, tags, handing over, results. Fetched when it is first opened.
import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { asLocalInput, snoozeTimes } from "../../state/snooze_times";
import type { Step } from "../../state/steps";
import { timeToCome } from "../../texts/time";
import { useNow, useTexts } from "../context";
import type { ActionMenuProps } from "./action_menu";
import { HandTo } from "./hand_to";
import { TagList } from "./tag_list";
import { useSheetTexts } from "./words";

export interface ActionSheetProps extends ActionMenuProps {
  readonly id: string;
}

const MINUTE_MS = 60_000;

export function ActionSheet(props: ActionSheetProps) {
  const texts = useTexts();
  const sheet = useRef<HTMLElement>(null);
  // With the drawing itself: whoever goes on at once is not called back
  useLayoutEffect(() => sheet.current?.querySelector<HTMLElement>("button, input")?.focus(), []);
  return (
    <section class="menu__sheet actions__sheet" id={props.id} ref={sheet} aria-label={texts.inbox.moreActions}>
      {props.isOpen && <Snoozes isSnoozed={props.isSnoozed} onStep={props.onStep} />}
      <TagList {...props} />
      {props.handTo && <HandTo {...props.handTo} onStep={props.onStep} />}
      {props.isOpen && <Results labels={props.labels} onStep={props.onStep} />}
      {props.onUnread && (
        <button class="button button--quiet hand-over__one" type="button" onClick={props.onUnread}>
          {texts.inbox.markUnread}
        </button>
      )}
      {props.isOpen && props.onMerge && (
        <button class="button button--quiet hand-over__one" type="button" onClick={props.onMerge}>
          {texts.inbox.merge}
        </button>
      )}
    </section>
  );
}

export type StepProps = { readonly onStep: (step: Step) => void };

function Snoozes({ isSnoozed, onStep }: StepProps & { readonly isSnoozed: boolean }) {
  const texts = useTexts();
  const words = useSheetTexts();
  const now = useNow(MINUTE_MS);
  const times = snoozeTimes(now);
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [chosen, setChosen] = useState("");
  const [isRefused, setIsRefused] = useState(false);
  const snooze = (until: Date | null) => onStep({ kind: "snooze", until: until?.toISOString() ?? null });
  const offers: readonly (readonly [string, Date | null])[] = [
    [words.inAnHour, times.inAnHour],
    [words.thisEvening, times.thisEvening],
    [words.tomorrow, times.tomorrow],
    [words.monday, times.monday],
  ];
  const isToCome = chosen !== "" && new Date(chosen) > now;
  return (
    <fieldset class="actions__group">
      <legend class="hand-over__note">{words.snooze}</legend>
      {isSnoozed && (
        <button class="button button--quiet hand-over__one" type="button" onClick={() => snooze(null)}>
          {words.unsnooze}
        </button>
      )}
      {offers.map(
        ([name, until]) =>
          until && (
            <button key={name} class="button button--quiet hand-over__one" type="button" onClick={() => snooze(until)}>
              {name}
              <span class="hand-over__here">{timeToCome(texts, until, now)}</span>
            </button>
          ),
      )}
      <form
        class="actions__time"
        // Its own words: a browser has none for the minute that is running, nor in the panel's language
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (isToCome) return snooze(new Date(chosen));
          setIsRefused(true);
          field.current?.focus();
        }}
      >
        <input
          class="input"
          ref={field}
          type="datetime-local"
          aria-label={words.chosenTimeLabel}
          title={words.chosenTimeLabel}
          min={asLocalInput(now)}
          value={chosen}
          aria-invalid={isRefused}
          aria-describedby={`${id}-refused`}
          onInput={(event) => {
            setChosen(event.currentTarget.value);
            setIsRefused(false);
          }}
        />
        <button class="button" type="submit">
          {words.snooze}
        </button>
        <p class={isRefused ? "form__problem" : "unseen"} id={`${id}-refused`} role="alert">
          {isRefused && words.timeIsOver}
        </p>
      </form>
    </fieldset>
  );
}

function Results({ labels, onStep }: StepProps & Pick<ActionMenuProps, "labels">) {
  const words = useSheetTexts();
  const results = labels.filter(({ kind, is_archived }) => kind === "result" && !is_archived);
  if (results.length === 0) return null;
  return (
    <fieldset class="actions__group">
      <legend class="hand-over__note">{words.closeWith}</legend>
      {results.map(({ id, name }) => (
        <button
          key={id}
          class="button button--quiet hand-over__one"
          type="button"
          onClick={() => onStep({ kind: "status", status: "closed", resultId: id })}
        >
          <span class="hand-over__name">{name}</span>
        </button>
      ))}
    </fieldset>
  );
}
