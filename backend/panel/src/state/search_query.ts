// The filters of the search as they stand in the address, for a link and for "back". What is looked for never stands there.
import { countFilters, PERIODS, type SearchFilters } from "./search";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const DAY = /^(19|20)\d\d-\d\d-\d\d$/;

const NAMES = {
  siteId: "site",
  departmentId: "department",
  operatorId: "operator",
  tagId: "tag",
  status: "status",
  period: "period",
  since: "since",
  until: "until",
} as const satisfies { readonly [K in Exclude<keyof SearchFilters, "hasFiles">]: string };

/** Null where nothing of it is ours. */
export function parseSought(text: string): SearchFilters | null {
  const given = new URLSearchParams(text);
  const id = (name: string) => (UUID.test(given.get(name) ?? "") ? (given.get(name) ?? "") : "");
  const day = (name: string) => {
    const text = given.get(name) ?? "";
    return DAY.test(text) && !Number.isNaN(Date.parse(text)) ? text : "";
  };
  const filters: SearchFilters = {
    siteId: id(NAMES.siteId),
    departmentId: id(NAMES.departmentId),
    operatorId: id(NAMES.operatorId),
    tagId: id(NAMES.tagId),
    status: (["open", "closed"] as const).find((status) => status === given.get(NAMES.status)) ?? "",
    period: PERIODS.find((period) => period === given.get(NAMES.period)) ?? "",
    since: "",
    until: "",
    hasFiles: given.get("files") === "1",
  };
  if (countFilters(filters) === 0) return null;
  return filters.period === "dates" ? { ...filters, since: day(NAMES.since), until: day(NAMES.until) } : filters;
}

/** Empty where no filter is set. */
export function formatSought(filters: SearchFilters): string {
  const query = new URLSearchParams();
  for (const [field, name] of Object.entries(NAMES) as [keyof typeof NAMES, string][]) {
    const isIdle = (field === "since" || field === "until") && filters.period !== "dates";
    if (filters[field] && !isIdle) query.set(name, filters[field]);
  }
  if (filters.hasFiles) query.set("files", "1");
  return query.toString();
}
