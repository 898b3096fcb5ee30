// What the card says beyond the conversation, fetched when a card is first shown.
import { LazyPage } from "../lazy_page";
import type { CardContentsProps } from "./card_contents";

const load = () => import("./card_contents").then(({ CardContents }) => CardContents);

export function LazyCard(props: CardContentsProps) {
  return <LazyPage load={load} props={props} />;
}
