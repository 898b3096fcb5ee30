// Which page the visitor is on, also where the site changes it without loading another.
import type { Page } from "./visitor.gen";

/** What the server takes, in characters. */
const MAX_URL_CHARS = 2_048;
const MAX_TITLE_CHARS = 512;
/** Applications set the title some time after the address. */
const TITLE_DELAY_MS = 400;
const LOOK_INTERVAL_MS = 2_000;

/** The page as it is now; `title` is its own, without what we have put before it. */
export function currentPage(title: string): Page {
  return {
    url: clip(location.href, MAX_URL_CHARS),
    title: clip(title, MAX_TITLE_CHARS),
    referrer: clip(document.referrer, MAX_URL_CHARS),
  };
}

/**
 * Calls back when the address has changed, until `signal`.
 *
 * The history API is not patched: it is the page's. Browsers without the Navigation API are looked at now and then.
 */
export function watchPage(onVisit: () => void, signal: AbortSignal): void {
  let seen = location.href;
  let timer = 0;
  const look = () => {
    if (location.href === seen) return;
    seen = location.href;
    clearTimeout(timer);
    timer = setTimeout(onVisit, TITLE_DELAY_MS) as unknown as number;
  };
  const { navigation } = window as unknown as { navigation?: EventTarget };
  navigation?.addEventListener("currententrychange", look, { signal });
  const interval = navigation ? 0 : setInterval(look, LOOK_INTERVAL_MS);
  signal.addEventListener("abort", () => {
    clearInterval(interval);
    clearTimeout(timer);
  });
}

/** At most so many characters, and no half of a character that was cut in two. */
function clip(text: string, maxChars: number): string {
  return text.slice(0, maxChars).replace(/\p{Cs}/gu, "");
}
