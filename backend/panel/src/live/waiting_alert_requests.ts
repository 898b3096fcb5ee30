// Whether the operator gets a mail when a visitor waits and nobody is at the panel.
import { type Answer, ask } from "./requests";

export interface WaitingAlert {
  /** After how long without an answer; null: no mail. */
  readonly minutes: number | null;
  /** Whether the server can mail at all. */
  readonly is_mail_on: boolean;
}

const PATH = "/account/waiting-alert";

export function fetchWaitingAlert(): Promise<Answer<WaitingAlert>> {
  return ask("GET", PATH);
}

export function chooseWaitingAlert(minutes: number | null): Promise<Answer<WaitingAlert>> {
  return ask("PUT", PATH, { minutes });
}
