// Shows operators what the visitor is writing, and says so where they write: fetched only once they have agreed to it.
import type { Part, Stage } from "../parts";
import { PREVIEW as WORDS } from "../texts/language";
import { randomUuid } from "../uuid";
import type { View } from "../views/view";

/** As the server takes it: of a longer text the end, after a mark. */
const MAX_CHARS = 500;
const CUT = "…";
const INTERVAL_MS = 1_000;
/** Operators forget by themselves what is not told anew. */
const REPEAT_MS = 5_000;
/** Whoever has not struck a key for so long is not writing. */
const IDLE_MS = 120_000;

export function create({ client, signal, redraw }: Stage): Part {
  /** As it was last to be seen; null before that. What was there already, e.g. before the page was loaded anew, is old. */
  let draft: string | null = null;
  let changedAtMs = 0;
  let conversationId = "";
  /** What operators have been told, and when. */
  let told = "";
  let toldAtMs = Number.NEGATIVE_INFINITY;
  let timer = 0;
  /** What says that it is shown. While that is nowhere to be seen, nothing is shown. */
  let line: HTMLElement | null = null;
  /** Of the withdrawal that the server has not confirmed yet. */
  let withdrawalId: string | null = null;
  signal.addEventListener("abort", () => clearTimeout(timer));
  client.listen(({ type }) => {
    if (type === "consents_changed") withdrawalId = null;
    // Said at each welcome until it is confirmed; the server notes it once.
    if (type === "welcome") withdraw();
  });

  function withdraw(): void {
    if (!withdrawalId) return;
    client.command({ type: "withdraw_consent", echo_id: withdrawalId, purpose: "draft_preview" });
  }

  function tell(): void {
    if (!line || withdrawalId) return;
    const isWriting = performance.now() - changedAtMs < IDLE_MS;
    const shown = (isWriting && draft) || "";
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
    const next = endOf(text);
    const isFirst = draft === null;
    conversationId = state.conversation?.id ?? "";
    if (next === draft || !conversationId) return;
    draft = next;
    if (isFirst) return;
    changedAtMs = performance.now();
    wait(Math.max(0, toldAtMs + INTERVAL_MS - changedAtMs));
  }

  return (view) => {
    follow(view);
    if (withdrawalId) return null;
    return (
      <p
        class="count"
        ref={(element) => {
          line = element;
        }}
      >
        {WORDS.seen}{" "}
        <button
          type="button"
          class="link"
          onClick={() => {
            withdrawalId = randomUuid();
            withdraw();
            // The button that was pressed is gone.
            view.act.field.current?.focus();
            redraw();
          }}
        >
          {WORDS.hide}
        </button>
      </p>
    );
  };
}

/** What can be sent of it: without NUL and halves of characters, and no longer than the server takes. */
function endOf(text: string): string {
  const chars = [...text.replace(/[\0\p{Cs}]/gu, "")];
  return chars.length > MAX_CHARS ? CUT + chars.slice(1 - MAX_CHARS).join("") : chars.join("");
}
