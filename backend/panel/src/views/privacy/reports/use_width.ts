// How wide a part of the page is: what is drawn in it has its letters in the size of all others.
import type { RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

/** CSS pixels, and what to measure; `otherwise` until it is there. */
export function useWidth(otherwise: number): { width: number; ref: RefObject<HTMLDivElement | null> } {
  const ref = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(otherwise);
  useEffect(() => {
    const part = ref.current;
    if (!part) return;
    const observer = new ResizeObserver(([seen]) => seen && setWidth(Math.max(1, Math.round(seen.contentRect.width))));
    observer.observe(part);
    return () => observer.disconnect();
  }, []);
  return { width, ref };
}
