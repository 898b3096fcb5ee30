// What newcomers are asked before their first message: when, which fields, and which of them must be filled in.
import { ASKED, FORM_FIELDS, FORM_TIMES, type Form } from "../../../live/site_requests";
import { Select, wordsOf } from "../fields";
import { usePrivacyTexts } from "../words";

interface FormFieldsProps {
  readonly form: Form;
  readonly onChange: (form: Form) => void;
}

export function FormFields({ form, onChange }: FormFieldsProps) {
  const { widget: words } = usePrivacyTexts();
  return (
    <div class="form">
      <Select
        label={words.formWhen}
        value={form.when}
        options={wordsOf(FORM_TIMES, words.formTimes)}
        onChange={(when) => onChange({ ...form, when })}
      />
      {form.when !== "never" && (
        <>
          <div class="widget__pair">
            {FORM_FIELDS.map((field) => (
              <Select
                key={field}
                label={words.formFields[field]}
                value={form[field]}
                options={wordsOf(ASKED, words.asked)}
                onChange={(asked) => onChange({ ...form, [field]: asked })}
              />
            ))}
          </div>
          <p class="form__hint">{words.formHint}</p>
        </>
      )}
    </div>
  );
}
