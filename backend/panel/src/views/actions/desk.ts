// What the panel's actions work on: what is open, what may be done with it now, and the hands that do it.

import type { Right } from "../../live/session_requests";
import type { Colleague, Conversation, Department, Label, Status } from "../../operator.gen";
import type { Preferences } from "../../preferences";
import type { Route } from "../../route";
import type { Wanted } from "../../state/filters";
import type { Outgoing, Unsent } from "../../state/outgoing";
import type { Step } from "../../state/steps";
import type { Thread } from "../../state/threads";
import type { Amending } from "../amending";
import type { LastDone } from "../inbox/done";
import type { OwnViewsHold } from "../inbox/use_views";

export type DialogName = "help" | "palette" | "alerts" | "face" | "security" | "merge";

export interface Desk {
  /** A page of settings covers the conversations. */
  readonly isCovered: boolean;
  readonly folder: Route["folder"];
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
  readonly me: string;
  /** To which the open conversation may be handed over. */
  readonly departments: readonly Department[];
  readonly colleagues: readonly Colleague[];
  /** Its site takes files. */
  readonly takesFiles: boolean;
  /** Of the open conversation's controller. */
  readonly labels: readonly Label[];
  /** What is held of the open conversation, and what may be done to its messages. */
  readonly thread: Thread | undefined;
  readonly amending: Amending;
  readonly views: Pick<OwnViewsHold, "views" | "wantedOf" | "save" | "onDropped">;
  /** The filter that is open, or null. */
  readonly wanted: Wanted | null;
  readonly outgoing: Outgoing;
  /** What was done last and is not undone, and whether it can be; null where nothing was. */
  readonly lastDone: LastDone | null;
  readonly preferences: Preferences;
  readonly rights: readonly Right[];

  readonly move: (step: 1 | -1) => void;
  readonly reply: () => void;
  /** Goes on with a note for colleagues instead of the answer. */
  readonly note: () => void;
  /** Goes on with the answer, and offers ready replies. */
  readonly offerReplies: () => void;
  readonly assign: (toMe: boolean) => void;
  /** Opens the choice of whom it is handed over to. */
  readonly handOver: () => void;
  readonly setStatus: (status: Status) => void;
  /** Anything else with the open conversation. */
  readonly step: (step: Step) => void;
  readonly stepAll: (step: Step) => void;
  readonly read: () => void;
  readonly readAll: () => void;
  /** Undoes what was done last, or says why that can't be. */
  readonly undo: () => void;
  /** Back to where the unread messages of the thread began; null where that is on the screen, or is nowhere. */
  readonly toUnread: { readonly current: (() => void) | null };
  /** Lets the open conversation stand out in the list again, for this operator, and leaves it. */
  readonly markUnread: () => void;
  /** Once more what the server has refused. */
  readonly retry: (conversationId: string, echoId: string) => void;
  /** Throws away what was not sent, with the way back. */
  readonly discard: (conversationId: string, message: Unsent) => void;
  /** Closes the open conversation, which goes on in this one, and opens that. */
  readonly mergeInto: (conversationId: string) => void;
  readonly showCard: () => void;
  /** Says it in a toast that speaks of the open conversation. */
  readonly tell: (text: string) => void;
  /** Sends the open conversation to the CRMs of its site, and says what came of it. */
  readonly sendToCrm: () => void;
  /** Opens what else can be done: with what is selected, else with the open conversation. */
  readonly showActions: () => void;
  /** At its first field, or where the filter gets a name. */
  readonly showFilter: (at?: "name") => void;
  /** Null: no filter any more. */
  readonly openWanted: (wanted: Wanted | null) => void;
  /** Selects the row under the cursor, or no more. */
  readonly select: () => void;
  readonly selectAll: () => void;
  readonly search: () => void;
  readonly goBack: () => void;
  readonly openFolder: (folder: Route["folder"]) => void;
  /** Shows what stands where no conversation is open. */
  readonly openNothing: () => void;
  readonly openFirstWaiting: () => void;
  readonly openDialog: (name: DialogName) => void;
  readonly prefer: (change: Partial<Preferences>) => void;
  readonly setAway: (isAway: boolean) => void;
  readonly reconnect: () => void;
  readonly signOut: () => void;
}
