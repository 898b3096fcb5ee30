import { expect, test } from "vitest";
import { rolesToGive, tidyPlace } from "./place_fields";

const SITES = [
  { id: "shop", name: "Лавка", departments: [{ id: "sales", name: "Продажи" }] },
  { id: "other", name: "Другая", departments: [{ id: "help", name: "Помощь" }] },
];
const PLACE = {
  role: "operator",
  site_ids: ["shop"],
  department_ids: ["sales", "help", "archived"],
  sees_own_departments_only: true,
} as const;

test("departments of other sites, and what is not offered any more, are not sent", () => {
  expect(tidyPlace(PLACE, SITES)).toEqual({ ...PLACE, department_ids: ["sales"] });
});

test("nobody is limited whose role looks after whole sites", () => {
  for (const role of ["owner", "admin", "auditor"] as const) {
    expect(tidyPlace({ ...PLACE, role }, SITES).sees_own_departments_only).toBe(false);
  }
  expect(tidyPlace({ ...PLACE, role: "supervisor" }, SITES).sees_own_departments_only).toBe(true);
});

test("whoever answers nobody is in no department", () => {
  expect(tidyPlace({ ...PLACE, role: "auditor" }, SITES).department_ids).toEqual([]);
});

test("only owners are offered to make owners, and to give a lower role to an administrator", () => {
  expect(rolesToGive("owner", "admin")).toEqual(["operator", "supervisor", "auditor", "admin", "owner"]);
  expect(rolesToGive("admin", "admin")).toEqual(["admin"]);
  expect(rolesToGive("admin", "operator")).toEqual(["operator", "supervisor", "auditor", "admin"]);
  expect(rolesToGive("admin")).toEqual(["operator", "supervisor", "auditor", "admin"]);
});
