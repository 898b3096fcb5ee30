// The register of recipients and the places of data, over HTTP.
import { type Answer, ask, queryOf } from "./requests";
import type { DataLevel } from "./webhook_requests";

export interface Recipient {
  readonly controller_id: string;
  readonly host: string;
  /** 0: any. */
  readonly port: number;
  readonly recipient: string;
  readonly country: string;
  readonly registered_in: string | null;
  readonly purpose: string;
  readonly categories: string;
  readonly notice_on: string | null;
  readonly is_local: boolean;
  /** The most that webhooks may send there. */
  readonly most_data: DataLevel;
}

/** What a form says of a recipient. */
export type RecipientTold = Omit<Recipient, "controller_id" | "registered_in"> & { readonly registered_in: string };

export interface Place {
  readonly spot: "elsewhere" | "this_machine" | "database" | "unknown" | "nowhere";
  readonly host: string;
  readonly addresses: readonly string[];
  readonly country: string;
  readonly verdict: "declared by the owner" | "foreign" | "not confirmed";
  /** Whether nothing speaks against data being there. */
  readonly is_allowed: boolean;
  readonly remark: string;
  readonly waits_until: string | null;
}

export interface Listed {
  readonly recipient: Recipient;
  readonly place: Place;
}

export interface Register {
  readonly controller_id: string;
  readonly legal_name: string;
  readonly is_regulated: boolean;
  readonly recipients: readonly Listed[];
}

export interface Registers {
  readonly checked_at: string;
  readonly registers: readonly Register[];
}

export interface NamedPlace {
  readonly what: "database" | "files" | "backups" | "logs" | "bus" | "mail";
  readonly place: Place;
}

/** Where the register is as a file. */
export const REGISTER_FILE = "/panel/api/register.csv";

export function fetchRegisters(): Promise<Answer<Registers>> {
  return ask("GET", "/register");
}

export function fetchResidency(): Promise<Answer<{ readonly places: readonly NamedPlace[] }>> {
  return ask("GET", "/residency");
}

export function addRecipient(controllerId: string, told: RecipientTold): Promise<Answer<null>> {
  return ask("POST", `/controllers/${controllerId}/recipients`, told);
}

/** Says something else of a recipient, over what was said. */
export function changeRecipient(controllerId: string, told: RecipientTold, over: Recipient): Promise<Answer<null>> {
  const { controller_id: _, ...seen } = over;
  const change = { ...told, over: { ...seen, registered_in: seen.registered_in ?? "" } };
  return ask("PUT", `/controllers/${controllerId}/recipients`, change);
}

export function removeRecipient({ controller_id, host, port }: Recipient): Promise<Answer<null>> {
  return ask("DELETE", `/controllers/${controller_id}/recipients${queryOf({ host, port: String(port) })}`);
}

export function setRegulated(controllerId: string, isRegulated: boolean, over: boolean): Promise<Answer<null>> {
  return ask("PUT", `/controllers/${controllerId}/regulated`, { is_regulated: isRegulated, over });
}
