// The operator's menu: who is signed in, language, theme, sound, the list of keys, the way out.
import { useId } from "preact/hooks";
import { LANGUAGES, type Preferences, type Theme } from "../preferences";
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
  readonly sitesHref: string | null;
  readonly onHelp: () => void;
  readonly onFace: () => void;
  readonly onSecurity: () => void;
  readonly onSignOut: () => void;
}

export function Menu({
  name,
  email,
  preferences,
  onPreferences,
  privacyHref,
  sitesHref,
  onHelp,
  onFace,
  onSecurity,
  onSignOut,
}: MenuProps) {
  const texts = useTexts();
  const id = useId();
  const { isOpen, setIsOpen, frame, button, onKeyDown } = usePopup();

  /** The dialog gives the focus back to where it was: the menu's button. */
  function leaveFor(open: () => void) {
    setIsOpen(false);
    button.current?.focus();
    open();
  }

  const themes: { value: Theme; label: string }[] = [
    { value: "auto", label: texts.menu.themeAuto },
    { value: "light", label: texts.menu.themeLight },
    { value: "dark", label: texts.menu.themeDark },
  ];
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape is heard wherever the focus is inside the menu
    <div class="menu" ref={frame} onKeyDown={onKeyDown}>
      <button
        class="button button--quiet menu__button"
        type="button"
        ref={button}
        aria-expanded={isOpen}
        aria-controls={id}
        aria-label={texts.menu.label(name)}
        onClick={() => setIsOpen(!isOpen)}
      >
        <span class="menu__name">{name}</span>
        <Icon name="chevron" />
      </button>
      {isOpen && (
        <section class="menu__sheet" id={id} aria-label={texts.menu.label(name)}>
          <div class="menu__who">
            <p>{name}</p>
            <p class="menu__email">{email}</p>
          </div>
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
            <label class="menu__choice">
              <input
                type="checkbox"
                checked={preferences.sound}
                onChange={(event) => onPreferences({ ...preferences, sound: event.currentTarget.checked })}
              />
              {texts.menu.sound}
            </label>
          </div>
          <div class="menu__foot">
            {privacyHref !== null && (
              <a class="button button--quiet" href={privacyHref} onClick={() => setIsOpen(false)}>
                {texts.pages.privacy}
              </a>
            )}
            {sitesHref !== null && (
              <a class="button button--quiet" href={sitesHref} onClick={() => setIsOpen(false)}>
                {texts.pages.sites}
              </a>
            )}
            <button class="button button--quiet" type="button" onClick={() => leaveFor(onFace)}>
              {texts.menu.face}
            </button>
            <button class="button button--quiet" type="button" onClick={() => leaveFor(onSecurity)}>
              {texts.menu.security}
            </button>
            <button class="button button--quiet" type="button" onClick={() => leaveFor(onHelp)}>
              {texts.menu.shortcuts} <kbd class="kbd">?</kbd>
            </button>
            <button class="button button--quiet" type="button" onClick={onSignOut}>
              {texts.menu.signOut}
            </button>
          </div>
        </section>
      )}
    </div>
  );
}

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
