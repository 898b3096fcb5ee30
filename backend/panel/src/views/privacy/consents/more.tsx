// The way to the next page of a list, and why it did not come.

import { Problem } from "../../problem";
import { usePrivacyTexts } from "../words";
import type { Pages } from "./use_pages";

export function More<R>({ pages }: { readonly pages: Pages<R> }) {
  const texts = usePrivacyTexts();
  return (
    <>
      <Problem failure={pages.moreFailure} />
      {pages.hasMore && (
        <button class="button consents__more" type="button" aria-disabled={pages.isLoadingMore} onClick={pages.more}>
          {texts.pages.more}
        </button>
      )}
    </>
  );
}
