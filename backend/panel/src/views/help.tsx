// The list of keys, those of the actions and those that fields and lists have by themselves, and the choice of which sends.
import { useContext, useId } from "preact/hooks";
import type { Preferences, SendKey } from "../preferences";
import { helpEn, helpRu } from "../texts/help";
import { ACTIONS, type Key } from "./actions/actions";
import { KeyCap, MOD_NAME } from "./actions/key_cap";
import { useTexts } from "./context";
import { Dialog } from "./dialog";
import { SendKeyContext } from "./send_key";

export interface HelpProps {
  readonly preferences: Preferences;
  readonly onPreferences: (preferences: Preferences) => void;
  readonly onClose: () => void;
}

export function Help({ preferences, onPreferences, onClose }: HelpProps) {
  const texts = useTexts();
  const words = texts.language === "en" ? helpEn : helpRu;
  const sendKey = useContext(SendKeyContext);
  const name = useId();
  /** Actions that share a key, since one of them makes sense at a time, share a line. */
  const ofActions = new Map<Key, string[]>();
  for (const { key, name: nameOf } of ACTIONS) {
    if (key !== undefined) ofActions.set(key, [...(ofActions.get(key) ?? []), nameOf(texts)]);
  }
  const lines: { key: Key; says: string }[] = [
    ...[...ofActions].map(([key, names]) => ({ key, says: names.join(" / ") })),
    { key: "Enter", says: words.open },
    { key: sendKey, says: words.send },
    { key: sendKey === "Enter" ? "Shift+Enter" : "Enter", says: words.newLine },
    { key: "Alt+n", says: texts.notes.switch },
  ];
  const choices: { value: SendKey; label: string }[] = [
    { value: "Enter", label: words.byEnter },
    { value: "Mod+Enter", label: words.byMod(MOD_NAME) },
  ];
  return (
    <Dialog title={texts.help.title} onClose={onClose}>
      <dl class="keys">
        {lines.map(({ key, says }) => (
          <div class="keys__row" key={says}>
            <dt>{says}</dt>
            <dd class="keys__keys">
              <KeyCap of={key} />
            </dd>
          </div>
        ))}
      </dl>
      <p class="dialog__note">{words.note}</p>
      <fieldset class="menu__group">
        <legend class="menu__legend">{words.sending}</legend>
        {choices.map(({ value, label }) => (
          <label class="menu__choice" key={value}>
            <input
              type="radio"
              name={name}
              value={value}
              checked={value === sendKey}
              onChange={() => onPreferences({ ...preferences, sendKey: value })}
            />
            {label}
          </label>
        ))}
        <p class="dialog__note">{words.kept}</p>
      </fieldset>
    </Dialog>
  );
}
