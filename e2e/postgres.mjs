// A PostgreSQL server of its own for a test, in a fresh folder, reached by a
// socket in it and by nothing else.
import { execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const versions = '/usr/lib/postgresql';

/** The folder with the programs of the newest PostgreSQL, undefined where there is none. */
export function postgresPrograms() {
  if (!existsSync(versions)) return undefined;
  const all = readdirSync(versions).filter((name) => existsSync(join(versions, name, 'bin', 'initdb')));
  const newest = all.sort((a, b) => Number(a) - Number(b)).at(-1);
  return newest && join(versions, newest, 'bin');
}

/** Starts the server with one empty database, whose address is `url`. */
export async function startPostgres() {
  const bin = postgresPrograms();
  const dir = mkdtempSync('/tmp/telaio-pg'); // short: a socket's path has at most 107 bytes
  const as = owner(dir);
  const options = { ...as, cwd: dir, env: { ...process.env, LC_ALL: 'C.UTF-8' } };
  const data = join(dir, 'data');
  execFileSync(join(bin, 'initdb'), ['-D', data, '-U', 'test', '-A', 'trust', '-E', 'UTF8', '--no-sync'], { ...options, stdio: 'pipe' });
  const server = spawn(join(bin, 'postgres'), ['-D', data, '-k', dir, '-c', 'listen_addresses=', '-c', 'fsync=off', '-c', 'shared_buffers=32MB'], { ...options, stdio: 'ignore' });
  const stop = async () => {
    if (server.exitCode === null) {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGINT');
      await ended;
    }
    rmSync(dir, { recursive: true, force: true });
  };
  for (let tries = 0; ; tries++) {
    try {
      execFileSync(join(bin, 'createdb'), ['-h', dir, '-U', 'test', 'telaio'], { ...options, stdio: 'pipe' });
      return { url: `postgres://test@/telaio?host=${dir}&sslmode=disable`, stop };
    } catch (error) {
      if (tries > 600 || server.exitCode !== null) {
        await stop();
        throw new Error(`PostgreSQL did not start: ${error.stderr}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/** Whom the server runs as: it refuses to be root, and so is given to postgres. */
function owner(dir) {
  if (process.getuid() !== 0) return {};
  const id = (flag) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  const as = { uid: id('-u'), gid: id('-g') };
  chownSync(dir, as.uid, as.gid);
  return as;
}
