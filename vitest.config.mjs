export default { test: { setupFiles: ["scripts/vitest_setup.mjs"], pool: "threads", isolate: false } };
