// A conversation's cards in CRMs, fetched with the card.
import { useLazy } from "../use_lazy";
import type { CrmPartProps } from "./crm_part";

const load = () => import("./crm_part").then(({ CrmPart }) => CrmPart);

export function LazyCrm(props: CrmPartProps) {
  const { part: View } = useLazy(load);
  return View && <View {...props} />;
}
