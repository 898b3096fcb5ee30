// What the palette offers: actions, conversations and pages, found by their names in both languages.
import type { Conversation } from "../../operator.gen";
import { LANGUAGES } from "../../preferences";
import { formatPrivacyRoute, formatRoute, type Route } from "../../route";
import { matchScore } from "../../state/fuzzy";
import { textsOf } from "../../texts/languages";
import type { Texts } from "../../texts/ru";
import { ACTIONS, type Action, isApt, type Key } from "../actions/actions";
import type { Desk } from "../actions/desk";
import { visitorName } from "../context";
import type { PageTitle } from "../privacy/page_titles";
import { type Choice, choiceTexts } from "./choices";

export interface Entry {
  readonly id: string;
  readonly name: string;
  /** What kind of thing it is, where it is no action. */
  readonly kind: "conversation" | "page" | null;
  readonly key: Key | null;
  /** What it is found by. */
  readonly found: readonly string[];
  /** One of many: not shown before something is looked for. */
  readonly isSought: boolean;
  readonly run: () => void;
}

const MAX_SHOWN = 50;
/** An action is what most come for: of two found alike it stands first. */
const ACTION_LEAD = 0.05;

export function entriesOf(
  texts: Texts,
  desk: Desk,
  conversations: readonly Conversation[],
  pages: readonly PageTitle[],
  choices: readonly Choice[],
): readonly Entry[] {
  return [...deedEntries(texts, desk, choices), ...placeEntries(texts, desk.folder, conversations, pages)];
}

/** What can be done now. */
export function deedEntries(texts: Texts, desk: Desk, choices: readonly Choice[]): readonly Entry[] {
  return [
    ...ACTIONS.filter((action) => isOffered(action, desk)).map((action) => entryOfAction(texts, action, desk)),
    ...choices.map((choice) => entryOfChoice(texts, choice)),
  ];
}

/** Where one can go. */
export function placeEntries(
  texts: Texts,
  folder: Route["folder"],
  conversations: readonly Conversation[],
  pages: readonly PageTitle[],
): readonly Entry[] {
  return [
    ...pages.map(
      ({ page, title, titles }): Entry => ({
        id: `page_${page}`,
        name: title,
        kind: "page",
        key: null,
        found: titles,
        isSought: false,
        run: () => goTo(formatPrivacyRoute({ page, itemId: null })),
      }),
    ),
    ...conversations.map((conversation): Entry => {
      const name = visitorName(texts, conversation.visitor);
      return {
        id: conversation.id,
        name,
        kind: "conversation",
        key: null,
        found: [name],
        isSought: true,
        run: () => goTo(formatRoute({ folder, conversationId: conversation.id })),
      };
    }),
  ];
}

export interface Scored {
  readonly entry: Entry;
  readonly score: number;
}

/** Those that the query names, the best first; without a query actions and pages as they stand. */
export function findEntries(entries: readonly Entry[], query: string): readonly Entry[] {
  return bestOf(scoreEntries(entries, query));
}

/** How well the query names them, without those that it does not; without a query all that is not to be looked for. */
export function scoreEntries(entries: readonly Entry[], query: string): readonly Scored[] {
  if (query.trim() === "") return entries.filter(({ isSought }) => !isSought).map((entry) => ({ entry, score: 0 }));
  return entries.flatMap((entry) => {
    const score = matchScore(query, entry.found);
    return score === 0 ? [] : [{ entry, score: score + (entry.kind === null ? ACTION_LEAD : 0) }];
  });
}

/** What was found, as it is shown: the best first, else as it stands. */
export function bestOf(scored: readonly Scored[]): readonly Entry[] {
  const isSearched = scored.some(({ score }) => score > 0);
  const shown = isSearched ? [...scored].sort((a, b) => b.score - a.score).slice(0, MAX_SHOWN) : scored;
  return shown.map(({ entry }) => entry);
}

function isOffered(action: Action, desk: Desk): boolean {
  return !action.isOnlyKey && isApt(action, desk) && action.isOffered?.(desk) !== false;
}

function entryOfAction(texts: Texts, action: Action, desk: Desk): Entry {
  const names = LANGUAGES.map(({ code }) => action.name(textsOf(code), desk));
  return {
    id: action.id,
    name: action.name(texts, desk),
    kind: null,
    key: action.key ?? null,
    found: withOthers(names, action.also),
    isSought: false,
    run: () => action.run(desk),
  };
}

function entryOfChoice(texts: Texts, { id, name, also, isSought = false, run }: Choice): Entry {
  const names = LANGUAGES.map(({ code }) => name(choiceTexts(textsOf(code)), textsOf(code)));
  const found = withOthers(names, also);
  return { id, name: name(choiceTexts(texts), texts), kind: null, key: null, found, isSought, run };
}

function withOthers(names: readonly string[], also: string | undefined): readonly string[] {
  return also === undefined ? names : [...names, ...names.map((name) => `${name} ${also}`)];
}

function goTo(hash: string): void {
  location.hash = hash;
}
