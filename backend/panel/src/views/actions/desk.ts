// What the panel's actions work on: what is open, what may be done with it now, and the hands that do it.

import type { Right } from "../../live/session_requests";
import type { Conversation, Department, Folder, Status } from "../../operator.gen";
import type { Preferences } from "../../preferences";

export type DialogName = "help" | "palette" | "alerts" | "face" | "security" | "merge";

export interface Desk {
  /** A page of settings covers the conversations. */
  readonly isCovered: boolean;
  readonly folder: Folder;
  /** The one that is open and known. */
  readonly conversation: Conversation | null;
  readonly isMine: boolean;
  /** The operator is in a department of some site of theirs. */
  readonly hasDepartment: boolean;
  /** The list is on the screen: no search stands in its place. */
  readonly canSelect: boolean;
  /** Some rows of the list are selected, and are seen. */
  readonly hasSelected: boolean;
  /** The role lets lead conversations, the link is there, and nothing done to this one awaits its confirmation. */
  readonly canAct: boolean;
  readonly canAnswer: boolean;
  readonly isOnline: boolean;
  /** The operator has stepped away. */
  readonly isAway: boolean;
  /** To which the open conversation may be handed over. */
  readonly departments: readonly Department[];
  readonly preferences: Preferences;
  readonly rights: readonly Right[];

  readonly move: (step: 1 | -1) => void;
  readonly reply: () => void;
  /** Goes on with a note for colleagues instead of the answer. */
  readonly note: () => void;
  /** Goes on with the answer, and offers ready replies. */
  readonly offerReplies: () => void;
  readonly assign: (toMe: boolean) => void;
  readonly handOver: (departmentId: string) => void;
  readonly setStatus: (status: Status) => void;
  /** Closes the open conversation, which goes on in this one, and opens that. */
  readonly mergeInto: (conversationId: string) => void;
  readonly showCard: () => void;
  /** Sends the open conversation to the CRMs of its site, and says what came of it. */
  readonly sendToCrm: () => void;
  /** Opens what else can be done: with what is selected, else with the open conversation. */
  readonly showActions: () => void;
  readonly showFilter: () => void;
  /** Selects the row under the cursor, or no more. */
  readonly select: () => void;
  readonly selectAll: () => void;
  readonly search: () => void;
  readonly goBack: () => void;
  readonly openFolder: (folder: Folder) => void;
  /** Shows what stands where no conversation is open. */
  readonly openNothing: () => void;
  readonly openFirstWaiting: () => void;
  readonly openDialog: (name: DialogName) => void;
  readonly prefer: (change: Partial<Preferences>) => void;
  readonly setAway: (isAway: boolean) => void;
  readonly reconnect: () => void;
  readonly signOut: () => void;
}
