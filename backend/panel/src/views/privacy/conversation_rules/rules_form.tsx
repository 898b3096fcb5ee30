// The rules of one site: in their order, each folded to a sentence until it is edited; saved explicitly, all together.
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { type ConversationRule, changeRules, type SiteRules } from "../../../live/conversation_rule_requests";
import type { Failure } from "../../../live/requests";
import { type Clash, Conflict, isOverruling } from "../../conflict";
import { Problem } from "../../problem";
import { useDeed } from "../../use_deed";
import { useFocusOnceDrawn } from "../../use_focus_once_drawn";
import { useOverruled } from "../../use_overruled";
import type { SiteFormProps } from "../site_page";
import { type PrivacyTexts, usePrivacyTexts } from "../words";
import { BLANK, type Draft, draftsOf, moved, ruleOf } from "./drafts";
import { OneRule } from "./one_rule";
import { summaryOf } from "./summary";

const MAX_RULES = 50;

interface Removed {
  readonly draft: Draft;
  readonly place: number;
}

export function RulesForm({ site, onOutdated, fetchNow, onSaved, onChanged }: SiteFormProps<SiteRules>) {
  const texts = usePrivacyTexts();
  const words = texts.conversationRules;
  const deed = useDeed();
  const overruled = useOverruled(fetchNow);
  const { now } = overruled;
  const [stored, setStored] = useState(site);
  const [drafts, setDrafts] = useState<readonly Draft[]>(() => draftsOf(site.rules));
  const [openKeys, setOpenKeys] = useState<readonly string[]>([]);
  const [removed, setRemoved] = useState<Removed | null>(null);
  const [isSaved, setIsSaved] = useState(false);
  const count = useRef(0);
  const form = useRef<HTMLFormElement>(null);
  const focusOnceDrawn = useFocusOnceDrawn();
  const rules = drafts.map(ruleOf);
  const isChanged = JSON.stringify(rules) !== JSON.stringify(draftsOf(stored.rules).map(ruleOf));
  useLayoutEffect(() => onChanged(isChanged), [isChanged, onChanged]);
  const department = stored.departments.find(({ is_archived }) => !is_archived);
  const tag = stored.tags.find(({ is_archived }) => !is_archived);

  const partOf = (key: string, selector: string) => () =>
    form.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"] ${selector}`);

  function change(next: readonly Draft[]): void {
    setDrafts(next);
    setIsSaved(false);
  }

  function add(rule: Partial<Draft> = {}): void {
    if (drafts.length >= MAX_RULES) return;
    const key = `new-${++count.current}`;
    change([...drafts, { ...BLANK, ...rule, key }]);
    setOpenKeys([...openKeys, key]);
    focusOnceDrawn(partOf(key, ".input"));
  }

  function fold(key: string, isOpen: boolean): void {
    setOpenKeys(isOpen ? openKeys.filter((one) => one !== key) : [...openKeys, key]);
    if (!isOpen) focusOnceDrawn(partOf(key, ".input"));
  }

  /** The button that was pressed goes along, and keeps the focus. */
  function move(key: string, by: -1 | 1): void {
    change(moved(drafts, key, by));
    focusOnceDrawn(partOf(key, `.departments__head button:${by < 0 ? "first" : "last"}-of-type`));
  }

  function remove(draft: Draft): void {
    setRemoved({ draft, place: drafts.indexOf(draft) });
    change(drafts.filter((one) => one !== draft));
    focusOnceDrawn(() => form.current?.querySelector<HTMLElement>(".rules__removed button"));
  }

  function restore({ draft, place }: Removed): void {
    setRemoved(null);
    change([...drafts.slice(0, place), draft, ...drafts.slice(place)]);
    focusOnceDrawn(partOf(draft.key, ".rules__tools button"));
  }

  function save(over: SiteRules): void {
    if (!isChanged) return;
    void deed.run(
      () => overruled.send(() => changeRules(over, rules)),
      (saved) => {
        setStored(saved);
        setDrafts(draftsOf(saved.rules));
        setOpenKeys([]);
        setRemoved(null);
        setIsSaved(true);
        onSaved(saved);
        // What had the focus may be folded now.
        if (form.current?.contains(document.activeElement)) {
          focusOnceDrawn(() => form.current?.querySelector<HTMLElement>("button[type=submit]"));
        }
      },
    );
  }

  function submit(event: Event): void {
    event.preventDefault();
    save(stored);
  }

  /** Of which rule, and what is wrong with it. */
  function say({ code, field }: Failure): string | null {
    if (code !== "bad_body" && code !== "bad_frame") return null;
    const [, place, part] = /^rules\[([^\]]*)\]\.(\w+)/.exec(field ?? "") ?? [];
    const wrong = words.wrong[part ?? ""] ?? words.wrong.other ?? null;
    const name = drafts[Number(place)]?.name.trim();
    return name && wrong ? `${name}. ${wrong}` : wrong;
  }

  return (
    <form class="form departments" onSubmit={submit} ref={form}>
      {drafts.length === 0 && <p class="departments__none">{words.none}</p>}
      {!department && !tag && <p class="form__hint">{words.needsDeeds}</p>}
      <ol class="departments__list">
        {drafts.map((draft, place) => (
          <OneRule
            key={draft.key}
            draft={draft}
            site={stored}
            isOpen={openKeys.includes(draft.key)}
            isFirst={place === 0}
            isLast={place === drafts.length - 1}
            onChange={(to) => change(drafts.map((one) => (one === draft ? { ...one, ...to } : one)))}
            onFold={(isOpen) => fold(draft.key, isOpen)}
            onMove={(by) => move(draft.key, by)}
            onRemove={() => remove(draft)}
          />
        ))}
      </ol>
      {removed && (
        <p class="rules__removed" role="status">
          <span>{words.removed(removed.draft.name.trim() || words.newOne)}</span>{" "}
          <button
            class="button"
            type="button"
            aria-label={words.restoreOf(removed.draft.name.trim() || words.newOne)}
            onClick={() => restore(removed)}
          >
            {words.restore}
          </button>
        </p>
      )}
      <div class="form__actions">
        <button class="button" type="button" aria-disabled={drafts.length >= MAX_RULES} onClick={() => add()}>
          {words.add}
        </button>
        {drafts.length === 0 && (department || tag) && (
          <button
            class="button button--quiet"
            type="button"
            onClick={() =>
              add({
                name: words.exampleName,
                wordsTyped: words.exampleWord,
                department_id: department?.id ?? null,
                tag_ids: tag ? [tag.id] : [],
              })
            }
          >
            {words.example}
          </button>
        )}
      </div>
      {now && (
        <Conflict
          failure={deed.failure}
          busy={deed.busy}
          clashes={clashesOf(words.summary, now, rules)}
          onKeep={() => save(now)}
          onTake={onOutdated}
        />
      )}
      <Problem failure={isOverruling(deed.failure) ? null : deed.failure} say={say} />
      <div class="form__actions">
        <button class="button button--primary" type="submit" aria-disabled={deed.busy || !isChanged}>
          {texts.pages.save}
        </button>
        {isChanged && <p class="form__hint">{words.unsaved}</p>}
        <p class={isSaved ? "page__done" : "unseen"} role="status">
          {isSaved && words.saved}
        </p>
      </div>
    </form>
  );
}

/** The rules that are not the same in both, by their names. */
function clashesOf(
  words: PrivacyTexts["conversationRules"]["summary"],
  theirs: SiteRules,
  mine: readonly ConversationRule[],
): readonly Clash[] {
  const sayIn = (rules: readonly ConversationRule[], name: string) => {
    const place = rules.findIndex((rule) => rule.name.trim() === name);
    const rule = rules[place];
    return rule ? `${place + 1}. ${summaryOf(words, rule, theirs)}${rule.is_on ? "" : ` ${words.isOff}`}` : "";
  };
  const names = [...new Set([...theirs.rules, ...mine].map(({ name }) => name.trim()))];
  return names
    .map((name) => ({ name, theirs: sayIn(theirs.rules, name), mine: sayIn(mine, name) }))
    .filter((clash) => clash.theirs !== clash.mine);
}
