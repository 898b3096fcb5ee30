// One passage of the thread: a day, a quiet line, or a group of messages with its time and its progress.
import type { VNode } from "preact";
import type { Bubble, Group, Passage } from "../passages";
import { dayOf, type Texts, timeOf } from "../texts/texts";
import type { Author } from "../visitor.gen";
import { Icon } from "./icon";
import { linked } from "./linked";
import type { Actions } from "./view";

interface Props {
  readonly passage: Passage;
  readonly isLastOwn: boolean;
  readonly isClosedNow: boolean;
  readonly texts: Texts;
  readonly nowMs: number;
  readonly act: Actions;
  /** Somebody's picture. */
  face(author: Author): VNode | null | undefined;
  /** Draws a message with files, or one that answers another, where what it takes is there. */
  drawFiles(bubble: Bubble): VNode | null | undefined;
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

function GroupItem({ group, isLastOwn, texts, act, face, drawFiles }: Props & { readonly group: Group }) {
  const last = group.bubbles.at(-1);
  const { isOwn, author } = group;
  return (
    <li class={isOwn ? "group own" : "group"}>
      <span class={isOwn ? "hidden" : "author"}>
        {!isOwn && author && face(author)}
        {isOwn ? texts.you : group.name || texts.operator}
      </span>
      {group.bubbles.map((bubble) => (
        <BubbleItem key={bubble.key} {...{ bubble, texts, act, drawFiles }} />
      ))}
      <p class="meta">
        {last && <ProgressMark bubble={last} isSpelledOut={isLastOwn} texts={texts} />}
        <time dateTime={new Date(group.atMs).toISOString()}>{timeOf(texts, group.atMs)}</time>
      </p>
    </li>
  );
}

type Drawn = Pick<Props, "texts" | "act" | "drawFiles"> & { readonly bubble: Bubble };

function BubbleItem({ bubble, texts, act, drawFiles }: Drawn) {
  const { key, body, files, progress, code, isEdited, quote } = bubble;
  const drawn = (files || quote) && drawFiles(bubble);
  // Nobody can send an empty message: it was deleted, or erased.
  if (progress !== "failed") {
    return (
      drawn || (
        <p class="bubble">
          {body || files ? linked(body) : <em>{texts.erased}</em>}
          {body && isEdited && <small> {texts.edited}</small>}
        </p>
      )
    );
  }
  // The same would be refused again.
  const isRefused = code === "bad_body" || code === "file_unknown";
  return (
    <>
      {drawn || <p class="bubble failed">{linked(body)}</p>}
      <p class="failure">
        {texts.refusals[code as string] ?? texts.notSent}{" "}
        <button type="button" class="link" onClick={() => (isRefused ? act.edit(key, body) : act.retry(key))}>
          {isRefused ? texts.edit : texts.retry}
        </button>
      </p>
    </>
  );
}

/** Before the time, which keeps its place whatever comes. One tick: stored; two: read. The newest group says it in words for everybody, the others for screen readers. */
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
