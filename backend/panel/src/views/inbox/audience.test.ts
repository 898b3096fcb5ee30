// With whom a view can be shared, and how that is called.
import { expect, test } from "vitest";
import type { SiteRef } from "../../operator.gen";
import { sheetsRu } from "../../texts/inbox_sheets";
import { audienceName, audiencesOf, firstPlace } from "./audience";

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
  const before = { controller_id: "other", site_id: "c" };
  expect(audiencesOf(sites, ["firm"], before)).toEqual([before]);
});

test("what it is shared with is chosen already, also where that is offered no more, and of several controllers none", () => {
  const sites = [site("a", "firm", "sales"), site("b", "firm"), site("c", "other"), site("d", "other")];
  const whole = audiencesOf(sites, ["firm", "other"], null);
  expect(firstPlace(whole, null)).toBe(-1);
  expect(firstPlace(audiencesOf(sites.slice(0, 2), ["firm"], null), null)).toBe(0);
  for (const before of [
    { controller_id: "firm", site_id: "b" },
    { controller_id: "firm", site_id: "a", department_id: "archived" },
    { controller_id: "firm" },
  ]) {
    const choices = audiencesOf(sites, [], before);
    expect(choices[firstPlace(choices, before)]).toEqual(before);
  }
  const names = whole.map((one) => audienceName(sheetsRu.views, one, sites));
  expect(new Set(names).size).toBe(whole.length);
  expect(names.slice(0, 2)).toEqual(["Все сотрудники: «A», «B»", "Все сотрудники: «C», «D»"]);
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
