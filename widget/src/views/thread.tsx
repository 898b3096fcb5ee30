// The list of messages, and the way to new ones for a reader who is further up.
import { Component } from "preact";
import { passagesOf } from "../passages";
import { PassageItem } from "./passage_item";
import type { View } from "./view";

/** Not drawn anew for what is being written: with a thousand messages a key must not wait for all of them. */
export class Thread extends Component<View> {
  override shouldComponentUpdate(next: View): boolean {
    return next.edition !== this.props.edition;
  }

  override render(view: View) {
    const { state, texts, nowMs, isFollowing, unread, act } = view;
    const hasAnswers =
      state.conversation?.status === "closed" || state.timeline.entries.some((one) => "choices" in one);
    const passages = passagesOf(state);
    const lastOwn = passages.filter((passage) => passage.kind === "group" && passage.isOwn && !passage.isFailed).at(-1);
    return (
      <div class="thread">
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard */}
        <div class="log" role="log" aria-label={texts.messages} tabIndex={0} ref={act.attachLog}>
          {state.isLoadingOlder && <p class="line">{texts.loading}</p>}
          <ul class="passages">
            {passages.map((passage) => (
              <PassageItem
                key={passage.kind + passage.key}
                passage={passage}
                isLastOwn={passage === lastOwn}
                isClosedNow={passage === passages.at(-1) && state.conversation?.status === "closed"}
                texts={texts}
                nowMs={nowMs}
                act={act}
                face={(author) => view.part("faces")?.(view, author)}
                drawFiles={(bubble) =>
                  view.isOpen ? view.part(bubble.quote ? "quotes" : "files")?.({ ...view, bubble }) : null
                }
              />
            ))}
          </ul>
          {hasAnswers && view.part("answers")?.(view)}
          <p class="typing" role="status">
            {state.typing && texts.typing(state.typing.name || texts.operator)}
          </p>
        </div>
        {!isFollowing && unread > 0 && (
          <button type="button" class="to-end" onClick={act.goToEnd}>
            {texts.newMessages(unread)}
          </button>
        )}
      </div>
    );
  }
}
