// «Персональные данные»: the pages of those who look after them, beside the conversations.
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { SignedIn } from "../../live/session_requests";
import { formatPrivacyRoute, formatRoute, type PrivacyRoute, type Route } from "../../route";
import { useTexts } from "../context";
import { GROUPS, pagesFor } from "./pages";
import { PAGE_VIEWS } from "./views";
import { PrivacyTextsContext, withPages } from "./words";

export interface PrivacyProps {
  readonly signedIn: SignedIn;
  readonly open: PrivacyRoute;
  /** Where the way back leads. */
  readonly conversations: Route;
}

export function Privacy({ signedIn, open, conversations }: PrivacyProps) {
  const base = useTexts();
  const texts = useMemo(() => withPages(base), [base]);
  const pages = pagesFor(signedIn);
  // A page that the role lacks is said to be closed: another one in its place would look like it.
  const name = pages.find((one) => one === open.page) ?? (open.page in PAGE_VIEWS ? undefined : pages[0]);
  const Page = name && PAGE_VIEWS[name].view;
  const main = useRef<HTMLElement>(null);
  const nav = useRef<HTMLDivElement>(null);

  // A page that opens is read from its heading on
  useEffect(() => {
    main.current?.scrollTo(0, 0);
    main.current?.querySelector("h1")?.focus();
    // On a phone the list is a row that scrolls
    nav.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [name, open.itemId]);

  return (
    <PrivacyTextsContext.Provider value={texts}>
      <div class="privacy">
        <header class="privacy__bar">
          <a class="button button--quiet" href={formatRoute(conversations)}>
            <span aria-hidden="true">←</span> {texts.pages.backToChats}
          </a>
          <strong>
            {texts.pages[GROUPS.find((group) => name && pagesFor(signedIn, group).includes(name)) ?? "privacy"]}
          </strong>
        </header>
        <div class="privacy__nav" ref={nav}>
          {GROUPS.map((group) => {
            const listed = pagesFor(signedIn, group);
            return (
              listed.length > 0 && (
                <nav key={group} class="privacy__group" aria-label={texts.pages[group]}>
                  {group !== GROUPS[0] && listed.length > 1 && (
                    <strong class="privacy__heading">{texts.pages[group]}</strong>
                  )}
                  {listed.map((one) => {
                    const { title, badge: Badge } = PAGE_VIEWS[one];
                    return (
                      <a
                        key={one}
                        class="privacy__link"
                        href={formatPrivacyRoute({ page: one, itemId: null })}
                        aria-current={one === name ? "page" : undefined}
                      >
                        {title(texts)}
                        {Badge && <Badge />}
                      </a>
                    );
                  })}
                </nav>
              )
            );
          })}
        </div>
        <main class="privacy__page" ref={main}>
          {Page ? (
            <Page
              key={name}
              signedIn={signedIn}
              itemId={open.itemId}
              onOpen={(itemId) => {
                location.hash = formatPrivacyRoute({ page: name, itemId });
              }}
            />
          ) : (
            <p class="page__empty">{texts.pages.noneForRole}</p>
          )}
        </main>
      </div>
    </PrivacyTextsContext.Provider>
  );
}
