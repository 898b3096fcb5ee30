// What opens below the inbox's buttons is fetched when the first of them is pressed: it is no part of the first load.
import type { VNode } from "preact";
import { useTexts } from "../context";
import { useLazy } from "../use_lazy";

const load = () => import("./sheets");

export function LazySheet({ children }: { readonly children: (sheets: Awaited<ReturnType<typeof load>>) => VNode }) {
  const texts = useTexts();
  const { part: sheets, hasFailed } = useLazy(load);
  if (sheets) return children(sheets);
  return (
    <p class="menu__sheet" role={hasFailed ? "alert" : "status"}>
      {hasFailed ? texts.pages.notFetched : texts.pages.loading}
    </p>
  );
}
