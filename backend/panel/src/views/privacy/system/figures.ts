// The report as pairs of words and figures: for the page, and as text for whoever helps. Nothing of anybody is in it.
import type { Check, SystemReport } from "../../../live/system_requests";
import { duration } from "../../../texts/time";
import type { PrivacyTexts } from "../words";

export interface Figure {
  readonly term: string;
  readonly value: string;
}

const MB = 1e6;
const GB = 1e9;

/** Bytes in the reader's words: "1,5 ГБ", "12 МБ". */
export function sizeOf(texts: PrivacyTexts, bytes: number): string {
  const isLarge = bytes >= GB;
  return new Intl.NumberFormat(texts.language, {
    style: "unit",
    unit: isLarge ? "gigabyte" : "megabyte",
    maximumFractionDigits: isLarge || bytes < 10 * MB ? 1 : 0,
  }).format(bytes / (isLarge ? GB : MB));
}

export function figuresOf(texts: PrivacyTexts, report: SystemReport): readonly Figure[] {
  const words = texts.system;
  const { queues, mail } = report;
  const free = (disk: SystemReport["data_disk"]) =>
    words.free(sizeOf(texts, disk.free_bytes), sizeOf(texts, disk.total_bytes));
  const ran = (Date.parse(report.at) - Date.parse(report.started_at)) / 1_000;
  return [
    { term: words.version, value: report.version },
    { term: words.uptime, value: duration(texts, ran) },
    {
      term: words.postgres,
      value: `${report.postgres}, ${report.is_embedded ? words.embedded : words.external}`,
    },
    { term: words.database, value: sizeOf(texts, report.database_bytes) },
    { term: words.migration, value: report.newest_migration },
    { term: words.dataFree, value: free(report.data_disk) },
    { term: words.filesFree, value: free(report.files_disk) },
    { term: words.nodes, value: String(report.nodes) },
    { term: words.visitors, value: String(report.visitors) },
    { term: words.operators, value: String(report.operators) },
    { term: words.posts, value: String(queues.posts) },
    { term: words.journal, value: String(queues.journal) },
    { term: words.bus, value: `${queues.bus} (${report.bus})` },
    { term: words.lost, value: `${queues.bus_lost}, ${queues.bus_reconnects}` },
    { term: words.feedLag, value: duration(texts, report.longest_write_s) },
    {
      term: words.searchLag,
      value: report.search_lag_s === null ? words.none : duration(texts, report.search_lag_s),
    },
    { term: words.mailWaiting, value: mail ? `${mail.waiting}, ${mail.dead}` : words.mailOff },
    { term: words.keys, value: report.old_keys === 0 ? words.none : String(report.old_keys) },
    { term: words.tokens, value: words.days(report.token_days) },
  ];
}

/** What is wrong with a part and what to do; a code that is newer than this panel is said as it is. */
export function wrongOf(texts: PrivacyTexts, { part, why }: Check): string {
  return texts.system.wrong[`${part}_${why}`] ?? why;
}

/** All of it as text. */
export function textOf(texts: PrivacyTexts, report: SystemReport): string {
  const words = texts.system;
  return [
    `Ryadom, ${report.at}`,
    ...report.checks.map((check) =>
      [`${check.part}: ${words.states[check.state]}`, check.why && wrongOf(texts, check)].filter(Boolean).join(". "),
    ),
    ...(report.waiting_migrations.length ? [words.migrationsWait(report.waiting_migrations.join(", "))] : []),
    ...figuresOf(texts, report).map(({ term, value }) => `${term}: ${value}`),
    ...report.tables.map(({ name, size_bytes }) => `${name}: ${sizeOf(texts, size_bytes)}`),
  ]
    .join("\n")
    .replaceAll("\u00a0", " ");
}
