export default { test: { setupFiles: ["scripts/vitest_setup.mjs"] } };
