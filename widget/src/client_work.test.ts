import { expect, test } from "vitest";
import { Scene, settled } from "./client_scene";
import type { Proof, Work } from "./visitor.gen";

const WORK = { challenge: "c", salt: "s", signature: "sig", max_number: 9 };

/** A newcomer has written, and the server has asked for work. */
async function asked(scene: Scene): Promise<string> {
  scene.welcome(null);
  scene.client.send("Есть улун?");
  await settled();
  const echoId = scene.lastSent("send_message").echo_id as string;
  refuse(scene, echoId);
  return echoId;
}

function refuse(scene: Scene, echoId: unknown): void {
  scene.say({ type: "error", code: "work_required", message: "", echo_id: echoId, retry_after_s: 30, work: WORK });
}

test("a newcomer's message goes by itself once the work is done, shown in the hello", async () => {
  const scene = new Scene();
  const echoId = await asked(scene);
  await settled();
  scene.welcome(null);
  expect(scene.lastSent("hello").proof).toEqual({ challenge: "c", salt: "s", signature: "sig", number: 7 });
  expect(scene.sent("send_message")).toHaveLength(1);
  expect(scene.lastSent("send_message").echo_id).toBe(echoId);
  scene.acknowledge(1, echoId);
  expect(scene.client.state.outbox).toEqual([]);
});

test("it is done once, though the message is refused again meanwhile", async () => {
  const scene = new Scene();
  const works: Work[] = [];
  let finish = (_: Proof): void => {};
  scene.doWork = (work) => {
    works.push(work);
    return new Promise((resolve) => {
      finish = resolve;
    });
  };
  const echoId = await asked(scene);
  refuse(scene, echoId);
  expect(works).toHaveLength(1);
  expect(scene.client.state.outbox[0]?.state).toBe("sending");
  finish({ challenge: "c", salt: "s", signature: "sig", number: 1 });
  await settled();
  scene.welcome(null);
  // Worth nothing by now: it is done anew.
  refuse(scene, echoId);
  expect(works).toHaveLength(2);
});

test("work that can't be done is asked for again when the message is sent again", async () => {
  const scene = new Scene();
  let tries = 0;
  scene.doWork = async () => {
    tries += 1;
    throw new Error("the file did not come");
  };
  const echoId = await asked(scene);
  await settled();
  expect(scene.client.state.outbox[0]?.state).toBe("sending");
  scene.world.pass(15_000);
  expect(scene.sent("send_message")).toHaveLength(2);
  refuse(scene, echoId);
  expect(tries).toBe(2);
});

test("work that ends after the chat was left brings no connection back", async () => {
  const scene = new Scene();
  let finish = (_: Proof): void => {};
  scene.doWork = () =>
    new Promise((resolve) => {
      finish = resolve;
    });
  await asked(scene);
  scene.client.stop();
  const sockets = scene.world.sockets.length;
  finish({ challenge: "c", salt: "s", signature: "sig", number: 1 });
  await settled();
  expect(scene.world.sockets).toHaveLength(sockets);
});
