// One passage of the thread: a day, a quiet line, or a group of messages with its time and its progress.
import type { Bubble, Group, Passage } from "../passages";
import { dayOf, type Texts, timeOf } from "../texts/texts";
import { Icon } from "./icon";

interface Props {
  readonly passage: Passage;
  readonly isLastOwn: boolean;
  readonly isClosedNow: boolean;
  readonly texts: Texts;
  readonly nowMs: number;
  onRetry(echoId: string): void;
}

export function PassageItem(props: Props) {
  const { passage, texts } = props;
  switch (passage.kind) {
    case "day":
      return <li class="line day">{dayOf(texts, passage.atMs, props.nowMs)}</li>;
    case "joined":
      return <li class="line">{texts.joined(passage.name || texts.operator)}</li>;
    case "closed":
      return <li class="line">{props.isClosedNow ? texts.closedNow : texts.closed}</li>;
    case "group":
      return <GroupItem {...props} group={passage} />;
  }
}

function GroupItem({ group, isLastOwn, texts, onRetry }: Props & { readonly group: Group }) {
  const last = group.bubbles.at(-1);
  return (
    <li class={group.isOwn ? "group own" : "group"}>
      <span class={group.isOwn ? "hidden" : "author"}>{group.isOwn ? texts.you : group.name || texts.operator}</span>
      {group.bubbles.map((bubble) => (
        <BubbleItem key={bubble.key} bubble={bubble} texts={texts} onRetry={onRetry} />
      ))}
      <p class="meta">
        <time dateTime={new Date(group.atMs).toISOString()}>{timeOf(texts, group.atMs)}</time>
        {last && <ProgressMark bubble={last} isSpelledOut={isLastOwn} texts={texts} />}
      </p>
    </li>
  );
}

function BubbleItem({ bubble, texts, onRetry }: { bubble: Bubble; texts: Texts; onRetry(echoId: string): void }) {
  return (
    <>
      <p class={bubble.progress === "failed" ? "bubble failed" : "bubble"}>{bubble.body}</p>
      {bubble.progress === "failed" && (
        <p class="failure">
          {texts.failed(bubble.code)}{" "}
          <button type="button" class="link" onClick={() => onRetry(bubble.key)}>
            {texts.retry}
          </button>
        </p>
      )}
    </>
  );
}

/** One tick: stored; two: read. The newest group says it in words for everybody, the others for screen readers. */
function ProgressMark({ bubble, isSpelledOut, texts }: { bubble: Bubble; isSpelledOut: boolean; texts: Texts }) {
  const { progress } = bubble;
  if (!progress || progress === "failed") return null;
  if (progress === "sending" || progress === "waiting") return <span class="unsent">{texts[progress]}</span>;
  return (
    <>
      <Icon path={progress === "read" ? "M2 13l5 5L17 7M12 18 22 7" : "M5 13l5 5L20 7"} />
      <span class={isSpelledOut ? undefined : "hidden"}>{texts[progress]}</span>
    </>
  );
}
