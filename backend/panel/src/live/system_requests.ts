// How the installation is, over HTTP: figures that say nothing of anybody.
import { type Answer, ask } from "./requests";

export type State = "ok" | "warn" | "fail";

export interface Check {
  readonly part: string;
  readonly state: State;
  /** The code of what is wrong; empty where nothing is. */
  readonly why: string;
}

export interface Disk {
  readonly free_bytes: number;
  readonly total_bytes: number;
}

/** Sizes in bytes, times in seconds. What waits and the sockets are of the process that answers. */
export interface SystemReport {
  readonly version: string;
  readonly at: string;
  readonly started_at: string;
  /** What is worst first. */
  readonly checks: readonly Check[];
  readonly postgres: string;
  readonly is_embedded: boolean;
  readonly database_bytes: number;
  readonly tables: readonly {
    readonly name: string;
    readonly size_bytes: number;
    readonly row_estimate: number | null;
  }[];
  readonly newest_migration: string;
  readonly waiting_migrations: readonly string[];
  readonly data_disk: Disk;
  readonly files_disk: Disk;
  readonly queues: {
    readonly posts: number;
    readonly journal: number;
    readonly bus: number;
    readonly bus_lost: number;
    readonly bus_reconnects: number;
  };
  readonly nodes: number;
  readonly visitors: number;
  readonly operators: number;
  readonly longest_write_s: number;
  /** Null before the search has begun. */
  readonly search_lag_s: number | null;
  /** Null where no mail server is set. */
  readonly mail: { readonly waiting: number; readonly dead: number; readonly oldest_s: number } | null;
  readonly bus: string;
  readonly old_keys: number;
  readonly token_days: number;
}

export function fetchSystem(): Promise<Answer<SystemReport>> {
  return ask("GET", "/system");
}
