// What is offered while somebody writes: colleagues behind «@» in a note, ready replies behind «/» in an answer and in a note.
import type { RefObject } from "preact";
import { useEffect, useLayoutEffect } from "preact/hooks";
import type { Known } from "../../state/canned";
import { colleaguesFor, mentionedIn, sees } from "../../state/mentioned";
import { assistEn, assistRu } from "../../texts/assist";
import { useTexts } from "../context";
import { Completion, type Source } from "./completion";
import { useCanned } from "./use_canned";
import { useColleagues } from "./use_colleagues";

/** Whom the words of a note call: their ids. */
export type Calls = (words: string) => readonly string[];

export interface AssistProps {
  readonly input: RefObject<HTMLTextAreaElement | null>;
  readonly isNote: boolean;
  readonly conversationId: string;
  readonly siteId: string;
  /** Of the conversation: whoever does not see it is not offered. */
  readonly departmentId: string | null;
  readonly leaderId: string | null;
  /** What the variables of ready replies stand for. */
  readonly values: Known;
  /** Called with the way to tell whom a note calls, once it is known. */
  readonly onCalls: (calls: Calls) => void;
}

export function Assist(props: AssistProps) {
  const { input, isNote, conversationId, siteId, departmentId, leaderId, values, onCalls } = props;
  const words = useTexts().language === "en" ? assistEn : assistRu;
  const { colleagues, want } = useColleagues(siteId);
  const canned = useCanned(conversationId, siteId, values, words.replies);

  // Whom one may call is known before the first is written.
  useEffect(() => {
    if (isNote) want();
  }, [isNote, siteId]);
  useLayoutEffect(() => {
    if (colleagues) onCalls((note) => mentionedIn(note, colleagues));
  }, [colleagues]);

  function callSource(): Source {
    const seeing = (colleagues ?? []).filter((one) => sees(one, departmentId, leaderId));
    const find = (query: string) =>
      colleaguesFor(query, seeing).map(({ id, name }) => ({ id, label: name, text: `@${name} ` }));
    return { sign: "@", blanks: "one", label: words.colleagues, find, onBegun: want };
  }

  return <Completion input={input} sources={isNote ? [callSource(), canned] : [canned]} offered={words.offered} />;
}
