// What an operator is about to send, by conversation: uploads go on while another one is open, as drafts stay.
import { createUploads, isPassing, type Limits, type Uploads } from "../../../../widget/src/live/uploads";
import type { FileRef } from "../operator.gen";
import { uploadAddress } from "./file_requests";

export interface ConversationFiles {
  /** The uploads of a conversation; `limits` are its site's. */
  of(conversationId: string, limits: Limits): Uploads<FileRef>;
  /** Whether anything would be lost with this page. */
  hasAny(): boolean;
}

export type OnRemoved = (name: string, conversationId: string, putBack: () => Promise<true>) => void;

/**
 * No files yet. `onChange` is told of any change of any of them; `onRemoved` of what somebody has taken out that could
 * have been sent, with the way to have it back.
 */
export function createConversationFiles(onChange: () => void, onRemoved: OnRemoved): ConversationFiles {
  const held = new Map<string, { readonly uploads: Uploads<FileRef>; limits: Limits }>();
  return {
    of(conversationId, limits) {
      let found = held.get(conversationId);
      if (!found) {
        const made = createUploads<FileRef>({
          getAddress: () => uploadAddress(conversationId),
          getHeaders: () => ({}),
          getLimits: () => held.get(conversationId)?.limits ?? limits,
          isHeld: () => false,
          onChange,
        });
        const { remove } = made;
        made.remove = (key) => {
          const item = made.items.find((one) => one.key === key);
          remove(key);
          if (item && (item.state !== "failed" || isPassing(item.code))) {
            onRemoved(item.file.name, conversationId, async () => {
              made.add([item.file]);
              return true;
            });
          }
        };
        found = { uploads: made, limits };
        held.set(conversationId, found);
      }
      found.limits = limits;
      return found.uploads;
    },
    hasAny: () => [...held.values()].some(({ uploads }) => uploads.items.length > 0),
  };
}
