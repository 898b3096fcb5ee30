// Every step has an inverse that names the same version, or changes nothing.
import { expect, test } from "vitest";
import type { Conversation } from "../operator.gen";
import { BOT, DEPARTMENTS, ME, OTHER, ServerModel } from "./server_model";
import { aimedAt, commandOfStep, type Step, undoing } from "./steps";

function conversation() {
  const server = new ServerModel(50);
  server.start("здравствуйте");
  const [row] = server.folder("all");
  if (!row) throw new Error("The model has lost its conversation");
  return { ...row, assignee: OTHER, tag_ids: ["a", "b"], last_seq: 7 };
}

const ELSEWHERE = DEPARTMENTS[1]?.id ?? "";
const LATER = "2030-01-01T00:00:00Z";

test.each<[string, Step, readonly Step[], Partial<Conversation>?]>([
  [
    "closing",
    { kind: "status", status: "closed", resultId: "r" },
    [{ kind: "status", status: "open", resultId: null }],
  ],
  [
    "closing what was snoozed",
    { kind: "status", status: "closed", resultId: null },
    [
      { kind: "status", status: "open", resultId: null },
      { kind: "snooze", until: LATER },
    ],
    { snoozed_until: LATER },
  ],
  [
    "opening again",
    { kind: "status", status: "open", resultId: null },
    [{ kind: "status", status: "closed", resultId: "r" }],
    { status: "closed", result_id: "r" },
  ],
  ["opening what is open", { kind: "status", status: "open", resultId: null }, []],
  [
    "taking",
    { kind: "assign", operatorId: ME.id, departmentId: null },
    [{ kind: "assign", operatorId: OTHER.id, departmentId: null }],
  ],
  ["giving it to whose it is", { kind: "assign", operatorId: OTHER.id, departmentId: null }, []],
  [
    "giving it back to the queue",
    { kind: "assign", operatorId: null, departmentId: null },
    [{ kind: "assign", operatorId: ME.id, departmentId: null }],
    { assignee: ME, department: DEPARTMENTS[0] ?? null },
  ],
  [
    "handing over to another department",
    { kind: "assign", operatorId: null, departmentId: ELSEWHERE },
    [{ kind: "assign", operatorId: OTHER.id, departmentId: DEPARTMENTS[0]?.id ?? "" }],
    { department: DEPARTMENTS[0] ?? null },
  ],
  [
    "a first department of nobody's",
    { kind: "assign", operatorId: null, departmentId: ELSEWHERE },
    [],
    { assignee: null },
  ],
  ["taking from a bot", { kind: "assign", operatorId: ME.id, departmentId: null }, [], { assignee: BOT }],
  ["snoozing", { kind: "snooze", until: LATER }, [{ kind: "snooze", until: null }]],
  ["waking what is awake", { kind: "snooze", until: null }, []],
  ["merging", { kind: "merge", intoId: "other" }, [{ kind: "status", status: "open", resultId: null }]],
  [
    "tagging",
    { kind: "tag", addIds: ["a", "c"], removeIds: ["b", "d"] },
    [{ kind: "tag", addIds: ["b"], removeIds: ["c"] }],
  ],
  ["tagging what is tagged", { kind: "tag", addIds: ["a"], removeIds: ["d"] }, []],
])("%s", (_, step, back, before = {}) => {
  const row = { ...conversation(), ...before };
  const aimed = aimedAt(row, step);
  const undone = undoing(aimed, row);
  expect(undone.map((one) => one.step)).toEqual(back);
  for (const one of undone) expect(one.overSeq).toBe(7);
  expect(commandOfStep(aimed, "echo")).toMatchObject({ echo_id: "echo", conversation_id: row.id });
});
