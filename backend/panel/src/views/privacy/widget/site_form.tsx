// One site: its settings in a plain form, saved explicitly, and what they make of the chat.
import { useLayoutEffect, useState } from "preact/hooks";
import type { Failure } from "../../../live/requests";
import {
  changeWidget,
  LANGUAGES,
  type Language,
  SIDES,
  type SiteWidget,
  THEMES,
  type WidgetSettings,
  WORDS,
} from "../../../live/site_requests";
import { Conflict, isOverruling } from "../../conflict";
import { Section } from "../../page";
import { Problem } from "../../problem";
import { useDeed } from "../../use_deed";
import { useOverruled } from "../../use_overruled";
import { changedOver, clashesBetween } from "../changed_over";
import { Field, Select, Whole, wordsOf } from "../fields";
import type { SiteFormProps } from "../site_page";
import { usePrivacyTexts } from "../words";
import { FilesFields } from "./files_fields";
import { FormFields } from "./form_fields";
import { HoursFields } from "./hours_fields";
import { MailFields } from "./mail_fields";
import { NewcomersFields } from "./newcomers_fields";
import { Preview } from "./preview";
import { RulesFields } from "./rules_fields";
import { ChatPage, Snippet } from "./snippet";
import { toldSettings } from "./told_settings";

const MAX_OFFSET_PX = 300;
const MAX_CHARS = { launcher: 24, title: 60, greeting: 200, offline: 200 };

export function SiteForm({ site, onOutdated, fetchNow, onSaved, onChanged }: SiteFormProps<SiteWidget>) {
  const texts = usePrivacyTexts();
  const words = texts.widget;
  const deed = useDeed();
  const overruled = useOverruled(fetchNow);
  const { now } = overruled;
  const [stored, setStored] = useState(site);
  const [chosen, setChosen] = useState(site.settings);
  const [language, setLanguage] = useState<Language>("ru");
  const [isSaved, setIsSaved] = useState(false);
  const isChanged = JSON.stringify(chosen) !== JSON.stringify(stored.settings);
  // With the drawing itself: what is said to be saved may be left at once.
  useLayoutEffect(() => onChanged(isChanged), [isChanged, onChanged]);

  function choose(change: Partial<WidgetSettings>): void {
    setChosen({ ...chosen, ...change });
    setIsSaved(false);
  }

  /** What was chosen here, with what somebody else has chosen meanwhile beside it. */
  const chosenOver = (over: SiteWidget) => changedOver(stored.settings, chosen, over.settings);

  function save(over: SiteWidget): void {
    if (!isChanged) return;
    void deed.run(
      () => overruled.send(() => changeWidget(over, chosenOver(over))),
      (saved) => {
        setStored(saved);
        // What was typed while it was under way stays, and is still to be saved.
        setChosen((current) => (current === chosen ? saved.settings : current));
        setIsSaved(true);
        onSaved(saved);
      },
    );
  }

  function submit(event: Event): void {
    event.preventDefault();
    save(stored);
  }

  function say({ code, field }: Failure): string | null {
    if (code !== "bad_body" && code !== "bad_frame") return null;
    const name = field?.replace(/^settings\./, "").split(/[.[]/)[0] ?? "";
    return words.wrong[name] ?? words.wrong.other ?? null;
  }

  return (
    <div class="widget">
      <form class="form widget__form" onSubmit={submit}>
        <Section title={words.looks}>
          <div class="form">
            <label class="form__field">
              {words.accent}
              <input
                class="input widget__colour"
                type="color"
                value={chosen.accent}
                onInput={(event) => choose({ accent: event.currentTarget.value.toLowerCase() })}
              />
              <span class="form__hint">{words.accentHint}</span>
            </label>
            <Select
              label={words.theme}
              value={chosen.theme}
              options={wordsOf(THEMES, words.themes)}
              onChange={(theme) => choose({ theme })}
            />
            <Select
              label={words.side}
              value={chosen.side}
              options={wordsOf(SIDES, words.sides)}
              onChange={(side) => choose({ side })}
            />
            <div class="widget__pair">
              <Whole
                label={words.offsetX}
                value={chosen.offset_x}
                max={MAX_OFFSET_PX}
                onChange={(offset_x) => choose({ offset_x: offset_x ?? 0 })}
              />
              <Whole
                label={words.offsetY}
                value={chosen.offset_y}
                max={MAX_OFFSET_PX}
                onChange={(offset_y) => choose({ offset_y: offset_y ?? 0 })}
              />
            </div>
          </div>
        </Section>
        <Section title={words.says}>
          <div class="form">
            <Select
              label={words.language}
              value={language}
              options={wordsOf(LANGUAGES, words.languages)}
              onChange={setLanguage}
            />
            {WORDS.map((name) => (
              <Field
                key={language + name}
                label={words.words[name]}
                hint={words.hints[name]}
                value={chosen[language][name]}
                maxlength={MAX_CHARS[name]}
                onInput={(text) => choose({ [language]: { ...chosen[language], [name]: text } })}
              />
            ))}
          </div>
        </Section>
        <Section title={words.hours}>
          <HoursFields
            hours={chosen.hours}
            timeZone={chosen.time_zone}
            onHours={(hours) => choose({ hours })}
            onTimeZone={(time_zone) => choose({ time_zone })}
          />
        </Section>
        <Section title={words.form}>
          <FormFields form={chosen.form} onChange={(form) => choose({ form })} />
        </Section>
        <Section title={words.rules}>
          <RulesFields rules={chosen.rules} onChange={(rules) => choose({ rules })} />
        </Section>
        <Section title={words.files}>
          <FilesFields files={chosen.files} onChange={(files) => choose({ files })} />
        </Section>
        <Section title={words.rating}>
          <div class="form">
            <label class="widget__tick">
              <input
                type="checkbox"
                checked={chosen.asks_rating}
                onInput={(event) => choose({ asks_rating: event.currentTarget.checked })}
              />
              {words.asksRating}
            </label>
            <p class="form__hint">{words.ratingHint}</p>
          </div>
        </Section>
        <Section title={words.visitorsNow}>
          <div class="form">
            <label class="widget__tick">
              <input
                type="checkbox"
                checked={chosen.shows_visitors}
                onInput={(event) => choose({ shows_visitors: event.currentTarget.checked })}
              />
              {words.showsVisitors}
            </label>
            {words.visitorsHints.map((hint) => (
              <p class="form__hint" key={hint}>
                {hint}
              </p>
            ))}
          </div>
        </Section>
        <Section title={words.newcomers}>
          <NewcomersFields
            asksWork={chosen.asks_work}
            attackedSince={stored.attacked_since}
            onChange={(asks_work) => choose({ asks_work })}
          />
        </Section>
        <Section title={words.mail}>
          <MailFields
            mail={chosen.mail}
            state={site.server.mail}
            language={language}
            onLanguage={setLanguage}
            onChange={(mail) => choose({ mail })}
          />
        </Section>
        <Section title={words.metrica}>
          <Whole
            label={words.counter}
            hint={words.counterHint}
            value={chosen.metrica}
            max={Number.MAX_SAFE_INTEGER}
            onChange={(metrica) => choose({ metrica: metrica || null })}
          />
        </Section>
        {now && (
          <Conflict
            failure={deed.failure}
            busy={deed.busy}
            clashes={clashesBetween(toldSettings(texts, now.settings), toldSettings(texts, chosenOver(now)))}
            onKeep={() => save(now)}
            onTake={onOutdated}
          />
        )}
        <Problem failure={isOverruling(deed.failure) ? null : deed.failure} say={say} />
        <div class="form__actions widget__actions">
          <button class="button button--primary" type="submit" aria-disabled={deed.busy || !isChanged}>
            {texts.pages.save}
          </button>
          {isChanged && <p class="form__hint">{words.unsaved}</p>}
          <p class={isSaved ? "page__done" : "unseen"} role="status">
            {isSaved && words.saved}
          </p>
        </div>
      </form>
      <div class="widget__side">
        <Preview site={site} settings={chosen} language={language} />
        <Snippet site={site} />
        <ChatPage site={site} />
      </div>
    </div>
  );
}
