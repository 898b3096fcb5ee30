// A conversation's cards in CRMs, fetched with the card.
import { useLazy } from "../use_lazy";

const load = () => import("./crm_part").then(({ CrmPart }) => CrmPart);

export function LazyCrm(props: { readonly conversationId: string }) {
  const { part: View } = useLazy(load);
  return View && <View {...props} />;
}
