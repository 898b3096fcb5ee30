// The fields of one rule: when, if, then.
import {
  HOURS,
  OCCASIONS,
  RULE_LANGUAGES,
  RULE_VISITORS,
  type SiteRules,
} from "../../../live/conversation_rule_requests";
import { Field, Select, Ticks, wordsOf } from "../fields";
import { usePrivacyTexts } from "../words";
import type { Draft } from "./drafts";

const MAX_NAME_CHARS = 80;
const MAX_CHARS = 200;

interface RuleFieldsProps {
  readonly draft: Draft;
  readonly site: SiteRules;
  readonly onChange: (change: Partial<Draft>) => void;
}

export function RuleFields({ draft, site, onChange }: RuleFieldsProps) {
  const { conversationRules: words } = usePrivacyTexts();
  const called = ({ name, is_archived }: { readonly name: string; readonly is_archived: boolean }) =>
    is_archived ? words.archived(name) : name;
  // What is archived can be taken away, and is offered to no other rule.
  const departments = site.departments.filter(({ id, is_archived }) => !is_archived || id === draft.department_id);
  const tags = site.tags.filter(({ id, is_archived }) => !is_archived || draft.tag_ids.includes(id));
  return (
    <div class="form rules__fields">
      <Field
        label={words.name}
        value={draft.name}
        maxlength={MAX_NAME_CHARS}
        required
        onInput={(name) => onChange({ name })}
      />
      <Select
        label={words.occasion}
        value={draft.occasion}
        options={wordsOf(OCCASIONS, words.occasions)}
        onChange={(occasion) => onChange({ occasion })}
      />
      <fieldset class="form rules__part">
        <legend>{words.conditions}</legend>
        <p class="form__hint">{words.conditionsHint}</p>
        <Field
          label={words.words}
          hint={words.wordsHint}
          value={draft.wordsTyped}
          onInput={(wordsTyped) => onChange({ wordsTyped })}
        />
        <Field
          label={words.pages}
          hint={words.pagesHint}
          value={draft.pages}
          maxlength={MAX_CHARS}
          onInput={(pages) => onChange({ pages })}
        />
        <div class="widget__pair">
          <Field
            label={words.source}
            value={draft.utm_source}
            maxlength={MAX_CHARS}
            onInput={(utm_source) => onChange({ utm_source })}
          />
          <Field
            label={words.campaign}
            value={draft.utm_campaign}
            maxlength={MAX_CHARS}
            onInput={(utm_campaign) => onChange({ utm_campaign })}
          />
        </div>
        <p class="form__hint">{words.utmHint}</p>
        <div class="widget__pair">
          <Select
            label={words.hours}
            value={draft.hours}
            options={wordsOf(HOURS, words.hourKinds)}
            onChange={(hours) => onChange({ hours })}
          />
          <Select
            label={words.language}
            value={draft.language}
            options={wordsOf(RULE_LANGUAGES, words.languages)}
            onChange={(language) => onChange({ language })}
          />
          <Select
            label={words.visitors}
            value={draft.visitors}
            options={wordsOf(RULE_VISITORS, words.visitorKinds)}
            onChange={(visitors) => onChange({ visitors })}
          />
        </div>
        {draft.visitors !== "any" && <p class="form__hint">{words.visitorsHint}</p>}
      </fieldset>
      <fieldset class="form rules__part">
        <legend>{words.deeds}</legend>
        {departments.length > 0 && (
          <>
            <Select
              label={words.department}
              value={draft.department_id ?? ""}
              options={[
                ["", words.noDepartment],
                ...departments.map((one): readonly [string, string] => [one.id, called(one)]),
              ]}
              onChange={(id) => onChange({ department_id: id || null })}
            />
            <p class="form__hint">{words.departmentHint}</p>
          </>
        )}
        {tags.length > 0 && (
          <Ticks
            legend={words.tags}
            options={tags.map((one): readonly [string, string] => [one.id, called(one)])}
            value={draft.tag_ids}
            onChange={(tag_ids) => onChange({ tag_ids })}
          />
        )}
      </fieldset>
    </div>
  );
}
