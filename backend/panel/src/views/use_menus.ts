// The menus that keys open: how often each was asked for, which is what a menu opens by.
import { useState } from "preact/hooks";

export interface MenuKeys {
  readonly thread: number;
  readonly bulk: number;
  readonly handOver: number;
  readonly filter: number;
  /** The filter was last asked for to be named. */
  readonly isNaming: boolean;
}

export interface Menus {
  readonly keys: MenuKeys;
  readonly open: (name: "thread" | "bulk" | "handOver") => void;
  readonly openFilter: (at?: "name") => void;
}

export function useMenus(): Menus {
  const [keys, setKeys] = useState<MenuKeys>({ thread: 0, bulk: 0, handOver: 0, filter: 0, isNaming: false });
  return {
    keys,
    open: (name) => setKeys((now) => ({ ...now, [name]: now[name] + 1 })),
    openFilter: (at) => setKeys((now) => ({ ...now, filter: now.filter + 1, isNaming: at === "name" })),
  };
}
