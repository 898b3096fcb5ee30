// What opens below the inbox's buttons is fetched when the first of them is pressed: it is no part of the first load.
import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useTexts } from "../context";

type Sheets = typeof import("./sheets");

let fetched: Sheets | null = null;

export function LazySheet({ children }: { readonly children: (sheets: Sheets) => VNode }) {
  const texts = useTexts();
  const [sheets, setSheets] = useState(fetched);
  const [hasFailed, setHasFailed] = useState(false);
  useEffect(() => {
    if (sheets) return;
    let isGone = false;
    import("./sheets").then(
      (all) => {
        fetched = all;
        if (!isGone) setSheets(all);
      },
      // The network is away; or the server has a newer panel, and this one's parts are gone.
      () => isGone || setHasFailed(true),
    );
    return () => {
      isGone = true;
    };
  }, [sheets]);
  if (sheets) return children(sheets);
  return (
    <p class="menu__sheet" role={hasFailed ? "alert" : "status"}>
      {hasFailed ? texts.pages.notFetched : texts.pages.loading}
    </p>
  );
}
