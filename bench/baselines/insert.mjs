// Baseline in Node: `ws` and `pg`, one INSERT a message, the same frames as the relay beside it (relay.py).

import { randomUUID } from "node:crypto";
import pg from "pg";
import { WebSocketServer } from "ws";

const [port, databaseUrl] = process.argv.slice(2);
const welcome = JSON.stringify({ type: "welcome" });
const pool = new pg.Pool({ connectionString: databaseUrl, max: 8 });
const operators = new Set();
// A name makes `pg` prepare the statement once a connection, as asyncpg does by itself.
const insert = {
  name: "insert",
  text: `INSERT INTO baseline_messages (conversation_id, seq, author_kind, author_id, echo_id, body)
    VALUES ($1, $2, 'visitor', $3, $4, $5) RETURNING created_at`,
};

function serveOperator(socket) {
  operators.add(socket);
  socket.on("message", () => socket.send(welcome));
  socket.on("close", () => operators.delete(socket));
}

function serveVisitor(socket) {
  const conversationId = randomUUID();
  const author = { kind: "visitor", id: randomUUID(), name: "" };
  let seq = 0;
  socket.on("message", async (data) => {
    const command = JSON.parse(data);
    if (command.type === "hello") {
      socket.send(welcome);
      return;
    }
    seq += 1;
    const own = seq;
    const { rows } = await pool.query({
      ...insert,
      values: [conversationId, own, author.id, command.echo_id, command.body],
    });
    const text = JSON.stringify({
      type: "message_posted",
      conversation_id: conversationId,
      seq: own,
      prev_seq: own - 1,
      created_at: rows[0].created_at,
      author,
      echo_id: command.echo_id,
      body: command.body,
    });
    for (const operator of operators) operator.send(text);
    socket.send(text);
  });
}

const server = new WebSocketServer({
  host: "127.0.0.1",
  port: Number(port),
  backlog: 2_048,
  perMessageDeflate: false,
  maxPayload: 65_536,
});
server.on("connection", (socket, request) =>
  request.url === "/ws/operator" ? serveOperator(socket) : serveVisitor(socket),
);
server.on("listening", () => console.log("ready"));
process.on("SIGTERM", () => process.exit(0));
