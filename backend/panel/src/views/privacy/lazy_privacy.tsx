// The pages about personal data, fetched when the first of them is opened: operators who answer all day never need them.
import { LazyPage } from "../lazy_page";
import type { PrivacyProps } from "./privacy";

// Not the words of the pages: whatever this file imports is fetched by everybody.
const load = () => Promise.all([import("./privacy"), import("./styles")]).then(([{ Privacy }]) => Privacy);

export function LazyPrivacy(props: PrivacyProps) {
  return <LazyPage load={load} props={props} />;
}
