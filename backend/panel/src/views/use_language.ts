// The words in the chosen language. Those of English, which few choose, are fetched; Russian ones are there.
import { useEffect, useState } from "preact/hooks";
import type { Language } from "../preferences";
import { ru, type Texts } from "../texts/ru";

const loadEnglish = () => import("../texts/en").then(({ en }) => en);

/**
 * Null until there are any. While another language comes the one before stays; where it can't be fetched, too, or Russian.
 */
export function useLanguage(language: Language, load: () => Promise<Texts> = loadEnglish): Texts | null {
  const [shown, show] = useState(language === "ru" ? ru : null);
  useEffect(() => {
    if (language === "ru") return show(ru);
    let isGone = false;
    load().then(
      (texts) => isGone || show(texts),
      () => isGone || show((before) => before ?? ru),
    );
    return () => {
      isGone = true;
    };
  }, [language, load]);
  return shown;
}
