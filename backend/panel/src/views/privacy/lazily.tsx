// A page of settings in a file of its own: it is large, and who opens another does not wait for it.
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";
import { LazyPage } from "../lazy_page";
import type { PrivacyPageProps } from "./views";

/** The page, fetched when it is first opened. */
export function lazily(load: () => Promise<ComponentType<PrivacyPageProps>>): ComponentType<PrivacyPageProps> {
  const loadRead = () => load().then(readFromItsHeading);
  return (props) => <LazyPage load={loadRead} props={props} />;
}

/** Like pages that are there at once, which are read from their heading when they open. */
function readFromItsHeading(View: ComponentType<PrivacyPageProps>): ComponentType<PrivacyPageProps> {
  return (props) => {
    useEffect(() => document.querySelector<HTMLElement>(".privacy__page h1")?.focus(), []);
    return <View {...props} />;
  };
}
