// Rules of pages: one small form each; what can't be with what is done is not asked for.
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { DEEDS, DEVICES, type Rule, VISITORS } from "../../../live/site_requests";
import { Field, Select, Whole, wordsOf } from "../fields";
import { usePrivacyTexts } from "../words";

const MAX_RULES = 20;
const MAX_CHARS = 200;
const MAX_AFTER_S = 3600;

const NEW_RULE: Rule = {
  deed: "invite",
  pages: "",
  device: "any",
  visitors: "any",
  campaign: "",
  after_s: 30,
  scrolled_percent: 0,
  on_leaving: false,
  ru: "",
  en: "",
};

interface RulesFieldsProps {
  readonly rules: readonly Rule[];
  readonly onChange: (rules: readonly Rule[]) => void;
}

export function RulesFields({ rules, onChange }: RulesFieldsProps) {
  const { widget: words } = usePrivacyTexts();
  const list = useRef<HTMLDivElement>(null);
  const [added, setAdded] = useState(0);

  // Whoever adds a rule goes on in it
  useEffect(() => {
    if (added > 0) list.current?.querySelector<HTMLElement>("fieldset:last-of-type select")?.focus();
  }, [added]);

  return (
    <div class="form" ref={list}>
      <p class="form__hint">{words.rulesHint}</p>
      {rules.map((rule, place) => (
        <RuleFields
          key={place}
          number={place + 1}
          rule={rule}
          onChange={(changed) => onChange(rules.map((one, other) => (other === place ? changed : one)))}
          onRemove={() => {
            const isWritten = JSON.stringify(rule) !== JSON.stringify(NEW_RULE);
            if (isWritten && !confirm(`${words.removeRule(place + 1)}?`)) return;
            onChange(rules.filter((_, other) => other !== place));
          }}
        />
      ))}
      <div>
        <button
          class="button"
          type="button"
          aria-disabled={rules.length >= MAX_RULES}
          onClick={() => {
            if (rules.length >= MAX_RULES) return;
            onChange([...rules, NEW_RULE]);
            setAdded(added + 1);
          }}
        >
          {words.addRule}
        </button>
      </div>
    </div>
  );
}

interface RuleFieldsProps {
  readonly number: number;
  readonly rule: Rule;
  readonly onChange: (rule: Rule) => void;
  readonly onRemove: () => void;
}

function RuleFields({ number, rule, onChange, onRemove }: RuleFieldsProps) {
  const { widget: words } = usePrivacyTexts();
  const id = useId();
  const choose = (change: Partial<Rule>) => onChange({ ...rule, ...change });
  const waits = rule.deed === "open" || rule.deed === "invite";

  function chooseDeed(deed: Rule["deed"]): void {
    const isAtOnce = deed === "show" || deed === "hide";
    choose(isAtOnce ? { deed, after_s: 0, scrolled_percent: 0, on_leaving: false } : { deed });
  }

  return (
    <fieldset class="form widget__rule" aria-labelledby={id}>
      <div class="widget__rule-head">
        <strong id={id}>{words.rule(number)}</strong>
        <button class="button button--link" type="button" aria-label={words.removeRule(number)} onClick={onRemove}>
          {words.remove}
        </button>
      </div>
      <Select label={words.deed} value={rule.deed} options={wordsOf(DEEDS, words.deeds)} onChange={chooseDeed} />
      {rule.deed === "invite" && (
        <div class="widget__pair">
          <Field label={words.inviteRu} value={rule.ru} maxlength={MAX_CHARS} onInput={(ru) => choose({ ru })} />
          <Field label={words.inviteEn} value={rule.en} maxlength={MAX_CHARS} onInput={(en) => choose({ en })} />
        </div>
      )}
      <Field
        label={words.rulePages}
        hint={words.rulePagesHint}
        value={rule.pages}
        maxlength={MAX_CHARS}
        onInput={(pages) => choose({ pages })}
      />
      <div class="widget__pair">
        <Select
          label={words.device}
          value={rule.device}
          options={wordsOf(DEVICES, words.devices)}
          onChange={(device) => choose({ device })}
        />
        <Select
          label={words.visitors}
          value={rule.visitors}
          options={wordsOf(VISITORS, words.visitorKinds)}
          onChange={(visitors) => choose({ visitors })}
        />
      </div>
      <Field
        label={words.campaign}
        hint={words.campaignHint}
        value={rule.campaign}
        maxlength={MAX_CHARS}
        onInput={(campaign) => choose({ campaign })}
      />
      {waits && (
        <>
          <div class="widget__pair">
            <Whole
              label={words.afterS}
              value={rule.after_s}
              max={MAX_AFTER_S}
              onChange={(after_s) => choose({ after_s: after_s ?? 0 })}
            />
            <Whole
              label={words.scrolled}
              value={rule.scrolled_percent}
              max={100}
              onChange={(scrolled_percent) => choose({ scrolled_percent: scrolled_percent ?? 0 })}
            />
          </div>
          <label class="widget__tick">
            <input
              type="checkbox"
              checked={rule.on_leaving}
              onInput={(event) => choose({ on_leaving: event.currentTarget.checked })}
            />
            {words.onLeaving}
          </label>
        </>
      )}
    </fieldset>
  );
}
