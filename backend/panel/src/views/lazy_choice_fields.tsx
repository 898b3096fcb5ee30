// The fields of answers that a message is to offer, fetched when they are first wanted.
import type { ChoiceFieldsProps } from "./choice_fields";
import { useTexts } from "./context";
import { useLazy } from "./use_lazy";

const load = () => import("./choice_fields").then(({ ChoiceFields }) => ChoiceFields);

export function LazyChoiceFields(props: ChoiceFieldsProps) {
  const texts = useTexts();
  const { part: View, hasFailed } = useLazy(load);
  return View ? <View {...props} /> : hasFailed && <p role="alert">{texts.pages.notFetched}</p>;
}

/** What of the fields is sent. */
export function choicesOf(fields: readonly string[]): string[] {
  return fields.map((field) => field.trim()).filter((field) => field !== "");
}

export function hasSame(choices: readonly string[]): boolean {
  return new Set(choices).size < choices.length;
}
