// A message with masks in it: each is a button that shows what is behind, once the journal knows of it.
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { MaskedPiece } from "../operator.gen";
import { splitMasks } from "../state/masks";
import { errorText } from "../texts/errors";
import { useTexts } from "./context";
import { MessageText } from "./message_text";
import { keyOf, useReveals } from "./reveals";

/** What of a message, or of a rating's comment, its masks are made in. */
export interface Masked {
  readonly seq: number;
  readonly body: string;
  readonly masked?: readonly MaskedPiece[];
}

export function MaskedText({ message }: { readonly message: Masked }) {
  const texts = useTexts();
  const { isAllowed, bodies, failure, ask } = useReveals();
  const key = keyOf(message.seq, message.body);
  const body = bodies.get(key);
  const pieces = useMemo(() => splitMasks(message.body, message.masked ?? []), [message.body, message.masked]);
  const shown = useRef<HTMLSpanElement>(null);
  const wasAsked = useRef(false);
  // The button that had the focus is gone: it goes to what came in its place, and that is read aloud.
  useEffect(() => {
    if (body !== undefined && wasAsked.current) shown.current?.focus();
  }, [body]);

  if (body !== undefined) {
    return (
      <span class="revealed" ref={shown} tabIndex={-1}>
        <MessageText body={body} />
      </span>
    );
  }
  return (
    <>
      {pieces.map(({ text, kind }, index) => {
        if (kind === null) return <MessageText key={index} body={text} />;
        if (!isAllowed) {
          return (
            <span key={index} class="mask" title={texts.masks.hidden}>
              {text}
            </span>
          );
        }
        return (
          <MaskButton
            key={index}
            text={text}
            kind={kind}
            onShow={() => {
              wasAsked.current = true;
              ask(message.seq, message.body);
            }}
          />
        );
      })}
      {failure?.key === key && (
        <span class="mask-problem" role="alert">
          {texts.masks.notShown(errorText(texts, failure.failure.code))}
        </span>
      )}
    </>
  );
}

export interface MaskButtonProps {
  readonly text: string;
  readonly kind: string;
  readonly onShow: () => void;
}

/** A mask with the word that says what a click does. */
export function MaskButton({ text, kind, onShow }: MaskButtonProps) {
  const texts = useTexts();
  return (
    <button class="mask mask--button" type="button" title={texts.masks.showing(kind)} onClick={onShow}>
      {text} <span class="mask__show">{texts.masks.show}</span>
    </button>
  );
}
