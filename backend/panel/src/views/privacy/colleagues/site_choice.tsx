// Choosing some of the own sites: for whoever is invited, and for what else holds on sites.
import { Ticks } from "../fields";
import { usePrivacyTexts } from "../words";

export interface SiteChoiceProps {
  readonly sites: readonly { readonly id: string; readonly name: string }[];
  readonly value: readonly string[];
  /** A heading says it already: the legend is for those who hear the form. */
  readonly isUnderHeading?: boolean;
  readonly onChange: (siteIds: readonly string[]) => void;
}

export function SiteChoice({ sites, value, isUnderHeading = false, onChange }: SiteChoiceProps) {
  const texts = usePrivacyTexts();
  return (
    <Ticks
      legend={texts.invitations.sites}
      isUnderHeading={isUnderHeading}
      options={sites.map(({ id, name }) => [id, name])}
      value={value}
      onChange={onChange}
    />
  );
}
