// Panels in a process of their own: each line of the input is a request, each line of the output the answer to one.
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import WebSocket from "ws";

const entry = join(dirname(fileURLToPath(import.meta.url)), "desk.ts");
const { outputFiles } = await build({ entryPoints: [entry], bundle: true, format: "esm", write: false });
const { Desk } = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);

const desks = new Map();

const requests = {
  open(name, urls, headers) {
    desks.set(name, new Desk(urls, (url) => dial(url, headers)));
  },
  close(name) {
    desks.get(name).stop();
    desks.delete(name);
  },
  do: (name, method, ...values) => desks.get(name)[method](...values),
  line: (name, method, ...values) => desks.get(name).line[method](...values),
  link: (name) => desks.get(name).link,
  /** What is on a panel's screen, and what is on one's that was opened for the comparison. */
  async compare(name, freshName) {
    const [desk, fresh] = [desks.get(name), desks.get(freshName)];
    await desk.settle();
    await fresh.follow(desk);
    await desk.settle();
    await fresh.settle();
    return { held: desk.view(), fresh: fresh.view(desk.reach) };
  },
};

function dial(url, headers) {
  const socket = new WebSocket(url, { headers, origin: `http://${new URL(url).host}`, perMessageDeflate: false });
  // What ends it is told by its close.
  socket.on("error", () => undefined);
  return socket;
}

for await (const line of createInterface({ input: process.stdin })) {
  const [id, request, ...values] = JSON.parse(line);
  answer(id, request, values);
}
process.exit(0);

async function answer(id, request, values) {
  let reply;
  try {
    reply = { id, result: (await requests[request](...values)) ?? null };
  } catch (error) {
    reply = { id, error: String(error.stack ?? error).replaceAll(/data:[^:]*/g, "desk") };
  }
  process.stdout.write(`${JSON.stringify(reply)}\n`);
}
