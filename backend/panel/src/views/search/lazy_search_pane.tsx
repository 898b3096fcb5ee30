// What is found, fetched when somebody first looks for something.
import { LazyPage } from "../lazy_page";
import type { SearchPaneProps } from "./search_pane";

const load = () => import("./search_pane").then(({ SearchPane }) => SearchPane);

export function LazySearchPane(props: SearchPaneProps) {
  return <LazyPage load={load} props={props} />;
}
