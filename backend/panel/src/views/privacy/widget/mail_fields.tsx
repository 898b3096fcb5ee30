// What goes to visitors by mail: answers that they did not see, copies that they ask for, and the words around answers.
import { LANGUAGES, type Language, type MailChoices, type MailState } from "../../../live/site_requests";
import { Field, Select, wordsOf } from "../fields";
import { usePrivacyTexts } from "../words";

const MAX_SUBJECT_CHARS = 100;
const MAX_GREETING_CHARS = 500;
const MAX_ADDRESS_CHARS = 254;

interface MailFieldsProps {
  readonly mail: MailChoices;
  readonly state: MailState;
  /** Of the words. */
  readonly language: Language;
  readonly onLanguage: (language: Language) => void;
  readonly onChange: (mail: MailChoices) => void;
}

export function MailFields({ mail, state, language, onLanguage, onChange }: MailFieldsProps) {
  const { widget: words } = usePrivacyTexts();
  const [subject, greeting] =
    language === "en" ? (["subject_en", "greeting_en"] as const) : (["subject", "greeting"] as const);

  return (
    <div class="form">
      {state !== "ready" && <p class="form__hint">{words.mailMissing[state]}</p>}
      <Tick name="answers" mail={mail} onChange={onChange} />
      <p class="form__hint">{words.mailAnswersHint}</p>
      <Tick name="copies" mail={mail} onChange={onChange} />
      <p class="form__hint">{words.mailCopiesHint}</p>
      {mail.answers && (
        <>
          <Select
            label={words.mailLanguage}
            value={language}
            options={wordsOf(LANGUAGES, words.languages)}
            onChange={onLanguage}
          />
          <Field
            key={subject}
            label={words.mailSubject}
            hint={words.mailSubjectHint[language]}
            value={mail[subject]}
            maxlength={MAX_SUBJECT_CHARS}
            onInput={(text) => onChange({ ...mail, [subject]: text })}
          />
          <Field
            key={greeting}
            label={words.mailGreeting}
            hint={words.mailGreetingHint[language]}
            value={mail[greeting]}
            rows={3}
            maxlength={MAX_GREETING_CHARS}
            onInput={(text) => onChange({ ...mail, [greeting]: text })}
          />
        </>
      )}
      {(mail.answers || mail.copies) && (
        <Field
          label={words.mailReplyTo}
          hint={words.mailReplyToHint}
          value={mail.reply_to}
          maxlength={MAX_ADDRESS_CHARS}
          onInput={(reply_to) => onChange({ ...mail, reply_to })}
        />
      )}
      <p class="form__hint">{words.mailAbroad}</p>
    </div>
  );
}

interface TickProps extends Pick<MailFieldsProps, "mail" | "onChange"> {
  readonly name: "answers" | "copies";
}

function Tick({ name, mail, onChange }: TickProps) {
  const { widget: words } = usePrivacyTexts();
  return (
    <label class="widget__tick">
      <input
        type="checkbox"
        checked={mail[name]}
        onInput={(event) => onChange({ ...mail, [name]: event.currentTarget.checked })}
      />
      {words.mailTicks[name]}
    </label>
  );
}
