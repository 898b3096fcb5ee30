// «Запросы субъектов»: the list of requests, and the card of one.
import type { PrivacyPageProps } from "../views";
import { RequestCardPage } from "./request_card";
import { RequestList } from "./request_list";

export function SubjectRequests({ itemId, onOpen }: PrivacyPageProps) {
  return itemId === null ? (
    <RequestList onOpen={onOpen} />
  ) : (
    <RequestCardPage key={itemId} id={itemId} onBack={() => onOpen(null)} />
  );
}
