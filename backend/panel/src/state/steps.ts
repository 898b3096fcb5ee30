// What is done to conversations, one or many: each step has its inverse, which is a step too.
import type { Conversation, OperatorCommand, Status } from "../operator.gen";

export type Step =
  | { readonly kind: "status"; readonly status: Status; readonly resultId: string | null }
  /** Without a department it stays in its. */
  | {
      readonly kind: "assign";
      readonly operatorId: string | null;
      readonly departmentId: string | null;
      /** For colleagues; visitors never see it. */
      readonly comment?: string;
    }
  | { readonly kind: "snooze"; readonly until: string | null }
  /** Closes it: it goes on in another one of the same person. */
  | { readonly kind: "merge"; readonly intoId: string }
  | { readonly kind: "tag"; readonly addIds: readonly string[]; readonly removeIds: readonly string[] };

/** A step for one conversation, and the version of it that the operator saw. */
export interface Aimed {
  readonly conversationId: string;
  readonly step: Step;
  readonly overSeq: number;
}

type Deed = Extract<
  OperatorCommand,
  { type: "set_status" | "assign_conversation" | "snooze_conversation" | "merge_conversations" | "tag_conversation" }
>;

export function aimedAt(conversation: Conversation, step: Step): Aimed {
  return { conversationId: conversation.id, step, overSeq: conversation.last_seq };
}

/**
 * What takes the step back, from how the conversation was before it; null where it changes nothing. It names the same
 * version: so it is refused where a colleague has acted meanwhile. A first department can't be taken away again.
 */
export function undoing({ conversationId, step, overSeq }: Aimed, before: Conversation): Aimed | null {
  const back = inverse(step, before);
  return back && { conversationId, step: back, overSeq };
}

export function commandOfStep({ conversationId, step, overSeq }: Aimed, echo_id: string): Deed {
  const target = { echo_id, conversation_id: conversationId };
  switch (step.kind) {
    case "status":
      return { type: "set_status", ...target, status: step.status, result_id: step.resultId, over_seq: overSeq };
    case "assign": {
      const { comment } = step;
      const whom = { operator_id: step.operatorId, department_id: step.departmentId, ...(comment && { comment }) };
      return { type: "assign_conversation", ...target, ...whom, over_seq: overSeq };
    }
    case "snooze":
      return { type: "snooze_conversation", ...target, until: step.until, over_seq: overSeq };
    case "merge":
      return { type: "merge_conversations", ...target, into_id: step.intoId, over_seq: overSeq };
    case "tag":
      return { type: "tag_conversation", ...target, add_ids: [...step.addIds], remove_ids: [...step.removeIds] };
  }
}

function inverse(step: Step, before: Conversation): Step | null {
  switch (step.kind) {
    case "status":
      if (step.status === before.status) return null;
      return { kind: "status", status: before.status, resultId: before.result_id ?? null };
    case "assign":
      return {
        kind: "assign",
        operatorId: before.assignee?.id ?? null,
        departmentId: before.department?.id ?? null,
      };
    case "snooze":
      return { kind: "snooze", until: before.snoozed_until ?? null };
    case "merge":
      return { kind: "status", status: "open", resultId: null };
    case "tag": {
      const held = before.tag_ids ?? [];
      const addIds = step.removeIds.filter((id) => held.includes(id));
      const removeIds = step.addIds.filter((id) => !held.includes(id));
      return addIds.length + removeIds.length === 0 ? null : { kind: "tag", addIds, removeIds };
    }
  }
}
