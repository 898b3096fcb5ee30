// What newcomers are asked before their first message. The fields stand in the composer's own form: they go with the message.
import type { Part, Stage } from "../parts";
import { maskPhone, PHONE_PATTERN } from "../phones";
import { adoptStyles } from "../sheets";
import formStyles from "../styles/form.css";
import { FORM as WORDS } from "../texts/language";

const KINDS = {
  name: { autocomplete: "name", maxlength: 100 },
  phone: { autocomplete: "tel", type: "tel", maxlength: 30, pattern: PHONE_PATTERN, title: WORDS.phoneHint },
  email: { autocomplete: "email", type: "email", maxlength: 254 },
  call: { maxlength: 100, placeholder: WORDS.callHint },
} as const;

/** The fields that the site asks for. What is in them stays while the chat lives: a message may have to be sent again. */
export function create({ host }: Stage): Part {
  const said = new Map<string, string>();
  adoptStyles(host.root, formStyles);
  return ({ form }) => (
    <div class="fields">
      {/* For bots, which fill in whatever is there. Not `display: none`, which they look for. */}
      <p class="spare" aria-hidden="true">
        <input name="website" tabindex={-1} autocomplete="off" />
      </p>
      {Object.entries(form?.fields ?? {}).map(([name, isRequired]) => {
        const field = name as keyof typeof KINDS;
        return (
          <label key={field}>
            {WORDS[field]}
            {isRequired && <span aria-hidden="true"> *</span>}
            <input
              {...KINDS[field]}
              name={field}
              required={isRequired}
              defaultValue={said.get(field) ?? ""}
              onInput={({ currentTarget: input }) => {
                if (field === "phone") maskPhone(input);
                said.set(field, input.value);
              }}
            />
          </label>
        );
      })}
    </div>
  );
}
