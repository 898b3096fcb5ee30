// Search over loaded rows: by the visitor's name, the last words and the page; all words must be there, «ё» is «е».
import type { Conversation } from "../operator.gen";

/** Whether every word of the search occurs in what the row shows or in its page. */
export function matchesSearch(conversation: Conversation, name: string, search: string): boolean {
  const { page, last_message: last } = conversation;
  const text = fold([name, last?.body, page?.title, page?.url].join("\n"));
  return fold(search)
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function fold(text: string): string {
  return text.toLowerCase().replaceAll("ё", "е").replaceAll("\u00a0", " ").trim();
}
