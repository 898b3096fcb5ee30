// What calls an operator, needed only once something has happened, and what keeps their drafts. One file, which is fetched once the panel is there.
export { keepDrafts } from "./kept_drafts";
export { callForMissed } from "./missed";
export { noticeOf } from "./notice_of";
export { show } from "./notices";
