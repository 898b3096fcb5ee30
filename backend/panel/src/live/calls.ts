// What is needed only once something has happened, or been written: calls, and what browsers keep. One file, which is fetched once the panel is there.
export { keepDrafts } from "./kept_drafts";
export { callForMissed } from "./missed";
export { noticeOf } from "./notice_of";
export { show } from "./notices";
export { takeOldMarks } from "./old_marks";
