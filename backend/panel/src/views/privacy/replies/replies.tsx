// «Быстрые ответы»: one's own and those that colleagues share.
import { useRef, useState } from "preact/hooks";
import { type CannedReply, deleteReply, fetchReplies } from "../../../live/canned_requests";
import { Listed, Page } from "../../page";
import { Problem } from "../../problem";
import { useDeed } from "../../use_deed";
import { useLoaded } from "../../use_loaded";
import { usePrivacyTexts } from "../words";
import { RepliesFile } from "./replies_file";
import { ReplyForm } from "./reply_form";
import { saying } from "./words_of_failure";

export function Replies() {
  const texts = usePrivacyTexts();
  const words = texts.replies;
  const { value, failure, isLoading, reload } = useLoaded("replies", fetchReplies);
  const deed = useDeed();
  /** The id of the one whose form is open; "" for a new one, null for none. */
  const [openId, setOpenId] = useState<string | null>(null);
  const [search, setSearch] = useState("");
  const wanted = search.trim().toLowerCase();
  const found = (value?.replies ?? []).filter(({ shortcut, body }) =>
    `${shortcut}\n${body}`.toLowerCase().includes(wanted),
  );
  /** As it was last seen: a colleague may delete it while it is written in. */
  const seen = useRef<CannedReply | null>(null);
  const open = [...(value?.replies ?? []), seen.current].find((reply) => reply?.id === openId) ?? null;
  seen.current = open;

  function close() {
    setOpenId(null);
    void reload();
  }

  function remove(reply: CannedReply) {
    if (confirm(words.deleteAsk(reply.shortcut)))
      void deed.run(
        () => deleteReply(reply),
        () => {
          setOpenId((now) => (now === reply.id ? null : now));
          void reload();
        },
      );
  }

  return (
    <Page
      title={words.title}
      lead={words.lead}
      action={
        openId === null && (
          <button class="button button--primary" type="button" onClick={() => setOpenId("")}>
            {words.add}
          </button>
        )
      }
    >
      {value && openId !== null && (openId === "" || open) && (
        <ReplyForm key={openId} all={value} reply={open} onDone={close} onCancel={() => setOpenId(null)} />
      )}
      <Problem failure={deed.failure} say={saying(texts)} />
      <Listed
        rows={value?.replies ?? null}
        failure={failure}
        isLoading={isLoading}
        onRetry={reload}
        empty={words.empty}
      >
        {() => (
          <>
            <label class="form__field replies__search">
              {words.search}
              <input
                class="input"
                type="search"
                value={search}
                onInput={(event) => setSearch(event.currentTarget.value)}
              />
            </label>
            {found.length === 0 && <p class="page__empty">{words.nothingFound}</p>}
            <ul class="replies__list">
              {found.map((reply) => (
                <li key={reply.id} class="replies__one">
                  <p class="replies__head">
                    <strong dir="auto">/{reply.shortcut}</strong>
                    <span class="form__hint">{words.scopes[reply.scope]}</span>
                  </p>
                  <p class="replies__body" dir="auto">
                    {reply.body}
                  </p>
                  {reply.may_change && (
                    <p class="form__actions">
                      <button
                        class="button"
                        type="button"
                        aria-label={words.editOf(reply.shortcut)}
                        onClick={() => setOpenId(reply.id)}
                      >
                        {words.edit}
                      </button>
                      <button
                        class="button"
                        type="button"
                        aria-label={words.deleteOf(reply.shortcut)}
                        onClick={() => remove(reply)}
                      >
                        {words.delete}
                      </button>
                    </p>
                  )}
                </li>
              ))}
            </ul>
          </>
        )}
      </Listed>
      {value && <RepliesFile all={value} onDone={() => void reload()} />}
    </Page>
  );
}
