// «Персональные данные»: the pages of those who look after them, beside the conversations.
import { useEffect, useRef } from "preact/hooks";
import type { SignedIn } from "../../live/session_requests";
import { formatPrivacyRoute, formatRoute, type PrivacyRoute, type Route } from "../../route";
import { useTexts } from "../context";
import { pagesFor } from "./pages";

export interface PrivacyProps {
  readonly signedIn: SignedIn;
  readonly open: PrivacyRoute;
  /** Where the way back leads. */
  readonly conversations: Route;
}

export function Privacy({ signedIn, open, conversations }: PrivacyProps) {
  const texts = useTexts();
  const pages = pagesFor(signedIn);
  const page = pages.find(({ name }) => name === open.page) ?? pages[0];
  const main = useRef<HTMLElement>(null);
  const name = page?.name;

  // A page that opens is read from its heading on
  useEffect(() => {
    main.current?.scrollTo(0, 0);
    main.current?.querySelector("h1")?.focus();
  }, [name, open.itemId]);

  return (
    <div class="privacy">
      <header class="privacy__bar">
        <a class="button button--quiet" href={formatRoute(conversations)}>
          <span aria-hidden="true">←</span> {texts.pages.backToChats}
        </a>
        <strong>{texts.pages.privacy}</strong>
      </header>
      <nav class="privacy__nav" aria-label={texts.pages.privacy}>
        {pages.map((one) => (
          <a
            key={one.name}
            class="privacy__link"
            href={formatPrivacyRoute({ page: one.name, itemId: null })}
            aria-current={one === page ? "page" : undefined}
          >
            {one.title(texts)}
            {one.badge && <one.badge />}
          </a>
        ))}
      </nav>
      <main class="privacy__page" ref={main}>
        {page ? (
          <page.view
            key={page.name}
            signedIn={signedIn}
            itemId={open.itemId}
            onOpen={(itemId) => {
              location.hash = formatPrivacyRoute({ page: page.name, itemId });
            }}
          />
        ) : (
          <p class="page__empty">{texts.pages.noneForRole}</p>
        )}
      </main>
    </div>
  );
}
