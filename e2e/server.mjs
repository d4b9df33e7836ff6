// Starts the real program on loopback with sample content in a fresh folder,
// and reads the mails that it would have sent.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { witnessLog } from './witness.mjs';

// The system gives ports from 32768 on to whoever asks for any, so one of those
// could be taken while the program starts or starts again. Each test file is a
// process and begins at another place below.
let nextPort = process.pid * 16;

/** A port on loopback that is free, and that the system gives to nobody. */
async function freePort() {
  for (let tries = 0; tries < 100; tries++) {
    const port = 11_000 + nextPort++ % 20_000;
    if (await canListen(port)) return port;
  }
  throw new Error('no port is free');
}

function canListen(port) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

/**
 * Starts the program in a folder of its own: `demo` with sample content, whose
 * links of the terminal are in `links()` by role; `serve` with nothing in it.
 */
export async function startServer(command = 'demo', ...flags) {
  return runServer({ command, data: mkdtempSync(join(tmpdir(), 'telaio-e2e-')), port: await freePort(), read: new Set() }, flags);
}

/** Runs the program; `again(...flags)` starts it anew over the same folder. */
async function runServer(where, flags) {
  const { command, data, port, read } = where;
  const url = `http://127.0.0.1:${port}`;
  const child = spawn('bin/telaio', [command, '--data', data, '--addr', `127.0.0.1:${port}`, '--base-url', url, ...flags], { stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  let logged = '';
  child.stdout.on('data', (chunk) => { printed += chunk; });
  child.stderr.on('data', (chunk) => { logged += chunk; });
  witnessLog(() => logged);
  const end = async () => {
    if (child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
  };
  const again = async (...changed) => {
    await end();
    return runServer(where, changed);
  };
  const stop = async () => {
    await end();
    rmSync(data, { recursive: true, force: true });
  };
  for (let tries = 0; ; tries++) {
    const ready = await fetch(`${url}/readyz`).then((r) => r.ok, () => false);
    if (ready) break;
    if (tries > 600 || child.exitCode !== null) {
      await stop();
      throw new Error(`the server did not start: ${printed}${logged}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return { url, data, stop, again, read, log: () => logged, links: () => links(printed) };
}

/** Gives a person an account, as the operator does on the command line. */
export function addPerson(server, { email, name, role }) {
  execFileSync('bin/telaio', ['user', 'add', '--data', server.data, '--role', role, '--name', name, email]);
}

/** The login links that the demo prints: lines of "role: URL". */
function links(printed) {
  const found = {};
  for (const line of printed.split('\n')) {
    const match = line.match(/^\s*(\S+).*?(https?:\/\/\S+\/entra\/\S+)/);
    if (match) found[match[1].replace(/:$/, '')] = match[2];
  }
  return found;
}

/**
 * Waits for a mail to the address whose text matches, and returns its text.
 * Each mail is read once, so that a second link is not taken for the first.
 */
export async function mailTo(server, address, pattern) {
  for (let tries = 0; tries < 300; tries++) {
    for (const name of unread(server)) {
      const text = decoded(readFileSync(join(server.data, 'mail', name), 'latin1'));
      if (!text.includes(`<${address}>`) || !pattern.test(text)) continue;
      server.read.add(name);
      return text;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`no mail to ${address} matches ${pattern}`);
}

/** The names of the mails in the folder that no one has read yet. */
function unread(server) {
  try {
    return readdirSync(join(server.data, 'mail')).filter((name) => name.endsWith('.eml') && !server.read.has(name)).sort();
  } catch (error) {
    if (error.code === 'ENOENT') return []; // none was sent so far
    throw error;
  }
}

/** Undoes quoted-printable, which is how the mails travel. */
function decoded(raw) {
  const bytes = raw.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

/** The first address in the text that has the path. */
export function linkIn(text, path) {
  const match = text.match(new RegExp(`https?://[^\\s"<>]*${path}[^\\s"<>]*`));
  if (!match) throw new Error(`no link to ${path} in the mail`);
  return match[0];
}
