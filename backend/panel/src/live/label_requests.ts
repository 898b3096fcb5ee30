// Tags and results of controllers, over HTTP.
import type { Label } from "../operator.gen";
import { type Answer, ask } from "./requests";

/** As it is to be; `id` is null for a new one. */
export type ChosenLabel = Omit<Label, "id"> & { readonly id: string | null };

export interface ControllerLabels {
  readonly controller_id: string;
  readonly name: string;
  readonly version: number;
  readonly labels: readonly Label[];
}

export function fetchLabels(): Promise<Answer<{ readonly controllers: readonly ControllerLabels[] }>> {
  return ask("GET", "/labels");
}

/** Replaces a controller's labels, unless somebody has changed them since they were fetched. */
export function changeLabels(
  { controller_id, version }: Pick<ControllerLabels, "controller_id" | "version">,
  labels: readonly ChosenLabel[],
): Promise<Answer<ControllerLabels>> {
  return ask("PUT", `/controllers/${controller_id}/labels`, { over_version: version, labels });
}

/** Adds a tag, or gives the one of this name. */
export function addTag(controllerId: string, name: string): Promise<Answer<Label>> {
  return ask("POST", `/controllers/${controllerId}/labels`, { kind: "tag", name });
}
