// Ready replies as a table: out of a shelf, and into it.
import { useRef, useState } from "preact/hooks";
import { type CannedReplies, importReplies, repliesFileUrl, type Shelf } from "../../../live/canned_requests";
import { Section } from "../../page";
import { Problem } from "../../problem";
import { useDeed } from "../../use_deed";
import { usePrivacyTexts } from "../words";
import { OWN_SHELF, ShelfField } from "./shelf_field";
import { saying } from "./words_of_failure";

export function RepliesFile({ all, onDone }: { readonly all: CannedReplies; readonly onDone: () => void }) {
  const texts = usePrivacyTexts();
  const words = texts.replies;
  const deed = useDeed();
  const [shelf, setShelf] = useState<Shelf>(OWN_SHELF);
  const [done, setDone] = useState<string | null>(null);
  const chooser = useRef<HTMLInputElement>(null);

  function take(input: HTMLInputElement) {
    const file = input.files?.[0];
    // The same file may be chosen again once it is mended.
    input.value = "";
    if (!file) return;
    setDone(null);
    void deed.run(
      () => importReplies(file, shelf),
      ({ added, changed }) => {
        setDone(words.uploaded(added, changed));
        onDone();
      },
    );
  }

  return (
    <Section title={words.table}>
      <div class="form">
        <p class="form__hint">{words.tableHint}</p>
        <ShelfField of={all} shelf={shelf} onChange={setShelf} />
        <Problem failure={deed.failure} say={saying(texts)} />
        <div class="form__actions">
          <a class="button" href={repliesFileUrl(shelf)} download>
            {words.download}
          </a>
          <button class="button" type="button" aria-disabled={deed.busy} onClick={() => chooser.current?.click()}>
            {words.upload}
          </button>
          <input
            class="unseen"
            ref={chooser}
            type="file"
            accept=".csv,text/csv"
            tabIndex={-1}
            aria-hidden="true"
            onChange={({ currentTarget }) => take(currentTarget)}
          />
          <p class={done ? "page__done" : "unseen"} role="status">
            {done}
          </p>
        </div>
      </div>
    </Section>
  );
}
