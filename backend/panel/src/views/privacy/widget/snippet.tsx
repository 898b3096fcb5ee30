// The line that goes into the site's pages, and the page that the chat has without any.
import { useState } from "preact/hooks";
import type { SiteWidget } from "../../../live/site_requests";
import { Section } from "../../page";
import { usePrivacyTexts } from "../words";

export function Snippet({ site }: { readonly site: { readonly key: string } }) {
  const { widget: words } = usePrivacyTexts();
  const [said, setSaid] = useState("");
  const snippet = `<script async src="${location.origin}/widget.js" data-site="${site.key}"></script>`;

  function copy(): void {
    // Without TLS there is no clipboard; the text can be selected all the same.
    const copying = navigator.clipboard?.writeText(snippet) ?? Promise.reject(new Error("no clipboard"));
    copying.then(
      () => setSaid(words.copied),
      () => setSaid(words.notCopied),
    );
  }

  return (
    <Section title={words.snippet}>
      <p class="form__hint">{words.snippetHint}</p>
      <pre class="widget__snippet">
        <code>{snippet}</code>
      </pre>
      <div class="form__actions">
        <button class="button" type="button" onClick={copy}>
          {words.copy}
        </button>
        <p class={said ? "page__done" : "unseen"} role="status">
          {said}
        </p>
      </div>
    </Section>
  );
}

/** Nothing where the server does not know its own address. */
export function ChatPage({ site }: { readonly site: SiteWidget }) {
  const { widget: words } = usePrivacyTexts();
  const { public_url } = site.server;
  if (!public_url) return null;
  const url = `${public_url}/chat/${site.key}`;
  return (
    <Section title={words.chatPage}>
      <p class="form__hint">{words.chatPageHint}</p>
      <p>
        <a href={url} target="_blank" rel="noopener noreferrer">
          {url}
        </a>
      </p>
    </Section>
  );
}
