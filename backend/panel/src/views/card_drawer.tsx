// Where the card stands: a pane of its own on wide screens, a drawer over the thread on others.
import { useEffect, useRef, useState } from "preact/hooks";
import type { Conversation } from "../operator.gen";
import { CardPane, type CardProps } from "./card_pane";
import { useTexts } from "./context";
import { memo } from "./memo";
import { ROOM_FOR_CARD } from "./use_card_place";
import { useMedia } from "./use_media";

export const CardDrawer = memo(({ isOpen, ...props }: CardProps & { readonly isOpen: boolean }) => {
  const texts = useTexts();
  const card = { ...props, conversation: useFrameBehind(props.conversation) };
  const isWide = useMedia(ROOM_FOR_CARD);
  const frame = useRef<HTMLElement>(null);
  const isDrawer = isOpen && !isWide;
  useEffect(() => {
    if (!isDrawer) return;
    const before = document.activeElement;
    frame.current?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, [isDrawer]);
  if (!isWide && !isOpen) return null;
  return (
    <>
      {isDrawer && (
        <button class="panel__card-backdrop" type="button" aria-label={texts.thread.closeCard} onClick={card.onClose} />
      )}
      <aside
        class="panel__card"
        data-conversation={card.conversation.id}
        ref={frame}
        aria-label={texts.card.label}
        tabIndex={-1}
      >
        <CardPane {...card} />
      </aside>
    </>
  );
});

/** Another conversation a frame later: its thread, which was pressed for, need not wait for the card. */
function useFrameBehind(conversation: Conversation): Conversation {
  const [before, setBefore] = useState(conversation);
  useEffect(() => setBefore(conversation), [conversation.id]);
  return before.id === conversation.id ? conversation : before;
}
