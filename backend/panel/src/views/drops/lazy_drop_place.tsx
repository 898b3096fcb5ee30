// Where dropped files go, fetched once there is something to write in: nobody drops one in the same moment.
import { useLazy } from "../use_lazy";
import type { DropPlaceProps } from "./drop_place";

const load = () => import("./drop_place").then(({ DropPlace }) => DropPlace);

export function LazyDropPlace(props: DropPlaceProps) {
  // Without it what is dropped is refused at most: files can still be chosen and pasted
  const { part: View } = useLazy(load);
  return View && <View {...props} />;
}
