// What calls an operator needs only once something has happened. One file, which is fetched once the panel is there.
export { callForMissed } from "./missed";
export { noticeOf } from "./notice_of";
export { show } from "./notices";
