// A message as long as a page shows its beginning, and the rest to whoever wants to read it: the answers below stay near.
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { useTexts } from "./context";

/** What is shorter has no more lines than are shown, on a phone either. */
const SHORT_CHARS = 700;
const SHORT_BREAKS = 20;

export interface FoldedWordsProps {
  readonly body: string;
  readonly children: ComponentChildren;
}

export function Words({ body, children }: FoldedWordsProps) {
  const isShort = body.length <= SHORT_CHARS && body.split("\n", SHORT_BREAKS + 1).length <= SHORT_BREAKS;
  return isShort ? <p>{children}</p> : <FoldedWords>{children}</FoldedWords>;
}

function FoldedWords({ children }: Pick<FoldedWordsProps, "children">) {
  const texts = useTexts();
  const words = useRef<HTMLParagraphElement>(null);
  const [isWhole, setIsWhole] = useState(false);
  const [isCut, setIsCut] = useState(false);
  useLayoutEffect(() => {
    const element = words.current;
    if (!element || isWhole) return;
    const measure = () => setIsCut(element.scrollHeight > element.clientHeight);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [isWhole, children]);
  return (
    <>
      <p
        class={isWhole ? undefined : isCut ? "bubble__folded bubble__folded--cut" : "bubble__folded"}
        ref={words}
        tabIndex={-1}
        // A link below the fold was reached by keys
        onFocusIn={() => setIsWhole(true)}
      >
        {children}
      </p>
      {isCut && !isWhole && (
        <button
          class="button button--link bubble__unfold"
          type="button"
          // The words have the focus then, from their beginning on
          onClick={() => words.current?.focus({ preventScroll: true })}
        >
          {texts.messages.showWhole}
        </button>
      )}
    </>
  );
}
