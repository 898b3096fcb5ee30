// Which conversations in the queue are an operator's own.
import { expect, test } from "vitest";
import type { Conversation, Department } from "../operator.gen";
import type { Session } from "./model";
import { DEPARTMENTS, ME, ServerModel } from "./server_model";
import { firstFor, isOwnQueue, serves } from "./serving";

const [SALES, SERVICE] = DEPARTMENTS as [Department, Department];
const server = new ServerModel(50);
for (const body of ["первый", "второй", "третий"]) server.start(body);
const [first, second, third] = server.folder("waiting") as [Conversation, Conversation, Conversation];
const SITE = first.site_id;

function inDepartments(...departments: Department[]): Session {
  const own_department_ids = departments.map(({ id }) => id);
  return {
    me: ME,
    email: "anna@shop.test",
    sites: [{ id: SITE, name: "Лавка", own_department_ids }],
    editWindowS: 900,
    isAway: false,
    departmentIds: new Set(own_department_ids),
    labels: new Map(),
  };
}

const verdicts = (of: (department: Department | null) => boolean) => [SALES, SERVICE, null].map(of);

test("a department is served by who is in it, and what is in none by everybody", () => {
  expect(verdicts((department) => serves(inDepartments(SALES), { department }))).toEqual([true, false, true]);
  expect(verdicts((department) => serves(inDepartments(), { department }))).toEqual([false, false, true]);
});

test("new in one's own queue is what is of one's departments or of none, and all of a site where one is in none", () => {
  const isOwn = (session: Session, site_id = SITE) =>
    verdicts((department) => isOwnQueue(session, { site_id, department }));
  expect(isOwn(inDepartments(SALES))).toEqual([true, false, true]);
  expect(isOwn(inDepartments())).toEqual([true, true, true]);
  expect(isOwn(inDepartments(SALES), "another site")).toEqual([true, true, true]);
});

test("whose turn it is has waited longest of one's own departments, else of all", () => {
  const queue = [
    { ...first, department: SERVICE },
    { ...second, department: SALES },
    { ...third, department: SALES },
  ];
  expect(firstFor(inDepartments(SALES), queue)?.id).toBe(second.id);
  expect(firstFor(inDepartments(), queue)?.id).toBe(first.id);
  expect(firstFor(inDepartments(SALES), queue.slice(0, 1))?.id).toBe(first.id);
  expect(firstFor(inDepartments(SALES), [])).toBeUndefined();
});
