// A telephone or an address on the card: it calls or writes, and can be copied. A mask is only text.
import { useRef, useState } from "preact/hooks";
import { contactHref } from "../../state/contact_links";
import { useCardTexts } from "./words";

interface ContactValueProps {
  /** By the name that the server has for it; what is no contact is shown as it is. */
  readonly kind: string;
  readonly text: string;
}

export function ContactValue({ kind, text }: ContactValueProps) {
  const { customerCard: words } = useCardTexts();
  const link = useRef<HTMLAnchorElement>(null);
  const [copied, setCopied] = useState("");
  const href = contactHref(kind, text);
  if (href === null) return <>{text}</>;
  const isCopied = copied === text;

  async function copy(): Promise<void> {
    // Browsers have no clipboard for pages without TLS: it is selected then.
    const copying = navigator.clipboard?.writeText(text) ?? Promise.reject(new Error("no clipboard"));
    const isDone = await copying.then(
      () => true,
      () => false,
    );
    if (!isDone && link.current) getSelection()?.selectAllChildren(link.current);
    setCopied(isDone ? text : "");
  }

  return (
    <span class="contact">
      <a href={href} ref={link} dir="ltr" title={kind === "phone" ? words.call : words.write}>
        {text}
      </a>
      <button class="button button--link mask__show" type="button" aria-label={words.copyOf(text)} onClick={copy}>
        {isCopied ? words.copied : words.copy}
      </button>
      <span class="unseen" role="status">
        {isCopied && words.copied}
      </span>
    </span>
  );
}
