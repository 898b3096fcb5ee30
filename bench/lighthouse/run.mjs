// Lighthouse, as it judges phones: `node run.mjs RUNS URL` prints two lines of JSON a run, the page as it is and without the
// widget's script: {"isPlain", "score": 0…100, "layoutShift", "blockingMs"}. CHROME_PATH names the browser.
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const CHROME_FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking"];
const SCRIPT = "*/widget.js";

async function judge(url, isPlain) {
  const chrome = await launch({ chromeFlags: CHROME_FLAGS });
  try {
    const { lhr } = await lighthouse(url, {
      port: chrome.port,
      onlyCategories: ["performance"],
      blockedUrlPatterns: isPlain ? [SCRIPT] : null,
      logLevel: "error",
    });
    if (lhr.runtimeError) throw new Error(lhr.runtimeError.message);
    return {
      isPlain,
      score: lhr.categories.performance.score * 100,
      layoutShift: lhr.audits["cumulative-layout-shift"].numericValue,
      blockingMs: lhr.audits["total-blocking-time"].numericValue,
    };
  } finally {
    chrome.kill();
  }
}

const [runs, url] = process.argv.slice(2);
for (let run = 0; run < Number(runs); run += 1) {
  for (const isPlain of [true, false]) console.log(JSON.stringify(await judge(url, isPlain)));
}
