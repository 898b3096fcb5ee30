// «Распределение»: to whom the server gives what waits on each site, and when it takes it back.
import { useId, useLayoutEffect, useState } from "preact/hooks";
import type { Failure } from "../../../live/requests";
import { changeRule, fetchRules, MODES, type SiteRule } from "../../../live/work_requests";
import { Problem } from "../../problem";
import { useDeed } from "../../use_deed";
import { Field } from "../fields";
import { type SiteFormProps, SitePage } from "../site_page";
import { usePrivacyTexts } from "../words";
import { wholeNumber } from "./numbers";

export function Work() {
  const { work } = usePrivacyTexts();
  return <SitePage name="work" words={work} fetchSites={fetchRules} Form={RuleForm} />;
}

function RuleForm({ site, onOutdated, onSaved, onChanged }: SiteFormProps<SiteRule>) {
  const texts = usePrivacyTexts();
  const words = texts.work;
  const id = useId();
  const deed = useDeed();
  const [stored, setStored] = useState(site);
  const [mode, setMode] = useState(site.mode);
  const [minutes, setMinutes] = useState(String(site.return_min ?? ""));
  const [isSaved, setIsSaved] = useState(false);
  const isChanged = mode !== stored.mode || minutes.trim() !== String(stored.return_min ?? "");
  useLayoutEffect(() => onChanged(isChanged), [isChanged, onChanged]);

  function save(event: Event): void {
    event.preventDefault();
    if (!isChanged) return;
    void deed.run(
      () => changeRule(stored, mode, wholeNumber(minutes)),
      (now) => {
        setStored(now);
        setMode(now.mode);
        setMinutes(String(now.return_min ?? ""));
        setIsSaved(true);
        onSaved(now);
      },
    );
  }

  function say({ code }: Failure): string | null {
    if (code === "settings_changed") return words.changedMeanwhile;
    return code === "bad_frame" ? words.wrong : null;
  }

  return (
    <form class="form" onSubmit={save}>
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
      <Problem failure={deed.failure} say={say} />
      <div class="form__actions">
        <button class="button button--primary" type="submit" aria-disabled={deed.busy || !isChanged}>
          {texts.pages.save}
        </button>
        {deed.failure?.code === "settings_changed" && (
          <button class="button" type="button" onClick={onOutdated}>
            {words.showChanged}
          </button>
        )}
        <p class={isSaved ? "page__done" : "unseen"} role="status">
          {isSaved && words.saved}
        </p>
      </div>
    </form>
  );
}
