// The operator's menu: who is signed in, language, looks, sound, dialogs and pages, the way out.
import { useId } from "preact/hooks";
import { LANGUAGES, type Preferences } from "../preferences";
import type { Texts } from "../texts/ru";
import type { Key } from "./actions/actions";
import type { DialogName } from "./actions/desk";
import { KeyCap } from "./actions/key_cap";
import { useTexts } from "./context";
import { Icon } from "./icons";
import { usePopup } from "./use_popup";

export interface MenuProps {
  readonly name: string;
  readonly email: string;
  readonly preferences: Preferences;
  readonly onPreferences: (preferences: Preferences) => void;
  /** Where the pages about personal data begin; null where the role has none of them. */
  readonly privacyHref: string | null;
  readonly visitorsHref: string | null;
  readonly reportsHref: string | null;
  readonly sitesHref: string | null;
  readonly onDialog: (name: DialogName) => void;
  readonly onSignOut: () => void;
  readonly isAway: boolean;
  /** Null where the role answers nobody, or the link is down. */
  readonly onAway: ((isAway: boolean) => void) | null;
}

export function Menu({
  name,
  email,
  preferences,
  onPreferences,
  privacyHref,
  visitorsHref,
  reportsHref,
  sitesHref,
  onDialog,
  onSignOut,
  isAway,
  onAway,
}: MenuProps) {
  const texts = useTexts();
  const id = useId();
  const { isOpen, setIsOpen, frame, button, onKeyDown } = usePopup();

  /** The dialog gives the focus back to where it was: the menu's button. */
  function leaveFor(name: DialogName) {
    setIsOpen(false);
    button.current?.focus();
    onDialog(name);
  }

  const themes = (["auto", "light", "dark"] as const).map((value) => ({ value, label: texts.menu.themes[value] }));
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape is heard wherever the focus is inside the menu
    <div class="menu" ref={frame} onKeyDown={onKeyDown}>
      <button
        class="button button--quiet menu__button"
        type="button"
        ref={button}
        aria-expanded={isOpen}
        aria-controls={id}
        aria-label={texts.menu.label(isAway ? `${name}, ${texts.menu.away}` : name)}
        onClick={() => setIsOpen(!isOpen)}
      >
        <bdi class="menu__name">{name}</bdi>
        {isAway && <span class="dot dot--away" />}
        <Icon name="chevron" />
      </button>
      {isOpen && (
        <section class="menu__sheet" id={id} aria-label={texts.menu.label(name)}>
          <div class="menu__who">
            <p dir="auto">{name}</p>
            <p class="menu__email">{email}</p>
          </div>
          {onAway && (
            <div class="menu__group">
              <label class="menu__choice">
                <input type="checkbox" checked={isAway} onChange={(event) => onAway(event.currentTarget.checked)} />
                {texts.menu.away}
              </label>
            </div>
          )}
          <Choice
            legend={texts.menu.language}
            options={LANGUAGES.map(({ code, name: label }) => ({ value: code, label }))}
            value={preferences.language}
            onChange={(language) => onPreferences({ ...preferences, language })}
          />
          <Choice
            legend={texts.menu.theme}
            options={themes}
            value={preferences.theme}
            onChange={(theme) => onPreferences({ ...preferences, theme })}
          />
          <div class="menu__group">
            {(["contrast", "sound"] as const).map((name) => (
              <label class="menu__choice" key={name}>
                <input
                  type="checkbox"
                  checked={preferences[name]}
                  onChange={(event) => onPreferences({ ...preferences, [name]: event.currentTarget.checked })}
                />
                {texts.menu[name]}
              </label>
            ))}
          </div>
          <div class="menu__foot">
            {(
              [
                ["visitors", visitorsHref],
                ["privacy", privacyHref],
                ["reports", reportsHref],
                ["sites", sitesHref],
              ] as const
            ).map(
              ([name, href]) =>
                href !== null && (
                  <a key={name} class="button button--quiet" href={href} onClick={() => setIsOpen(false)}>
                    {texts.pages[name]}
                  </a>
                ),
            )}
            {DIALOGS.map(({ name, word, key }) => (
              <button key={name} class="button button--quiet" type="button" onClick={() => leaveFor(name)}>
                {texts.menu[word]}{" "}
                {key && (
                  <span aria-hidden="true">
                    <KeyCap of={key} />
                  </span>
                )}
              </button>
            ))}
            <button class="button button--quiet" type="button" onClick={onSignOut}>
              {texts.menu.signOut}
            </button>
          </div>
        </section>
      )}
    </div>
  );
}

const DIALOGS = [
  { name: "alerts", word: "alerts", key: null },
  { name: "face", word: "face", key: null },
  { name: "security", word: "security", key: null },
  { name: "palette", word: "commands", key: "Mod+k" },
  { name: "help", word: "shortcuts", key: "?" },
] as const satisfies readonly { name: DialogName; word: keyof Texts["menu"]; key: Key | null }[];

interface ChoiceProps<V extends string> {
  readonly legend: string;
  readonly options: readonly { value: V; label: string }[];
  readonly value: V;
  readonly onChange: (value: V) => void;
}

function Choice<V extends string>({ legend, options, value, onChange }: ChoiceProps<V>) {
  const name = useId();
  return (
    <fieldset class="menu__group">
      <legend class="menu__legend">{legend}</legend>
      {options.map((option) => (
        <label class="menu__choice" key={option.value}>
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          {option.label}
        </label>
      ))}
    </fieldset>
  );
}
