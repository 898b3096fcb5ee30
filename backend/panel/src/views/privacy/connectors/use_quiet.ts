// A value once it has stayed the same for a moment: whoever writes is not answered at each letter.
import { useEffect, useState } from "preact/hooks";

const PAUSE_MS = 800;

/** At first the value at once. */
export function useQuiet(value: string): string {
  const [quiet, setQuiet] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setQuiet(value), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return quiet;
}
