// What the visitor may answer by a press: choices under the newest message, and how it was once it is over. Fetched when
// there is either.
import { askedConsents } from "../consents";
import type { Part, Stage } from "../parts";
import { saidNow } from "../said";
import { adoptStyles } from "../sheets";
import type { ChatState } from "../state";
import answersStyles from "../styles/answers.css";
import { ANSWERS as WORDS } from "../texts/language";
import { randomUuid } from "../uuid";
import type { View } from "../views/view";

const SCORES = [1, 2, 3, 4, 5] as const;
/** As often as the server takes one. */
const MAX_RATINGS = 5;
const MAX_COMMENT_CHARS = 4_000;

/** A rating on its way; sent again, the server knows it by its id. */
interface Sent {
  readonly echo_id: string;
  readonly score: number;
  readonly comment: string;
}

/** Where the conversation was closed last, and how it was rated since. */
interface Closing {
  readonly seq: number;
  readonly score: number;
  readonly count: number;
}

/** The choices to be offered now; none once the visitor has written, in whatever way. */
export function choicesOf({ conversation, timeline, outbox }: ChatState): readonly string[] {
  const last = timeline.entries.filter((entry) => entry.type === "message_posted").at(-1);
  if (last?.type !== "message_posted" || outbox.length || conversation?.status !== "open") return [];
  const isDeleted = saidNow(timeline.entries).get(last.seq) === "";
  return isDeleted ? [] : (last.choices ?? []);
}

/** The closing that may be rated: of a conversation in which somebody has answered, unless the server asks for none. */
export function closingOf({ conversation, timeline }: ChatState): Closing | null {
  if (conversation?.status !== "closed") return null;
  let closing: Closing | null = null;
  let isAnswered = timeline.hasBefore;
  for (const entry of timeline.entries) {
    if (entry.type === "message_posted" && entry.author.kind === "operator") isAnswered = true;
    if (entry.type === "status_changed") {
      closing = entry.asks_rating === false ? null : { seq: entry.seq, score: 0, count: 0 };
    }
    if (entry.type === "conversation_rated" && closing) {
      closing = { ...closing, score: entry.score, count: closing.count + 1 };
    }
  }
  return isAnswered ? closing : null;
}

/** Stands at the end of the thread. */
export function create({ host, client, hear, redraw }: Stage): Part {
  let score = 0;
  let comment = "";
  let sent: Sent | null = null;
  /** Whether `sent` went over the connection that there is now. */
  let isOnWire = false;
  let isRefused = false;
  /** Whether a rating that was given is being changed. */
  let isChanging = false;
  adoptStyles(host.root, answersStyles);

  function change(deed: () => void): void {
    deed();
    redraw();
  }

  /** Sends what waits, again after a lost connection, and notices what came of it. */
  function followSent(state: ChatState): void {
    if (!sent) return;
    const { echo_id } = sent;
    const isThere = state.timeline.entries.some((entry) => entry.echo_id === echo_id);
    if (isThere) {
      const detail = { score: sent.score };
      sent = null;
      isChanging = false;
      hear((events) => {
        events.emit("rated", detail);
        events.reach("rated", state);
      });
    } else if (state.refusedId === echo_id) {
      sent = null;
      isRefused = true;
    } else if (state.status !== "online" || !state.isCaughtUp) {
      isOnWire = false;
    } else if (!isOnWire) {
      isOnWire = client.rate(sent);
    }
  }

  function submit(event: Event): void {
    event.preventDefault();
    if (!score) return;
    change(() => {
      sent = { echo_id: randomUuid(), score, comment };
      isOnWire = isRefused = false;
    });
  }

  function Choices({ choices, view }: { readonly choices: readonly string[]; readonly view: View }) {
    const { act, state } = view;
    return (
      <ul class="choices" aria-label={WORDS.choices}>
        {choices.map((choice) => (
          <li key={choice}>
            <button
              type="button"
              onClick={() => {
                // Who has a box to tick first finds the answer in the field.
                if (askedConsents(state).length) {
                  act.write(choice);
                  act.field.current?.focus();
                } else {
                  act.send(choice, null);
                  act.goToEnd();
                }
              }}
            >
              {choice}
            </button>
          </li>
        ))}
      </ul>
    );
  }

  function Rated({ closing }: { readonly closing: Closing }) {
    return (
      <p class="rated" role="status">
        {WORDS.thanks(closing.score, WORDS.scores[closing.score - 1] ?? "")}{" "}
        {closing.count < MAX_RATINGS && (
          <button
            type="button"
            class="link"
            onClick={() =>
              change(() => {
                score = closing.score;
                isChanging = true;
              })
            }
          >
            {WORDS.change}
          </button>
        )}
      </p>
    );
  }

  function Rating({ closing }: { readonly closing: Closing }) {
    const isSending = sent !== null;
    return (
      <form class="rating" onSubmit={submit}>
        <fieldset disabled={isSending}>
          <legend>{WORDS.question}</legend>
          <div class="scores">
            {SCORES.map((one) => (
              <label key={one} class={one === score ? "score chosen" : "score"}>
                <input
                  class="hidden"
                  type="radio"
                  name="score"
                  value={one}
                  checked={one === score}
                  aria-label={`${one}: ${WORDS.scores[one - 1]}`}
                  onChange={() =>
                    change(() => {
                      score = one;
                    })
                  }
                />
                <span aria-hidden="true">{one}</span>
              </label>
            ))}
          </div>
          <p class="ends" aria-hidden="true">
            <span>{score ? WORDS.scores[score - 1] : WORDS.scores[0]}</span>
            {!score && <span>{WORDS.scores[4]}</span>}
          </p>
          {score > 0 && (
            <>
              <label class="comment">
                {WORDS.comment}
                <textarea
                  rows={2}
                  maxLength={MAX_COMMENT_CHARS}
                  value={comment}
                  onInput={({ currentTarget }) => {
                    comment = currentTarget.value;
                  }}
                />
              </label>
              <button type="submit" class="submit">
                {isSending ? WORDS.sending : WORDS.submit}
              </button>
            </>
          )}
          <button
            type="button"
            class="link"
            onClick={() => change(() => (isChanging ? stopChanging() : skip(closing)))}
          >
            {WORDS.skip}
          </button>
          {isRefused && <p role="alert">{WORDS.refused}</p>}
        </fieldset>
      </form>
    );
  }

  function stopChanging(): void {
    isChanging = false;
  }

  const skippedKey = `ryadom:${host.site}:skipped`;
  let skippedSeq = 0;

  /** For this closing, in this tab, on its next pages too. */
  function skip({ seq }: Closing): void {
    skippedSeq = seq;
    try {
      sessionStorage.setItem(skippedKey, String(seq));
    } catch {
      // Storage is blocked: it is asked again on the next page.
    }
  }

  function isSkipped({ seq }: Closing): boolean {
    try {
      return seq === skippedSeq || sessionStorage.getItem(skippedKey) === String(seq);
    } catch {
      return seq === skippedSeq;
    }
  }

  return (view) => {
    const { state } = view;
    followSent(state);
    const choices = choicesOf(state);
    if (choices.length) return <Choices choices={choices} view={view} />;
    const closing = closingOf(state);
    // Of who has to agree first, nothing is taken.
    if (!closing || host.look.rating === false || askedConsents(state).length) return null;
    if (closing.score && !isChanging) return <Rated closing={closing} />;
    return isSkipped(closing) && !isChanging ? null : <Rating closing={closing} />;
  };
}
