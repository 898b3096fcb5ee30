// A page of settings in a file of its own: it is large, and who opens another does not wait for it.
import type { ComponentType } from "preact";
import { LazyPage } from "../lazy_page";

/** The page, fetched when it is first opened. */
export function lazily<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  return (props: P) => <LazyPage load={load} props={props} />;
}
