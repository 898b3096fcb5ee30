// With whom a view can be shared, and how that is called.
import { expect, test } from "vitest";
import type { SiteRef } from "../../operator.gen";
import { sheetsRu } from "../../texts/inbox_sheets";
import { audienceName, audiencesOf } from "./audience";

const site = (id: string, controller_id: string, ...departments: string[]): SiteRef => ({
  id,
  name: id.toUpperCase(),
  controller_id,
  departments: departments.map((name) => ({ id: name, name })),
});

test("all sites are offered where there are several, and one works on each of them", () => {
  const sites = [site("a", "firm", "sales"), site("b", "firm"), site("c", "other")];
  expect(audiencesOf(sites, ["firm", "other"], null)).toEqual([
    { controller_id: "firm" },
    { controller_id: "firm", site_id: "a" },
    { controller_id: "firm", site_id: "a", department_id: "sales" },
    { controller_id: "firm", site_id: "b" },
    { controller_id: "other", site_id: "c" },
  ]);
  expect(audiencesOf(sites, [], null)[0]).toEqual({ controller_id: "firm", site_id: "a" });
  expect(audiencesOf(sites, ["firm"], { controller_id: "other" })).toEqual([{ controller_id: "other", site_id: "c" }]);
});

test("sites are named where there are several, and what is archived has a name yet", () => {
  const words = sheetsRu.views;
  const one = { ...site("a", "firm"), archived_departments: [{ id: "old", name: "Склад" }] };
  const audience = { controller_id: "firm", site_id: "a" };
  expect(audienceName(words, audience, [one])).toBe("Все сотрудники сайта");
  expect(audienceName(words, { ...audience, department_id: "old" }, [one])).toBe("Направление «Склад»");
  expect(audienceName(words, audience, [one, site("b", "firm")])).toBe("Все сотрудники сайта «A»");
  expect(audienceName(words, { controller_id: "firm" }, [one])).toBe("Все сотрудники");
});
