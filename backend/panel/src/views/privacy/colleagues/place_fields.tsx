// Role, sites, departments and how far somebody sees: the same for an invitation and for a colleague.
import { useId } from "preact/hooks";
import type { OwnSite, Place } from "../../../live/colleague_requests";
import type { Role } from "../../../live/session_requests";
import { Ticks } from "../fields";
import { usePrivacyTexts } from "../words";
import { SiteChoice } from "./site_choice";

const ROLES: readonly Role[] = ["operator", "supervisor", "auditor", "admin", "owner"];

export interface PlaceFieldsProps {
  readonly value: Place;
  readonly sites: readonly OwnSite[];
  /** Of who chooses. */
  readonly ownRole: Role;
  /** What they are until it is saved; nothing for who is invited. */
  readonly roleBefore?: Role;
  /** They work on sites of others too: role and sight hold there as well, and stay as they are. */
  readonly isElsewhereToo?: boolean;
  readonly onChange: (value: Place) => void;
}

export function PlaceFields(props: PlaceFieldsProps) {
  const { value, sites, ownRole, roleBefore, isElsewhereToo = false, onChange } = props;
  const texts = usePrivacyTexts();
  const words = texts.invitations;
  const chosen = sites.filter(({ id, departments }) => value.site_ids.includes(id) && departments.length > 0);
  return (
    <>
      {!isElsewhereToo && (
        <RoleChoice
          value={value.role}
          roles={rolesToGive(ownRole, roleBefore)}
          onChange={(role) => onChange({ ...value, role })}
        />
      )}
      <SiteChoice sites={sites} value={value.site_ids} onChange={(site_ids) => onChange({ ...value, site_ids })} />
      {answers(value.role) &&
        chosen.map(({ id, name, departments }) => (
          <Ticks
            key={id}
            legend={sites.length === 1 ? words.departments : words.departmentsOf(name)}
            options={departments.map((one) => [one.id, one.name])}
            value={value.department_ids}
            onChange={(department_ids) => onChange({ ...value, department_ids })}
          />
        ))}
      {!isElsewhereToo && mayBeLimited(value.role) && (
        <Sight
          isOn={value.sees_own_departments_only}
          onChange={(isOn) => onChange({ ...value, sees_own_departments_only: isOn })}
        />
      )}
    </>
  );
}

/** As the server judges it (`check_new_role`): only owners make owners, and give lower roles to administrators. */
export function rolesToGive(own: Role, before?: Role): readonly Role[] {
  if (own === "owner") return ROLES;
  return ROLES.filter((role) => (before === "admin" ? role === "admin" : role !== "owner"));
}

interface RoleChoiceProps {
  readonly value: Role;
  readonly roles: readonly Role[];
  readonly onChange: (role: Role) => void;
}

function RoleChoice(props: RoleChoiceProps) {
  const texts = usePrivacyTexts();
  const id = useId();
  return (
    <div class="form__field">
      <label for={id}>{texts.invitations.role}</label>
      <select
        class="input"
        id={id}
        value={props.value}
        onChange={(event) => props.onChange(event.currentTarget.value as Role)}
      >
        {props.roles.map((role) => (
          <option key={role} value={role}>
            {texts.colleagues.roles[role]}
          </option>
        ))}
      </select>
    </div>
  );
}

function Sight({ isOn, onChange }: { readonly isOn: boolean; readonly onChange: (isOn: boolean) => void }) {
  const { invitations: words } = usePrivacyTexts();
  const id = useId();
  return (
    <div class="form__field">
      <label class="tick">
        <input
          type="checkbox"
          checked={isOn}
          aria-describedby={id}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
        <span>{words.sight}</span>
      </label>
      <p class="form__hint" id={id}>
        {words.sightHint}
      </p>
    </div>
  );
}

/** The place as it is sent: without departments of sites that are not chosen, or that are not offered, or of no use. */
export function tidyPlace(place: Place, sites: readonly OwnSite[]): Place {
  const offered = new Set(
    sites.filter(({ id }) => place.site_ids.includes(id)).flatMap(({ departments }) => departments.map(({ id }) => id)),
  );
  return {
    role: place.role,
    site_ids: place.site_ids,
    department_ids: answers(place.role) ? place.department_ids.filter((id) => offered.has(id)) : [],
    sees_own_departments_only: mayBeLimited(place.role) && place.sees_own_departments_only,
  };
}

/** Whether somebody in this role is in departments. */
function answers(role: Role): boolean {
  return role !== "auditor";
}

/** Whether somebody in this role may see less than all of their sites; as the server has it. */
function mayBeLimited(role: Role): boolean {
  return role === "operator" || role === "supervisor";
}
