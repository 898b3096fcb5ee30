// The card over the thread of a narrow screen: "back" takes it away, as it does with whatever covers a screen there.
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

/** So wide a screen has room for the card beside the thread. */
export const ROOM_FOR_CARD = "(min-width: 1200px)";

export interface CardPlace {
  readonly isOpen: boolean;
  readonly show: () => void;
  readonly close: () => void;
}

/** The step of the browser's history that is the open card. */
const isStep = () => history.state?.card === true;

export function useCardPlace(openId: string | null): CardPlace {
  const [isOpen, setIsOpen] = useState(isStep);
  const shownId = useRef(openId);
  useLayoutEffect(() => {
    if (shownId.current !== openId) setIsOpen(false);
    shownId.current = openId;
  }, [openId]);
  useEffect(() => {
    // Whoever went elsewhere from the card has left its step behind: there is nothing to come back to
    const follow = () => (isStep() ? history.back() : setIsOpen(false));
    addEventListener("popstate", follow);
    return () => removeEventListener("popstate", follow);
  }, []);
  const show = useCallback(() => {
    if (!matchMedia(ROOM_FOR_CARD).matches && !isStep()) history.pushState({ card: true }, "");
    setIsOpen(true);
  }, []);
  const close = useCallback(() => {
    if (isStep()) history.back();
    setIsOpen(false);
  }, []);
  return { isOpen, show, close };
}
