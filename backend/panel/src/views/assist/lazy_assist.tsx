// What is offered while somebody writes, fetched once there is a field to write in: it is no part of the first load.
import { useLazy } from "../use_lazy";
import type { AssistProps } from "./assist";

const load = () => import("./assist").then(({ Assist }) => Assist);

export function LazyAssist(props: AssistProps) {
  // Not worth a word where it can't be fetched: an answer goes out without it, and a note that calls somebody says so
  const { part: View } = useLazy(load);
  return View && <View {...props} />;
}
