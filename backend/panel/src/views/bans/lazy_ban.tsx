// Whether the visitor may write, fetched with the card.
import { useLazy } from "../use_lazy";

const load = () => import("./ban_part").then(({ BanPart }) => BanPart);

export function LazyBan(props: { readonly conversationId: string }) {
  const { part: View } = useLazy(load);
  return View && <View {...props} />;
}
