// What a notification says. No part of the first load: it is fetched once the panel is there.
import type { ConversationAssigned } from "../operator.gen";
import { amidWords } from "../state/plain_words";
import { alertsEn, alertsRu } from "../texts/alerts";
import type { Texts } from "../texts/ru";
import type { News } from "./news";
import type { Notice } from "./notices";

/** Whose words and which are told only where that is chosen, and with the masks they are shown with. */
export function noticeOf(texts: Texts, news: News, showsWords: boolean, name: string): Notice {
  const { kind, conversation, event } = news;
  const what = whatOf(texts, news);
  return {
    title: showsWords ? `${amidWords(name)} · ${what}` : what,
    body: showsWords ? saidOf(texts, news) : wordsOf(texts).hidden,
    tag: conversation.id,
    // Whoever is called in a note may be called to anybody's conversation.
    hash: `#${event.type === "note_added" ? "all" : folderOf(kind)}/${conversation.id}`,
  };
}

function whatOf(texts: Texts, { kind, event }: News): string {
  const words = wordsOf(texts);
  switch (event.type) {
    case "note_added":
      return texts.notes.mentioned;
    case "conversation_assigned":
      if (event.operator !== null) return words.handedToMe;
      return event.department ? words.handedTo(amidWords(event.department.name)) : words.returned;
    case "conversation_snoozed":
      return words.awake;
    case "message_posted":
      return words.kinds[kind];
  }
}

function saidOf(texts: Texts, { conversation, event }: News): string {
  const lastWords = conversation.last_message?.body ?? "";
  switch (event.type) {
    case "note_added":
      return texts.notes.mentionedBy(amidWords(event.author.name), event.body);
    case "conversation_assigned":
      // What the server gives to this operator it gives in their own name
      return event.operator && event.automatic ? lastWords : handedBy(texts, event);
    case "conversation_snoozed":
      return lastWords;
    case "message_posted":
      return event.body;
  }
}

/** Who handed it over, or which rule did, and what they say to it. */
function handedBy(texts: Texts, { author, rule, comment }: ConversationAssigned): string {
  const words = wordsOf(texts);
  const by = rule ? words.byRule(amidWords(rule)) : words.calledBy(amidWords(author.name));
  return comment ? `${by}. ${comment}` : by;
}

function wordsOf({ language }: Texts): typeof alertsRu {
  return language === "en" ? alertsEn : alertsRu;
}

function folderOf(kind: News["kind"]): string {
  if (kind === "waiting") return "waiting";
  return kind === "others" ? "all" : "mine";
}
