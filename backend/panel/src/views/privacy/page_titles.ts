// Names of the pages that are open to somebody, for whoever looks for one. Fetched with the pages.
import type { SignedIn } from "../../live/session_requests";
import { LANGUAGES } from "../../preferences";
import { textsOf } from "../../texts/languages";
import type { Texts } from "../../texts/ru";
import { pagesFor } from "./pages";
import { PAGE_VIEWS } from "./views";
import { withPages } from "./words";

export interface PageTitle {
  /** As it stands in the address. */
  readonly page: string;
  readonly title: string;
  /** What it is found by: its title in every language, and what all pages are. */
  readonly titles: readonly string[];
}

export function pageTitles(signedIn: SignedIn, texts: Texts): readonly PageTitle[] {
  return pagesFor(signedIn).map((page) => {
    const { title } = PAGE_VIEWS[page];
    return {
      page,
      title: title(withPages(texts)),
      titles: LANGUAGES.flatMap(({ code }) => {
        const ofLanguage = textsOf(code);
        const name = title(withPages(ofLanguage));
        return [name, `${name} ${ofLanguage.palette.settings}`];
      }),
    };
  });
}
