// Addresses of pages that visitors were on: from outside, so they are text, and links only to web pages.
import type { ComponentChildren } from "preact";
import { useTexts } from "./context";

/** An address as text, or what is to be read in its place; the page behind a link learns nothing of the panel. */
export function PageAddress({ url, children }: { readonly url: string; readonly children?: ComponentChildren }) {
  const texts = useTexts();
  const shown = children ?? readable(url);
  if (!/^https?:\/\//i.test(url)) return <span class="facts__url">{shown}</span>;
  return (
    <a class="facts__url" href={url} target="_blank" rel="noopener noreferrer">
      {shown}
      <span class="unseen"> ({texts.card.opensNewTab})</span>
    </a>
  );
}

/** Percent-encoded Cyrillic as letters. What can't be decoded stays as it is. */
export function readable(url: string): string {
  try {
    return decodeURI(url).replace(/^https?:\/\//i, "");
  } catch {
    return url;
  }
}
