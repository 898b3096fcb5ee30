// The list of first steps, fetched by whoever may take them and has not put them away.
import { useLazy } from "../use_lazy";

export interface FirstStepsProps {
  readonly onPutAway: () => void;
}

const load = () => import("./first_steps").then(({ FirstSteps }) => FirstSteps);

export function LazyFirstSteps(props: FirstStepsProps) {
  // Not worth a word where it can't be fetched: the panel is there without it
  const { part: View } = useLazy(load);
  return View && <View {...props} />;
}
