// Every step has an inverse that names the same version, or changes nothing.
import { expect, test } from "vitest";
import { ME, OTHER, ServerModel } from "./server_model";
import { aimedAt, commandOfStep, type Step, undoing } from "./steps";

function conversation() {
  const server = new ServerModel(50);
  server.start("здравствуйте");
  const [row] = server.folder("all");
  if (!row) throw new Error("The model has lost its conversation");
  return { ...row, assignee: OTHER, tag_ids: ["a", "b"], last_seq: 7 };
}

test.each<[string, Step, Step | null]>([
  ["closing", { kind: "status", status: "closed", resultId: "r" }, { kind: "status", status: "open", resultId: null }],
  ["opening what is open", { kind: "status", status: "open", resultId: null }, null],
  [
    "taking",
    { kind: "assign", operatorId: ME.id, departmentId: null },
    { kind: "assign", operatorId: OTHER.id, departmentId: null },
  ],
  ["merging", { kind: "merge", intoId: "other" }, { kind: "status", status: "open", resultId: null }],
  ["snoozing", { kind: "snooze", until: "2030-01-01T00:00:00Z" }, { kind: "snooze", until: null }],
  [
    "tagging",
    { kind: "tag", addIds: ["a", "c"], removeIds: ["b", "d"] },
    { kind: "tag", addIds: ["b"], removeIds: ["c"] },
  ],
  ["tagging what is tagged", { kind: "tag", addIds: ["a"], removeIds: ["d"] }, null],
])("%s", (_, step, back) => {
  const row = conversation();
  const aimed = aimedAt(row, step);
  const undone = undoing(aimed, row);
  expect(undone?.step ?? null).toEqual(back);
  if (undone) expect(undone.overSeq).toBe(7);
  expect(commandOfStep(aimed, "echo")).toMatchObject({ echo_id: "echo", conversation_id: row.id });
});
