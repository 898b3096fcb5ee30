// Shows operators what the visitor is writing, and says so where they write: fetched only once they have agreed to it.
import type { Part, Stage } from "../parts";
import { PREVIEW as WORDS } from "../texts/language";
import { randomUuid } from "../uuid";
import type { View } from "../views/view";

/** As the server takes it: the end of a longer text. */
const MAX_CHARS = 500;
const INTERVAL_MS = 1_000;
/** Operators forget by themselves what is not told anew. */
const REPEAT_MS = 5_000;
/** Whoever has not struck a key for so long is not writing. */
const IDLE_MS = 120_000;

export function create({ client, signal }: Stage): Part {
  /** As it was last to be seen, and since when. */
  let draft = "";
  let changedAtMs = 0;
  let conversationId = "";
  /** What operators have been told, and when. */
  let told = "";
  let toldAtMs = Number.NEGATIVE_INFINITY;
  let timer = 0;
  signal.addEventListener("abort", () => clearTimeout(timer));

  function tell(): void {
    const isWriting = draft && performance.now() - changedAtMs < IDLE_MS;
    const shown = isWriting ? draft : "";
    if (!shown && !told) return;
    if (client.command({ type: "preview_draft", conversation_id: conversationId, draft: shown })) told = shown;
    toldAtMs = performance.now();
    if (shown) wait(REPEAT_MS);
  }

  function wait(delayMs: number): void {
    clearTimeout(timer);
    timer = setTimeout(tell, delayMs) as unknown as number;
  }

  function follow({ draft: text, state }: View): void {
    const next = text.slice(-MAX_CHARS);
    conversationId = state.conversation?.id ?? "";
    if (next === draft || !conversationId) return;
    draft = next;
    changedAtMs = performance.now();
    wait(Math.max(0, toldAtMs + INTERVAL_MS - changedAtMs));
  }

  function hide(): void {
    client.command({ type: "withdraw_consent", echo_id: randomUuid(), purpose: "draft_preview" });
  }

  return (view) => {
    follow(view);
    return (
      <p class="count">
        {WORDS.seen}{" "}
        <button type="button" class="link" onClick={hide}>
          {WORDS.hide}
        </button>
      </p>
    );
  };
}
