// Tags and results as they are shown: a word on a tint of its colour.
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Label } from "../../operator.gen";
import type { Session } from "../../state/model";
import { useTexts } from "../context";

/** All labels that this operator knows, by id. */
export const LabelsContext = createContext<ReadonlyMap<string, Label>>(new Map());

export function useLabels(ids: readonly string[]): readonly Label[] {
  const known = useContext(LabelsContext);
  return ids.flatMap((id) => known.get(id) ?? []);
}

/** The labels of the controller of a site. */
export function labelsOfSite(session: Session | null, siteId: string): readonly Label[] {
  const controllerId = session?.sites.find(({ id }) => id === siteId)?.controller_id;
  return session?.labels.get(controllerId ?? "") ?? [];
}

export function LabelChip({ label }: { readonly label: Label }) {
  const texts = useTexts();
  const name = label.is_archived ? texts.inbox.archived(label.name) : label.name;
  return (
    <bdi class={`label label--${label.colour}`} title={name}>
      {label.name}
    </bdi>
  );
}
