// What was sent somewhere and what came of it, page by page, with the way to send it again.
import type { ComponentChildren } from "preact";
import { useId, useState } from "preact/hooks";
import type { Answer } from "../../../live/requests";
import { Listed, Section } from "../../page";
import { Problem } from "../../problem";
import { useDeed } from "../../use_deed";
import { useRefreshed } from "../../use_refreshed";
import { More } from "../consents/more";
import { type Paged, usePages } from "../consents/use_pages";

const REFRESH_MS = 5_000;

export interface AttemptWords {
  readonly log: string;
  readonly logLead: string;
  readonly logEmpty: string;
  readonly logNoFailed: string;
  /** Where only some of those that there are have been looked through. */
  readonly logSearched?: string;
  readonly onlyFailed: string;
  readonly againFailed: string;
  readonly againOne: string;
  readonly againCount: (count: number) => string;
  readonly againLater: string;
}

export interface AttemptLogProps<P extends Paged, R> {
  /** To whom it was sent. */
  readonly id: string;
  readonly words: AttemptWords;
  readonly load: (onlyFailed: boolean, cursor: string | null) => Promise<Answer<P>>;
  readonly rowsOf: (page: P) => readonly R[];
  /** Sends one again, or (null) all that failed. */
  readonly resend: (row: R | null) => Promise<Answer<{ readonly count: number }>>;
  readonly onResent: () => Promise<void>;
  /** Nothing is sent there for now. */
  readonly isHalted: boolean;
  /** Which of those that failed, beside the button for them. */
  readonly choice?: ComponentChildren;
  readonly children: (rows: readonly R[], isBusy: boolean, again: (row: R) => void) => ComponentChildren;
}

export function AttemptLog<P extends Paged, R>(props: AttemptLogProps<P, R>) {
  const { words, load, resend, onResent, isHalted } = props;
  const id = useId();
  const [onlyFailed, setOnlyFailed] = useState(false);
  const [done, setDone] = useState("");
  const deed = useDeed();
  const pages = usePages(`${props.id} ${onlyFailed}`, (cursor) => load(onlyFailed, cursor), props.rowsOf);
  const { rows, reload } = pages;
  useRefreshed(reload, REFRESH_MS, pages.isContinued);

  function again(row: R | null) {
    setDone("");
    void deed.run(
      () => resend(row),
      ({ count }) => {
        const said = row === null ? words.againCount(count) : words.againOne;
        setDone(isHalted && count > 0 ? `${said} ${words.againLater}` : said);
        void reload();
        void onResent();
      },
    );
  }

  const noFailed = (pages.hasMore && words.logSearched) || words.logNoFailed;
  return (
    <Section title={words.log}>
      <p class="page__lead">{words.logLead}</p>
      <div class="outgoing__log-bar">
        <label class="check" for={`${id}-failed`}>
          <input
            id={`${id}-failed`}
            type="checkbox"
            checked={onlyFailed}
            onChange={(event) => setOnlyFailed(event.currentTarget.checked)}
          />
          <span>{words.onlyFailed}</span>
        </label>
        <div class="outgoing__again">
          {props.choice}
          <button class="button" type="button" aria-disabled={deed.busy} onClick={() => again(null)}>
            {words.againFailed}
          </button>
        </div>
      </div>
      <Problem failure={deed.failure} />
      <p class={done ? "page__done" : "unseen"} role="status">
        {done}
      </p>
      <Listed
        rows={rows}
        failure={rows ? null : pages.failure}
        isLoading={pages.isLoading}
        onRetry={reload}
        empty={onlyFailed ? noFailed : words.logEmpty}
      >
        {(found) => props.children(found, deed.busy, again)}
      </Listed>
      <More pages={pages} />
    </Section>
  );
}
