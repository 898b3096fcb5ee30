// The settings of one CRM as its form names them; funnel or shop, stage, person and source are picked from the CRM's own
// lists, which come once it is connected.
import { useId } from "preact/hooks";
import type { Choice, Form, Picked, Setting, Settings } from "../../../live/connector_requests";
import { Field, Select } from "../fields";
import { usePrivacyTexts } from "../words";
import { isAsked, isPicked } from "./fields_of_form";
import { inLanguage } from "./state_words";

export interface SettingFieldsProps {
  readonly form: Form;
  /** Its secrets are kept already. */
  readonly isKept: boolean;
  readonly value: Settings;
  /** What can be picked; null where nobody could ask yet, or the CRM is being asked. */
  readonly picked: Picked | null;
  readonly onChange: (settings: Settings) => void;
}

export function SettingFields({ form, isKept, value, picked, onChange }: SettingFieldsProps) {
  const texts = usePrivacyTexts();
  const words = texts.connectors;
  return (
    <>
      {form.settings
        .filter(({ name, input }) => (isKept || !isPicked(input)) && isAsked(form, name, value))
        .map((setting) => (
          <SettingField
            key={setting.name}
            setting={setting}
            isKept={isKept}
            value={value[setting.name] ?? ""}
            choices={choicesOf(setting, picked)}
            onInput={(text) => onChange(cleared(form, value, setting.name, text))}
          />
        ))}
      {picked && isKept && isToOtherAccount(form, value) && <p class="form__hint">{words.listsOfBefore}</p>}
      {picked?.message && <p class="form__hint outgoing__less">{words.listsFailed(picked.message)}</p>}
      {picked?.lists.notes.map((note) => (
        <p key={note} class="form__hint">
          {note}
        </p>
      ))}
    </>
  );
}

interface SettingFieldProps {
  readonly setting: Setting;
  readonly isKept: boolean;
  readonly value: string;
  readonly choices: readonly Choice[] | null;
  readonly onInput: (value: string) => void;
}

function SettingField({ setting, isKept, value, choices, onInput }: SettingFieldProps) {
  const texts = usePrivacyTexts();
  const words = texts.connectors;
  const label = inLanguage(texts, setting.words);
  const hint = setting.hint ? inLanguage(texts, setting.hint) : undefined;
  switch (setting.input) {
    case "secret":
      return <SecretField label={label} hint={hint} isKept={isKept} value={value} onInput={onInput} />;
    case "choice":
      return (
        <Select
          label={label}
          value={value}
          options={setting.options.map((one) => [one.value, inLanguage(texts, one.words)])}
          onChange={onInput}
        />
      );
    case "place":
    case "stage":
    case "person":
    case "source": {
      if (!choices) return <Field label={label} hint={words.pickedByHand} value={value} onInput={onInput} />;
      const isListed = value === "" || choices.some(({ id }) => id === value);
      const alone = choices.length === 0 ? value : words.notListed(value);
      return (
        <Select
          label={label}
          value={value}
          options={[
            ["", setting.input === "place" && hint ? hint : words.ofCrm],
            ...(isListed ? [] : [[value, alone] as const]),
            ...choices.map(({ id, name }) => [id, name || id] as const),
          ]}
          onChange={onInput}
        />
      );
    }
    case "line":
    case "number":
      return <Field label={label} {...(hint ? { hint } : {})} value={value} onInput={onInput} />;
  }
}

interface SecretFieldProps {
  readonly label: string;
  readonly hint: string | undefined;
  readonly isKept: boolean;
  readonly value: string;
  readonly onInput: (value: string) => void;
}

/** What is written once: it can be read while it is written, and no browser keeps it. */
function SecretField({ label, hint, isKept, value, onInput }: SecretFieldProps) {
  const words = usePrivacyTexts().connectors;
  const id = useId();
  return (
    <div class="form__field">
      <label for={id}>{label}</label>
      <input
        class="input"
        id={id}
        type="text"
        maxlength={8_000}
        autocomplete="off"
        spellcheck={false}
        value={value}
        aria-describedby={`${id}-hint`}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
      <p class="form__hint" id={`${id}-hint`}>
        {[hint && `${hint}.`, isKept ? words.secretStays : words.secretKept].filter(Boolean).join(" ")}
      </p>
    </div>
  );
}

/** Empty while they are on their way: no field turns into another under the hand. Null where there are none. */
function choicesOf({ input }: Setting, picked: Picked | null): readonly Choice[] | null {
  if (!picked) return [];
  const { stages, people, sources, places } = picked.lists;
  const lists = { place: places, stage: stages, person: people, source: sources };
  const choices = lists[input as keyof typeof lists];
  return choices && choices.length > 0 ? choices : null;
}

/** Whether access is written that is not kept yet, by which nobody could be asked, while lists are picked from. */
function isToOtherAccount(form: Form, value: Settings): boolean {
  return (
    form.settings.some(({ name, input }) => input === "secret" && value[name]?.trim()) &&
    form.settings.some(({ name, input }) => isPicked(input) && isAsked(form, name, value))
  );
}

/** What was picked from a list is of what is made now: another choice empties the stage. */
function cleared(form: Form, value: Settings, name: string, text: string): Settings {
  const isOfLists = form.settings.some((one) => one.name === name && ["choice", "number", "place"].includes(one.input));
  const stages = isOfLists ? form.settings.filter(({ input }) => input === "stage") : [];
  return { ...value, ...Object.fromEntries(stages.map((one) => [one.name, ""])), [name]: text };
}
