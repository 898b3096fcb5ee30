// The card over the thread of a narrow screen is a step of the browser's history: "back" closes it, "forward" opens it again.
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

/** So wide a screen has room for the card beside the thread. */
export const ROOM_FOR_CARD = "(min-width: 1200px)";

export interface CardPlace {
  readonly isOpen: boolean;
  readonly show: () => void;
  readonly close: () => void;
}

/** Whether the browser stands on the step that is the open card of this conversation. */
const isStep = (id: string | null) => id !== null && history.state?.cardOf === id;

export function useCardPlace(openId: string | null): CardPlace {
  const [isOpen, setIsOpen] = useState(() => isStep(openId));
  const id = useRef(openId);
  id.current = openId;
  /** The way back from the step takes a moment; whoever wants the card again meanwhile has it after it. */
  const leaving = useRef<"no" | "yes" | "to come back">("no");
  const step = useCallback(() => history.pushState({ cardOf: id.current }, ""), []);
  useLayoutEffect(() => setIsOpen(isStep(openId)), [openId]);
  useEffect(() => {
    const follow = () => {
      // Told of a step before
      if (leaving.current !== "no" && isStep(id.current)) return;
      if (leaving.current === "to come back") step();
      leaving.current = "no";
      setIsOpen(isStep(id.current));
    };
    addEventListener("popstate", follow);
    return () => removeEventListener("popstate", follow);
  }, [step]);
  const show = useCallback(() => {
    if (leaving.current !== "no") leaving.current = "to come back";
    else if (!matchMedia(ROOM_FOR_CARD).matches && !isStep(id.current)) step();
    setIsOpen(true);
  }, [step]);
  const close = useCallback(() => {
    if (leaving.current === "no" && isStep(id.current)) history.back();
    if (isStep(id.current)) leaving.current = "yes";
    setIsOpen(false);
  }, []);
  return { isOpen, show, close };
}
