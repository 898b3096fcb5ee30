// The conversation as a text file that the visitor keeps.
import { saidNow } from "./said";
import type { ChatState } from "./state";
import { type Texts, timeOf } from "./texts/texts";

/** Line by line, oldest first; of what is held, so older entries must have been fetched before. */
export function transcriptOf({ timeline, site }: ChatState, texts: Texts): string {
  const said = saidNow(timeline.entries);
  const lines = timeline.entries.flatMap((entry) => {
    if (entry.type !== "message_posted") return [];
    const atMs = Date.parse(entry.created_at);
    const day = new Date(atMs).toLocaleDateString(texts.language);
    const name = entry.author.kind === "visitor" ? texts.you : entry.author.name || texts.operator;
    return [`${day} ${timeOf(texts, atMs)} ${name}: ${(said.get(entry.seq) ?? entry.body) || texts.erased}`];
  });
  return `${site?.name ?? texts.chat}\n\n${lines.join("\n")}\n`;
}

/** Hands a text to the browser's downloads. */
export function download(name: string, text: string): void {
  const link = document.createElement("a");
  // The mark at the beginning tells old editors that this is UTF-8.
  link.href = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/plain" }));
  link.download = name;
  link.click();
  // Not at once: some browsers have not read it yet.
  setTimeout(() => URL.revokeObjectURL(link.href), 40_000);
}
