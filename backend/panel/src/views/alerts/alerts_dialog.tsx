// «Уведомления и звуки»: what each kind of news does, whether the browser lets it, and a test that says what stands in the way.
import { useState } from "preact/hooks";
import { adoptStyles } from "../../../../../widget/src/sheets";
import { askPermission, type Permission, permission, type Shown, show } from "../../live/notices";
import type { Played, Speaker } from "../../live/speaker";
import type { Preferences } from "../../preferences";
import { ALERT_KINDS, type AlertChoices, TONES, type Tone } from "../../state/alerts";
import styles from "../../styles/alerts.css";
import { alertsEn, alertsRu } from "../../texts/alerts";
import { alertsDialogEn, alertsDialogRu } from "../../texts/alerts_dialog";
import { useTexts } from "../context";
import { Dialog } from "../dialog";
import { MailAlert } from "./mail_alert";

adoptStyles(document, styles);

export interface AlertsDialogProps {
  readonly preferences: Preferences;
  readonly onPreferences: (preferences: Preferences) => void;
  /** The operator is in a department of some site of theirs. */
  readonly hasDepartment: boolean;
  readonly speaker: Speaker;
  readonly onClose: () => void;
}

type Result = Played | Shown;

export function AlertsDialog({ preferences, onPreferences, hasDepartment, speaker, onClose }: AlertsDialogProps) {
  const texts = useTexts();
  const isEnglish = texts.language === "en";
  const words = isEnglish ? alertsDialogEn : alertsDialogRu;
  const { kinds } = isEnglish ? alertsEn : alertsRu;
  const { alerts } = preferences;
  const [allowed, setAllowed] = useState<Permission>(permission);
  const [results, setResults] = useState<readonly Result[] | "under_way" | null>(null);
  const choose = (change: Partial<AlertChoices>) => onPreferences({ ...preferences, alerts: { ...alerts, ...change } });

  /** Who chooses a tone wants to hear it. */
  async function hear(tone: Tone, volume: number): Promise<Played> {
    await speaker.unlock();
    return speaker.playNow(preferences.sound ? tone : "off", volume);
  }

  async function test(): Promise<void> {
    setResults("under_way");
    const tone = TONES.find((one) => one !== "off" && one === alerts.tones.mine) ?? "drop";
    const played = await hear(tone, alerts.volume);
    const { testTitle: title, testBody: body } = words;
    setResults([played, await show({ title, body, tag: "test", hash: location.hash })]);
  }

  return (
    <Dialog title={texts.menu.alerts} isWide onClose={onClose}>
      <p class="alerts__lead">{words.lead}</p>
      <div class="alerts__permission">
        <p>{words.permission[allowed]}</p>
        {allowed === "default" && (
          <button class="button button--primary" type="button" onClick={async () => setAllowed(await askPermission())}>
            {words.ask}
          </button>
        )}
      </div>
      <div class="alerts__kinds">
        {ALERT_KINDS.map((kind) => (
          <fieldset class="alerts__kind" key={kind}>
            <legend class="alerts__legend">{kinds[kind]}</legend>
            <select
              class="input"
              aria-label={words.soundOf(kinds[kind])}
              value={alerts.tones[kind]}
              onChange={(event) => {
                const tone = event.currentTarget.value as Tone;
                choose({ tones: { ...alerts.tones, [kind]: tone } });
                void hear(tone, alerts.volume);
              }}
            >
              {TONES.map((tone) => (
                <option key={tone} value={tone}>
                  {words.tones[tone]}
                </option>
              ))}
            </select>
            <Check
              label={words.notification}
              name={words.notificationOf(kinds[kind])}
              isOn={alerts.notifies[kind]}
              onChange={(isOn) => choose({ notifies: { ...alerts.notifies, [kind]: isOn } })}
            />
          </fieldset>
        ))}
      </div>
      {hasDepartment && (
        <div class="alerts__rest">
          <Check label={words.ownOnly} isOn={alerts.isOwnOnly} onChange={(isOwnOnly) => choose({ isOwnOnly })} />
          <p class="alerts__hint">{words.ownOnlyHint}</p>
        </div>
      )}
      <div class="alerts__rest">
        <Check
          label={words.allSounds}
          isOn={preferences.sound}
          onChange={(sound) => onPreferences({ ...preferences, sound })}
        />
        <label class="alerts__field">
          <span>{words.volume}</span>
          <input
            type="range"
            min={0}
            max={100}
            step={5}
            value={Math.round(alerts.volume * 100)}
            aria-valuetext={`${Math.round(alerts.volume * 100)}\u00a0%`}
            onChange={(event) => {
              const volume = Number(event.currentTarget.value) / 100;
              choose({ volume });
              void hear(alerts.tones.mine, volume);
            }}
          />
        </label>
        <Check
          label={words.quiet}
          isOn={alerts.isQuietInFocus}
          onChange={(isQuietInFocus) => choose({ isQuietInFocus })}
        />
        <Check label={words.words} isOn={alerts.showsWords} onChange={(showsWords) => choose({ showsWords })} />
        <p class="alerts__hint">{words.wordsHint}</p>
      </div>
      <MailAlert />
      <div class="alerts__test">
        <button class="button" type="button" aria-disabled={results === "under_way"} onClick={() => void test()}>
          {words.test}
        </button>
        <div role="status">
          {results === "under_way" && <p>{words.testing}</p>}
          {Array.isArray(results) && (
            <>
              {results.map((result: Result) => (
                <p key={result}>{words.results[result]}</p>
              ))}
              <p class="alerts__hint">{words.unseen}</p>
            </>
          )}
        </div>
      </div>
    </Dialog>
  );
}

interface CheckProps {
  readonly label: string;
  /** The whole of what it says, where the label alone is one of many alike. */
  readonly name?: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}

function Check({ label, name, isOn, onChange }: CheckProps) {
  return (
    <label class="menu__choice">
      <input
        type="checkbox"
        aria-label={name}
        checked={isOn}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      {label}
    </label>
  );
}
