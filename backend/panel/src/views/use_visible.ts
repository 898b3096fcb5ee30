// Whether somebody can see the page: only then is a message read.
import { useEffect, useState } from "preact/hooks";

/** Whether the document is visible and its window has the focus. */
export function useDocumentVisible(): boolean {
  const [visible, setVisible] = useState(isSeen);
  useEffect(() => {
    const look = () => setVisible(isSeen());
    document.addEventListener("visibilitychange", look);
    window.addEventListener("focus", look);
    window.addEventListener("blur", look);
    return () => {
      document.removeEventListener("visibilitychange", look);
      window.removeEventListener("focus", look);
      window.removeEventListener("blur", look);
    };
  }, []);
  return visible;
}

export function isSeen(): boolean {
  return document.visibilityState === "visible" && document.hasFocus();
}
