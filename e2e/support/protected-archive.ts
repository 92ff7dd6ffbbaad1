import sevenZip from '7z-wasm';
import type { SevenZipModuleFactory } from '7z-wasm';

/** Its types say `default`, its CommonJS module is the function itself. */
const createSevenZip = sevenZip as unknown as SevenZipModuleFactory;

/** The text of the one file in an archive as 7-Zip opens it; null when it refuses the password. */
export async function openProtectedArchive(
  archive: Uint8Array,
  password: string,
): Promise<string | null> {
  const said: string[] = [];
  const program = await createSevenZip({
    print: (line) => void said.push(line),
    printErr: (line) => void said.push(line),
  });
  const stream = program.FS.open('/archive.zip', 'w+');
  program.FS.write(stream, archive, 0, archive.length);
  program.FS.close(stream);
  program.FS.mkdir('/out');
  program.callMain(['x', '-bsp0', '/archive.zip', '-o/out', '-y', `-p${password}`]);
  if (!said.includes('Everything is Ok')) return null;
  const [name] = program.FS.readdir('/out').filter((found) => !found.startsWith('.'));
  if (name === undefined) throw new Error('the archive is empty');
  return Buffer.from(program.FS.readFile(`/out/${name}`)).toString('utf8');
}
