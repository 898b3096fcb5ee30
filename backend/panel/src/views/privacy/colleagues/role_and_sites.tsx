// Choosing a role and sites: the same for an invitation and for a colleague.
import { useId } from "preact/hooks";
import type { OwnSite } from "../../../live/colleague_requests";
import type { Role } from "../../../live/session_requests";
import { Ticks } from "../fields";
import { usePrivacyTexts } from "../words";

const ROLES: readonly Role[] = ["operator", "supervisor", "auditor", "admin", "owner"];

export interface RoleChoiceProps {
  readonly value: Role;
  /** Of who chooses: only an owner makes owners. */
  readonly ownRole: Role;
  /** A heading says it already: the label is for those who hear the form. */
  readonly isUnderHeading?: boolean;
  readonly onChange: (role: Role) => void;
}

export function RoleChoice({ value, ownRole, isUnderHeading = false, onChange }: RoleChoiceProps) {
  const texts = usePrivacyTexts();
  const id = useId();
  const roles = ROLES.filter((role) => role !== "owner" || ownRole === "owner");
  return (
    <div class="form__field">
      <label class={isUnderHeading ? "unseen" : undefined} for={id}>
        {texts.invitations.role}
      </label>
      <select class="input" id={id} value={value} onChange={(event) => onChange(event.currentTarget.value as Role)}>
        {roles.map((role) => (
          <option key={role} value={role}>
            {texts.colleagues.roles[role]}
          </option>
        ))}
      </select>
    </div>
  );
}

export interface SiteChoiceProps {
  readonly sites: readonly OwnSite[];
  readonly value: readonly string[];
  /** As for a role. */
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
