// The page behind a link that lets somebody in who can't sign in: an invitation, or a password to choose anew.
import { Invited, type InvitedProps } from "./invited";
import { NewPassword } from "./new_password";

export function Linked(props: InvitedProps) {
  return location.hash.startsWith("#password/") ? <NewPassword {...props} /> : <Invited {...props} />;
}
