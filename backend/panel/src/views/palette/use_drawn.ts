// Tells the palette that something else is drawn behind it: what it presses there may have come, or be gone.
import { useEffect, useState } from "preact/hooks";

/** Grows with each frame in which the panes were drawn anew; what only changes its words is the same to press. */
export function useDrawn(): number {
  const [count, setCount] = useState(0);
  useEffect(() => {
    const panes = document.querySelector(".panel");
    if (!panes) return;
    let frame = 0;
    const observer = new MutationObserver(() => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => setCount((before) => before + 1));
    });
    observer.observe(panes, { childList: true, subtree: true });
    return () => {
      observer.disconnect();
      cancelAnimationFrame(frame);
    };
  }, []);
  return count;
}
