// Everything that opens below a button of the inbox, in one file of the build.
export { ActionSheet } from "./action_sheet";
export { BulkBar } from "./bulk_bar";
export { FilterSheet } from "./filter_sheet";
export { HandTo } from "./hand_to";
export { ViewSheet } from "./view_sheet";
