// One rule of the list: its sentence, its place, whether it is on, and the way to its fields.
import type { SiteRules } from "../../../live/conversation_rule_requests";
import { MoveButtons } from "../move_buttons";
import { usePrivacyTexts } from "../words";
import { type Draft, ruleOf } from "./drafts";
import { RuleFields } from "./rule_fields";
import { goneOf, summaryOf } from "./summary";

interface OneRuleProps {
  readonly draft: Draft;
  readonly site: SiteRules;
  readonly isOpen: boolean;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly onChange: (change: Partial<Draft>) => void;
  readonly onFold: (isOpen: boolean) => void;
  readonly onMove: (by: -1 | 1) => void;
  readonly onRemove: () => void;
}

export function OneRule({ draft, site, isOpen, isFirst, isLast, onChange, onFold, onMove, onRemove }: OneRuleProps) {
  const { conversationRules: words } = usePrivacyTexts();
  const title = draft.name.trim() || words.newOne;
  const rule = ruleOf(draft);
  const gone = goneOf(rule, site);
  return (
    <li class="departments__one" data-key={draft.key}>
      <div class="departments__head">
        <strong class="departments__title">
          <bdi>{title}</bdi>
        </strong>
        <MoveButtons title={title} words={words} isFirst={isFirst} isLast={isLast} onMove={onMove} />
      </div>
      <p class={draft.is_on ? "rules__summary" : "rules__summary rules__summary--off"}>
        {summaryOf(words.summary, rule, site)}
      </p>
      {gone.length > 0 && <p class="rules__warning">{words.gone(gone.join(", "))}</p>}
      {rule.hours !== "any" && !site.has_hours && <p class="rules__warning">{words.noHours}</p>}
      <div class="rules__tools">
        <label class="tick">
          <input
            type="checkbox"
            aria-label={words.isOnOf(title)}
            checked={draft.is_on}
            onChange={(event) => onChange({ is_on: event.currentTarget.checked })}
          />
          <span>{words.isOn}</span>
        </label>
        <button
          class="button button--quiet"
          type="button"
          aria-expanded={isOpen}
          aria-label={isOpen ? words.foldOf(title) : words.editOf(title)}
          onClick={() => onFold(isOpen)}
        >
          {isOpen ? words.fold : words.edit}
        </button>
        <button class="button button--quiet" type="button" aria-label={words.removeOf(title)} onClick={onRemove}>
          {words.remove}
        </button>
      </div>
      {isOpen && <RuleFields draft={draft} site={site} onChange={onChange} />}
    </li>
  );
}
