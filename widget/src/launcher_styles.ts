// Styles of the element on the customer's page and of its launcher: the few that must be there before the chat is.

/**
 * `all:initial` without `!important` would lose to a page's `div{…}`; important rules of a shadow root win even over
 * the page's own important ones. The icon is a border cut to shape: no image for a policy to block, no nodes to make,
 * and forced colours keep borders visible.
 */
export const LAUNCHER_STYLES = `:host{all:initial!important;display:block!important;position:fixed!important;inset:auto 0 0 auto!important;z-index:2147483647!important;direction:ltr!important}
@media print{:host{display:none!important}}
.launcher{position:fixed;right:calc(16px + env(safe-area-inset-right));bottom:calc(16px + env(safe-area-inset-bottom));width:56px;height:56px;padding:0;border:1px solid transparent;border-radius:50%;background:#2f5aa0;color:#fff;cursor:pointer;box-shadow:0 2px 12px #0004}
.launcher::before{content:"";display:block;width:0;margin:auto;border:solid;border-width:0 0 28px 28px;clip-path:path("M14 3C7 3 2 7 2 12.5q0 4.5 4 7L5.5 25l5-3q1.5.5 3.5.5c7 0 12-4.5 12-10S21 3 14 3")}
.launcher:hover{background:#274d8b}
.launcher:focus-visible{outline:3px solid #fff;box-shadow:0 0 0 6px #2f5aa0}
.launcher[aria-busy]{opacity:.6}
.complaint{position:fixed;right:88px;bottom:16px;max-width:220px;margin:0;font:14px/20px system-ui,sans-serif}
.complaint:not(:empty){padding:12px;border-radius:10px;background:#fff;color:#25221d;box-shadow:0 2px 12px #0004}`;
