// Puts the focus on what a press has asked for, with the drawing itself: the next key must not go elsewhere.
import { useLayoutEffect, useRef } from "preact/hooks";

type Find = () => HTMLElement | null | undefined;

/** To be called together with the change of state that the element comes with. */
export function useFocusOnceDrawn(): (find: Find) => void {
  const wanted = useRef<Find | null>(null);
  useLayoutEffect(() => {
    const element = wanted.current?.();
    if (!element) return;
    wanted.current = null;
    element.focus();
  });
  return (find) => {
    wanted.current = find;
  };
}
