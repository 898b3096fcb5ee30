// «Распределение»: to whom the server gives what waits on each site, and when it takes it back.
import { useId, useLayoutEffect, useState } from "preact/hooks";
import type { Failure } from "../../../live/requests";
import { changeRule, fetchRules, MODES, type SiteRule } from "../../../live/work_requests";
import { type Clash, Conflict, isOverruling } from "../../conflict";
import { Problem } from "../../problem";
import { useDeed } from "../../use_deed";
import { useOverruled } from "../../use_overruled";
import { Field } from "../fields";
import { type SiteFormProps, SitePage } from "../site_page";
import { usePrivacyTexts } from "../words";
import { wholeNumber } from "./numbers";

export function Work() {
  const { work } = usePrivacyTexts();
  return <SitePage name="work" words={work} fetchSites={fetchRules} Form={RuleForm} />;
}

function RuleForm({ site, onOutdated, fetchNow, onSaved, onChanged }: SiteFormProps<SiteRule>) {
  const texts = usePrivacyTexts();
  const words = texts.work;
  const id = useId();
  const deed = useDeed();
  const overruled = useOverruled(fetchNow);
  const { now } = overruled;
  const [stored, setStored] = useState(site);
  const [mode, setMode] = useState(site.mode);
  const [minutes, setMinutes] = useState(String(site.return_min ?? ""));
  const [isSaved, setIsSaved] = useState(false);
  const isChanged = mode !== stored.mode || minutes.trim() !== String(stored.return_min ?? "");
  useLayoutEffect(() => onChanged(isChanged), [isChanged, onChanged]);

  function save(over: SiteRule): void {
    if (!isChanged) return;
    void deed.run(
      () => overruled.send(() => changeRule(over, mode, wholeNumber(minutes))),
      (saved) => {
        setStored(saved);
        setMode(saved.mode);
        setMinutes(String(saved.return_min ?? ""));
        setIsSaved(true);
        onSaved(saved);
      },
    );
  }

  function clashesOf(theirs: SiteRule): Clash[] {
    const [after, before] = [minutes.trim(), String(theirs.return_min ?? "")];
    return [
      ...(mode === theirs.mode
        ? []
        : [{ name: words.mode, theirs: words.modes[theirs.mode].name, mine: words.modes[mode].name }]),
      ...(after === before ? [] : [{ name: words.minutes, theirs: before, mine: after }]),
    ];
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
      <fieldset class="ticks">
        <legend>{words.mode}</legend>
        {MODES.map((one) => (
          <label class="menu__choice" key={one}>
            <input
              type="radio"
              name={id}
              checked={one === mode}
              onChange={() => {
                setMode(one);
                setIsSaved(false);
              }}
            />
            <span>
              {words.modes[one].name}
              <span class="table__second">{words.modes[one].hint}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <Field
        label={words.minutes}
        hint={words.minutesHint}
        value={minutes}
        maxlength={2}
        onInput={(value) => {
          setMinutes(value);
          setIsSaved(false);
        }}
      />
      <p class="form__hint">{words.limitsHint}</p>
      {now && (
        <Conflict
          failure={deed.failure}
          busy={deed.busy}
          clashes={clashesOf(now)}
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
