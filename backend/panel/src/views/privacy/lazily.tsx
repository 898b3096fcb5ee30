// A page of settings in a file of its own: it is large, and who opens another does not wait for it.
import type { ComponentType } from "preact";
import { LazyPage } from "../lazy_page";
import type { PrivacyPageProps } from "./views";

/** The page, fetched when it is first opened. */
export function lazily(load: () => Promise<ComponentType<PrivacyPageProps>>): ComponentType<PrivacyPageProps> {
  return (props) => <LazyPage load={load} props={props} />;
}
