// What somebody does who has a link to choose a new password.
import { type Answer, ask } from "./requests";

export interface Forgetful {
  readonly email: string;
  readonly name: string;
}

export function showPasswordLink(token: string): Promise<Answer<Forgetful>> {
  return ask("POST", "/password-link", { token });
}

/** Uses the link up; gives the address to sign in with. */
export function choosePassword(token: string, password: string): Promise<Answer<{ readonly email: string }>> {
  return ask("PUT", "/password-link", { token, password });
}
